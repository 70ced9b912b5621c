import { hostname } from "node:os";

import { transformJob } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { keepLease, openQueue, startWorker, type RunningService, type ServiceContext } from "@billferry/runtime";
import { fullVersion, stakeOf, watchTables, type Scheme } from "@billferry/scheme";

import { releaseGaps } from "./release-gaps.ts";
import type { TransformerSettings } from "./settings.ts";
import { performTransform, readGaps } from "./transform.ts";

const LEASE_MS = 60_000;
/** A table that changed while no transformer ran, or while a bill was being held, is made good by then. */
const RELEASE_EVERY_MS = 60_000;

/** The transformer of one scheme: its ledger, its queues and their worker; its tables as they are now. */
export async function startTransformer(
  { settings, redis, log: serviceLog }: ServiceContext<TransformerSettings>,
  scheme: Scheme,
): Promise<RunningService> {
  const { name } = scheme.definition;
  const log = serviceLog.child({ scheme: name });
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
  let releasing: Promise<unknown> = Promise.resolve();
  let isFollowed = false;
  const release = (): void => {
    releasing = releasing
      .then(async () => releaseGaps({ ledger, log }, watched.current()))
      .catch((error: unknown) => log.warn({ event: "gap.failed", error: String(error) }, "自动放行未成功,稍后再试"));
  };
  /** Each replica asks at its own change: who changes last asks when all have the same tables. */
  const follow = (ask: () => Promise<number>): void => {
    releasing = releasing.then(async () => {
      const bills = await ask();
      if (bills > 0) log.info({ event: "mapping.changed", bills }, "方案或对照表已更新,未完成的单据将重做");
    });
    releasing = releasing.catch((error: unknown) => {
      log.warn({ event: "mapping.unfollowed", error: String(error) }, "重做未能安排,稍后再试");
      isFollowed = false;
    });
  };
  const watched = watchTables(scheme, {
    folder: settings.SCHEME_DIR,
    everyMs: settings.TABLES_EVERY,
    onChange: (changed) => {
      log.info({ event: "tables.changed", version: changed.tables.version }, "对照表已更新");
      follow(async () => {
        const bills = await ledger.askUnfinished();
        await ledger.noteMapping("transformer", fullVersion(changed));
        return bills;
      });
      release();
    },
    onProblem: (problems) => log.warn({ event: "tables.broken", problems }, "对照表有误,继续使用原来的版本"),
  });
  const worker = startWorker({
    queue: transformQueue,
    connection: redis,
    concurrency: settings.TRANSFORMER_CONCURRENCY,
    log,
    // Each bill is worked out with one set of tables from beginning to end.
    perform: async ({ payload }) => performTransform({ scheme: watched.current(), ledger, loadQueue }, payload),
    onCase: async (payload, reason, details) => {
      const job = transformJob.safeParse(payload);
      if (!job.success) return;
      const gaps = readGaps(details);
      const waits = gaps.length === 0 ? undefined : { gaps, stake: stakeOf(job.data, scheme) };
      await ledger.recordHeldBill(job.data, reason, waits);
    },
  });
  const catchUp = (): void => {
    if (!isFollowed) {
      isFollowed = true;
      follow(async () => ledger.followMapping("transformer", fullVersion(watched.current())));
    }
    release();
  };
  catchUp();
  const timer = setInterval(catchUp, RELEASE_EVERY_MS);
  return {
    readiness: () => [
      ...lease.problems(),
      ...watched.problems().map((problem) => `对照表有误:${problem}`),
      ...(worker.isRunning() ? [] : ["转换进程未运行"]),
    ],
    stop: async () => {
      lease.stop();
      clearInterval(timer);
      watched.stop();
      await worker.stop();
      await releasing;
      await Promise.all([transformQueue.close(), loadQueue.close()]);
    },
  };
}
