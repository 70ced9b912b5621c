import { backoffMs, describeFault, Fault, isFault, parseKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { createKingdeeClient, type KingdeeClient } from "@billferry/kingdee";
import { Ledger } from "@billferry/ledger";
import {
  openQueue,
  startWorker,
  type Attempt,
  type Logger,
  type RunningService,
  type ServiceContext,
  type TypedQueue,
} from "@billferry/runtime";
import { loadScheme, selectFields, type Scheme } from "@billferry/scheme";
import { toKingdeeClientSettings } from "@billferry/vendor-settings";
import parseDuration from "parse-duration";

import type { WindowRules } from "./core/window.ts";
import { performExtract, type ExtractDependencies } from "./extract.ts";
import { keepSchedule } from "./schedule.ts";
import type { ExtractorSettings } from "./settings.ts";

const LONGEST_WINDOW_MS = 86_400_000;

/** Wires the extractor: client, ledger, queues, the schedule and the worker. */
export async function startExtractor({
  settings,
  redis,
  log,
}: ServiceContext<ExtractorSettings>): Promise<RunningService> {
  const scheme = loadScheme(settings.SCHEME_DIR, "sal-outstock");
  const client = openKingdee(settings, log);
  const ledger = new Ledger(redis, scheme.definition.name);
  await ledger.open();
  const extractQueue = openQueue("extract", redis, log);
  const transformQueue = openQueue("transform", redis, log);
  const loadQueue = openQueue("load", redis, log);
  const deps: ExtractDependencies = {
    client,
    scheme,
    fields: selectFields(scheme.definition),
    dropped: new Set(),
    log,
    ledger,
    transformQueue,
    loadQueue,
    rules: toRules(scheme, settings),
    learnClock: askClockOnce(client, log),
  };
  const schedule = await keepSchedule(extractQueue, {
    scheme: scheme.definition.name,
    everyMs: settings.SYNC_EVERY,
    log,
  });
  const reading = watchReading({ deps, extractQueue });
  const worker = startWorker({ queue: extractQueue, connection: redis, concurrency: 1, log, perform: reading.perform });
  return {
    readiness: () => [...(worker.isRunning() ? [] : ["读取进程未运行"]), ...reading.problems()],
    stop: async () => {
      schedule.stop();
      await worker.stop();
      await Promise.all([extractQueue.close(), transformQueue.close(), loadQueue.close()]);
    },
  };
}

/** A reading that fails is shown as a failed job, noted in the ledger, and the queue rests longer each time: the next
 *  window starts where this one did, so nothing is lost by waiting. */
function watchReading({ deps, extractQueue }: { deps: ExtractDependencies; extractQueue: TypedQueue<"extract"> }) {
  let failures = 0;
  let problem: string | undefined;
  return {
    problems: (): readonly string[] => (problem === undefined ? [] : [problem]),
    perform: async (attempt: Attempt<"extract">) => {
      try {
        const outcome = await performExtract(deps, attempt);
        failures = 0;
        problem = undefined;
        return outcome;
      } catch (error) {
        if (attempt.signal.aborted) throw new Fault("SHUTDOWN", "读取被停止", { cause: error });
        failures += 1;
        problem = isFault(error) ? describeFault(error) : String(error);
        await deps.ledger.noteReadError(problem);
        await extractQueue.rateLimit(Math.min(backoffMs(failures, Math.random()), 60_000));
        throw error;
      }
    },
  };
}

/** Signing in tells the server's clock and zone. Once is enough: a server that sends no `Date` would otherwise be signed in
 *  to at every reading, and sessions pile up there (vendor notes 2.6). */
function askClockOnce(client: KingdeeClient, log: Logger): (signal: AbortSignal) => Promise<void> {
  let isAsked = false;
  return async (signal) => {
    if (isAsked || client.serverNow().source === "server") return;
    await client.signIn(signal);
    isAsked = true;
    if (client.serverNow().source === "local")
      log.warn({ event: "clock.local" }, "金蝶应答没有 Date 头,时间窗以本机时钟为准,请确认本机时钟准确");
  };
}

function openKingdee(settings: ExtractorSettings, log: Logger): KingdeeClient {
  return createKingdeeClient(toKingdeeClientSettings(settings), {
    onEvent: ({ kind, ...event }) => log.debug({ event: `kingdee.${kind}`, ...event }, "金蝶"),
  });
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
