import { loadJob } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { openQueue, runService, startWorker } from "@billferry/runtime";
import { toCallGateOptions, toWangdiantongClientSettings } from "@billferry/vendor-settings";
import { createWangdiantongClient } from "@billferry/wangdiantong";

import { CallGate } from "@billferry/call-gate";
import { orderOf, performLoad } from "./load.ts";
import { LOADER_SETTINGS } from "./settings.ts";

await runService({
  name: "loader",
  version: "0.1.0",
  settings: LOADER_SETTINGS,
  start: async ({ settings, redis, log }) => {
    const deadlineMs = settings.WDT_TIMEOUT_SECONDS * 1_000;
    const gate = new CallGate(redis, toCallGateOptions(settings));
    const client = createWangdiantongClient(toWangdiantongClientSettings(settings), {
      onEvent: (event) => log.warn({ event: "wangdiantong.notice", notice: event }, "旺店通提示"),
      beforeRepeat: async () => gate.series(AbortSignal.timeout(deadlineMs), async (reserve) => reserve()),
    });
    const queue = openQueue("load", redis, log);
    const worker = startWorker({
      queue,
      connection: redis,
      concurrency: settings.LOADER_CONCURRENCY,
      log,
      perform: async (attempt) => performLoad({ ledger: (scheme) => new Ledger(redis, scheme), client, gate }, attempt),
      onCase: async (payload, reason) => {
        const job = loadJob.safeParse(payload);
        if (job.success) await new Ledger(redis, job.data.scheme).recordHeldOrder(orderOf(job.data), reason);
      },
    });
    return {
      readiness: () => (worker.isRunning() ? [] : ["推送进程未运行"]),
      stop: async () => {
        await worker.stop();
        await queue.close();
      },
    };
  },
});
