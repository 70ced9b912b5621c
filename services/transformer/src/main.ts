import { transformJob } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { openQueue, runService, startWorker } from "@billferry/runtime";
import { loadScheme } from "@billferry/scheme";

import { TRANSFORMER_SETTINGS } from "./settings.ts";
import { performTransform } from "./transform.ts";

await runService({
  name: "transformer",
  version: "0.1.0",
  settings: TRANSFORMER_SETTINGS,
  start: async ({ settings, redis, log }) => {
    const scheme = loadScheme(settings.SCHEME_DIR, "sal-outstock");
    const ledger = new Ledger(redis, scheme.definition.name);
    await ledger.open();
    const transformQueue = openQueue("transform", redis, log);
    const loadQueue = openQueue("load", redis, log);
    const worker = startWorker({
      queue: transformQueue,
      connection: redis,
      concurrency: settings.TRANSFORMER_CONCURRENCY,
      log,
      perform: async ({ payload }) => performTransform({ scheme, ledger, loadQueue }, payload),
      onCase: async (payload, reason) => {
        const job = transformJob.safeParse(payload);
        if (job.success) await ledger.recordHeldBill(job.data, reason);
      },
    });
    return {
      readiness: () => (worker.isRunning() ? [] : ["转换进程未运行"]),
      stop: async () => {
        await worker.stop();
        await Promise.all([transformQueue.close(), loadQueue.close()]);
      },
    };
  },
});
