import { hostname } from "node:os";

import { transformJob } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { keepLease, openQueue, runService, startWorker } from "@billferry/runtime";
import { loadScheme } from "@billferry/scheme";

import { TRANSFORMER_SETTINGS } from "./settings.ts";
import { performTransform } from "./transform.ts";

const LEASE_MS = 60_000;

await runService({
  name: "transformer",
  version: "0.1.0",
  settings: TRANSFORMER_SETTINGS,
  start: async ({ settings, redis, log }) => {
    const scheme = loadScheme(settings.SCHEME_DIR, "sal-outstock");
    const ledger = new Ledger(redis, scheme.definition.name);
    await ledger.open();
    const claim = {
      installation: settings.INSTALLATION,
      holder: `${hostname()}:${process.pid}`,
      ttlMs: LEASE_MS,
    };
    const lease = await keepLease({
      take: async () => ledger.takeLease(claim),
      everyMs: LEASE_MS / 3,
      log,
      onLost: () => void worker.stop(),
    });
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
      readiness: () => [...lease.problems(), ...(worker.isRunning() ? [] : ["转换进程未运行"])],
      stop: async () => {
        lease.stop();
        await worker.stop();
        await Promise.all([transformQueue.close(), loadQueue.close()]);
      },
    };
  },
});
