import { hostname } from "node:os";

import { transformJob } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { keepLease, openQueue, startWorker, type RunningService, type ServiceContext } from "@billferry/runtime";
import type { Scheme } from "@billferry/scheme";

import type { TransformerSettings } from "./settings.ts";
import { performTransform } from "./transform.ts";

const LEASE_MS = 60_000;

/** The transformer of one scheme: its ledger, its queues and their worker. */
export async function startTransformer(
  { settings, redis, log }: ServiceContext<TransformerSettings>,
  scheme: Scheme,
): Promise<RunningService> {
  const { name } = scheme.definition;
  const ledger = new Ledger(redis, name);
  await ledger.open();
  const claim = { installation: settings.INSTALLATION, holder: `${hostname()}:${process.pid}`, ttlMs: LEASE_MS };
  const lease = await keepLease({
    take: async () => ledger.takeLease(claim),
    everyMs: LEASE_MS / 3,
    log,
    onLost: () => void worker.stop(),
  });
  const transformQueue = openQueue({ stage: "transform", scheme: name }, redis, log);
  const loadQueue = openQueue({ stage: "load", scheme: name }, redis, log);
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
}
