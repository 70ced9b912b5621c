import { hostname } from "node:os";

import { parseKingdeeTime, schedulesOf, SHANGHAI } from "@billferry/contracts";
import { kingdeeIdentity, readKingdeeAccount } from "@billferry/kingdee";
import { Ledger } from "@billferry/ledger";
import { keepLease, redisNowMs, type RepeatingTask } from "@billferry/redis";
import {
  openQueue,
  startWorker,
  type Logger,
  type RunningService,
  type ServiceContext,
  type TypedQueue,
} from "@billferry/runtime";
import { selectFields, type Scheme } from "@billferry/scheme";
import { Mutex } from "async-mutex";
import parseDuration from "parse-duration";

import { startAnewLoop, type AnewLoopDependencies } from "./anew-loop.ts";
import { createFoundCheck } from "./check-found.ts";
import type { WindowRules } from "./core/window.ts";
import type { ExtractDependencies } from "./extract.ts";
import { startIndexing } from "./index-numbers.ts";
import { askClockOnce, openReadingClient } from "./reading-client.ts";
import { openLedger } from "./reading.ts";
import { createRecheck, RECHECK_RULES } from "./recheck-open.ts";
import { keepSchedules } from "./schedule.ts";
import { toDailyPattern, type ExtractorSettings } from "./settings.ts";
import { readingStage, sweepStage } from "./stages.ts";
import type { SweepDependencies } from "./sweep.ts";
import { createTurns } from "./turns.ts";
import { watchPrimary } from "./watch-primary.ts";

const LONGEST_WINDOW_MS = 86_400_000;
/** The nightly sweep's zone by name: cron needs one, and Kingdee's offset has none. */
const ZONE_NAME = "Asia/Shanghai";
const LEASE_MS = 60_000;
/** A sweep has very many pages: after each it rests, so that a reading need not wait for its end. */
const TURNS = {
  reading: { restMs: 0, holdMs: 1_000, priority: 1 },
  sweep: { restMs: 50, holdMs: 0, priority: 0 },
} as const;
/** Jobs are enqueued and recorded within moments; what is older and has none has lost it. */
const REVIVE_AFTER_MS = 60_000;

/** The extractor of one scheme: client, ledger, queues, schedules and the two workers. */
export async function startExtractor(
  context: ServiceContext<ExtractorSettings>,
  scheme: Scheme,
  siblings: readonly Scheme[],
): Promise<RunningService> {
  const { settings, redis, log, env } = context;
  const { name, accounts } = scheme.definition;
  const ledger = new Ledger(redis, name);
  const vendor = readKingdeeAccount(env, accounts.kingdee);
  const account = kingdeeIdentity(vendor);
  const clock = async (): Promise<number> => redisNowMs(redis);
  await openLedger({ ledger, scheme, account, redisNowMs: clock });
  const lease = await keepLease({
    take: async () =>
      ledger.keeping.takeLease({
        installation: settings.INSTALLATION,
        holder: `${hostname()}:${process.pid}`,
        ttlMs: LEASE_MS,
      }),
    everyMs: LEASE_MS / 3,
    log,
    onLost: () => void stop(),
  });
  // Who starts it anew has mended something: the first reading tries at once, however long the scheme was to rest.
  await ledger.progress.resume();
  const queues = openQueues(context, name);
  const client = openReadingClient(vendor, accounts.kingdee, { ledger, log });
  const parts = { client, scheme, siblings, ledger, account, redisNowMs: clock, ...queues };
  const deps = toDependencies(context, parts);
  const reading = readingStage(deps.reading);
  const asked = await ledger.anew.followMapping("extractor", scheme.version);
  if (asked > 0)
    log.info({ event: "scheme.changed", version: scheme.version, bills: asked }, "方案已更新,未完成的单据将重做");
  const schedules = await startSchedules(settings, { scheme: name, ...queues, log });
  const common = { connection: redis, concurrency: 1, log };
  const workers = [
    startWorker({ queue: queues.extractQueue, ...common, ...reading }),
    startWorker({ queue: queues.sweepQueue, ...common, ...sweepStage(deps.sweep) }),
  ];
  const anew = startAnewLoop(deps.anew);
  const indexing = startIndexing(ledger, log);
  const primary = watchPrimary(
    { ledger, sweepQueue: queues.sweepQueue, log },
    { payload: { scheme: name, name: "hourly", depthMs: settings.SWEEP_DEPTH }, delayMs: REVIVE_AFTER_MS },
  );
  const stop = async (): Promise<void> => {
    await Promise.all([...workers, ...schedules, anew, indexing, primary].map(async (each) => each.stop()));
  };
  return {
    readiness: () => [
      ...(workers.every((worker) => worker.isRunning()) ? [] : ["读取进程未运行"]),
      ...lease.problems(),
      ...reading.problems(),
    ],
    stop: async () => {
      lease.stop();
      await stop();
      await Promise.all(Object.values(queues).map(async (queue) => queue.close()));
    },
  };
}

interface Queues {
  readonly extractQueue: TypedQueue<"extract">;
  readonly sweepQueue: TypedQueue<"sweep">;
  readonly transformQueue: TypedQueue<"transform">;
  readonly loadQueue: TypedQueue<"load">;
}

function openQueues({ redis, log }: ServiceContext<ExtractorSettings>, scheme: string): Queues {
  return {
    extractQueue: openQueue({ stage: "extract", scheme }, redis, log),
    sweepQueue: openQueue({ stage: "sweep", scheme }, redis, log),
    transformQueue: openQueue({ stage: "transform", scheme }, redis, log),
    loadQueue: openQueue({ stage: "load", scheme }, redis, log),
  };
}

function clockMs(): number {
  return performance.now();
}

function toDependencies(
  { settings, redis, log }: ServiceContext<ExtractorSettings>,
  parts: Pick<SweepDependencies, "client" | "scheme" | "ledger" | "account" | "redisNowMs"> &
    Queues & { readonly siblings: readonly Scheme[] },
): { readonly reading: ExtractDependencies; readonly sweep: SweepDependencies; readonly anew: AnewLoopDependencies } {
  const { scheme, client } = parts;
  const isPaused = async (): Promise<boolean> => parts.extractQueue.isPaused();
  const turns = { redis, scheme: scheme.definition.name, log, isPaused, inProcess: new Mutex() };
  const common = {
    ...parts,
    fields: selectFields(scheme),
    dropped: new Set<string>(),
    log,
    rules: toRules(scheme, settings),
    learnClock: askClockOnce(client, log),
  };
  const recheckOpen = createRecheck(RECHECK_RULES, clockMs);
  const names = parts.siblings.map(({ definition }) => definition.name);
  const checkFound = createFoundCheck(
    {
      everyMs: RECHECK_RULES.everyMs,
      siblingLedgers: names.map((name) => new Ledger(redis, name)),
      isSpokesman: names.every((name) => scheme.definition.name < name),
    },
    clockMs,
  );
  return {
    reading: {
      ...common,
      redis,
      halt: { at: undefined },
      takeTurn: createTurns({ ...turns, rules: TURNS.reading }),
      recheckOpen,
      checkFound,
    },
    sweep: {
      ...common,
      takeTurn: createTurns({ ...turns, rules: TURNS.sweep }),
      reviveAfterMs: REVIVE_AFTER_MS,
      ledgerDays: settings.LEDGER_DAYS,
    },
    anew: { ...common, redis, takeTurn: createTurns({ ...turns, rules: TURNS.sweep }) },
  };
}

async function startSchedules(
  settings: ExtractorSettings,
  { scheme, extractQueue, sweepQueue, log }: Queues & { readonly scheme: string; readonly log: Logger },
): Promise<readonly RepeatingTask[]> {
  const ids = Object.fromEntries(schedulesOf(scheme).map(({ name, id }) => [name, id])) as Record<
    ReturnType<typeof schedulesOf>[number]["name"],
    string
  >;
  const readings = { id: ids.readings, repeat: { every: settings.SYNC_EVERY }, payload: { scheme } };
  const hourly = {
    id: ids.hourly,
    repeat: { every: settings.SWEEP_EVERY },
    payload: { scheme, name: "hourly" as const, depthMs: settings.SWEEP_DEPTH },
  };
  const nightly = {
    id: ids.nightly,
    repeat: { pattern: toDailyPattern(settings.NIGHTLY_SWEEP_AT), tz: ZONE_NAME },
    payload: { scheme, name: "nightly" as const, depthMs: settings.NIGHTLY_SWEEP_DEPTH },
  };
  return Promise.all([keepSchedules(extractQueue, [readings], log), keepSchedules(sweepQueue, [hourly, nightly], log)]);
}

function toRules(scheme: Scheme, settings: ExtractorSettings): WindowRules {
  const { overlap, settle } = scheme.definition.source;
  return {
    // The go-live moment is written in Kingdee's own time; its zone is Asia/Shanghai unless the text says another.
    startFromMs: Math.floor((parseKingdeeTime(settings.START_FROM, SHANGHAI) ?? 0) / 1_000) * 1_000,
    overlapMs: parseDuration(overlap) ?? 0,
    settleMs: parseDuration(settle) ?? 0,
    longestMs: LONGEST_WINDOW_MS,
  };
}
