import { hostname } from "node:os";

import { Ledger } from "@billferry/ledger";
import { keepLease } from "@billferry/redis";
import { openQueue, startWorker, type RunningService, type ServiceContext } from "@billferry/runtime";
import { placeOf, stakeOf, watchTables, type Scheme } from "@billferry/scheme";

import { followMapping } from "./follow-mapping.ts";
import type { TransformerSettings } from "./settings.ts";
import { performTransform } from "./transform.ts";

const LEASE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The transformer of one scheme: its ledger, its queues and their worker; its tables as they are now. */
export async function startTransformer(
  { settings, redis, log: serviceLog }: ServiceContext<TransformerSettings>,
  scheme: Scheme,
): Promise<RunningService> {
  const { name } = scheme.definition;
  const storyTermMs = settings.STORY_DAYS * DAY_MS;
  const log = serviceLog.child({ scheme: name });
  const ledger = new Ledger(redis, name);
  await ledger.keeping.open();
  const claim = { installation: settings.INSTALLATION, holder: `${hostname()}:${process.pid}`, ttlMs: LEASE_MS };
  const lease = await keepLease({
    take: async () => ledger.keeping.takeLease(claim),
    everyMs: LEASE_MS / 3,
    log,
    onLost: () => void worker.stop(),
  });
  const transformQueue = openQueue({ stage: "transform", scheme: name }, redis, log);
  const loadQueue = openQueue({ stage: "load", scheme: name }, redis, log);
  const watched = watchTables(scheme, {
    folder: placeOf(settings),
    everyMs: settings.TABLES_EVERY,
    onChange: (changed) => {
      log.info({ event: "tables.changed", version: changed.tables.version }, "对照表已更新");
      following.changed(changed);
    },
    onProblem: (problems) => log.warn({ event: "tables.broken", problems }, "对照表有误,继续使用原来的版本"),
  });
  const worker = startWorker({
    queue: transformQueue,
    connection: redis,
    concurrency: settings.TRANSFORMER_CONCURRENCY,
    log,
    // Each bill is worked out with one set of tables from beginning to end.
    perform: async (attempt) =>
      performTransform({ scheme: watched.current(), ledger, loadQueue, storyTermMs }, attempt.payload, attempt),
    recordCase: async (job, { code, text, facts: { missing = [] } }) => {
      if (job === undefined) return;
      const waits = missing.length === 0 ? undefined : { gaps: missing, stake: stakeOf(job, scheme) };
      await ledger.bills.recordHeld(job, { code, text }, waits);
    },
  });
  const following = followMapping({ ledger, log }, () => watched.current());
  return {
    readiness: () => [
      ...lease.problems(),
      ...watched.problems().map((problem) => `对照表有误:${problem}`),
      ...(worker.isRunning() ? [] : ["转换进程未运行"]),
    ],
    stop: async () => {
      lease.stop();
      watched.stop();
      await worker.stop();
      await following.stop();
      await Promise.all([transformQueue.close(), loadQueue.close()]);
    },
  };
}
