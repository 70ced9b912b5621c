import { setTimeout as wait } from "node:timers/promises";

import { isFault } from "@billferry/contracts";
import { listCases, readStatus, type CaseItem, type Status } from "@billferry/desk";
import { connectRedis, type RedisConnection } from "@billferry/redis";
import { createLogger, type Logger } from "@billferry/runtime";
import got from "got";

import { CommandEnd, EXIT } from "./command-end.ts";
import { addStatuses, toProgress, type StatusSum } from "./core/sync-progress.ts";
import { nameFindings, summarize, type Judgement, type SyncSummary } from "./core/sync-summary.ts";
import type { ProgressDisplay } from "./progress-display.ts";
import { withinSeconds } from "./with-redis.ts";
import { say } from "./say.ts";

const POLL_MS = 500;
/** Where a time limit was given, a Redis that falls silent ends the command too. */
const ANSWER_LIMIT_SECONDS = 30;
const MOST_HELD = 100_000;
/** A question is cut off while Redis restarts; where that goes on, Redis is broken. */
const MOST_FAILURES = 20;

export interface FirstSyncOptions {
  readonly redisUrl: string;
  readonly schemes: readonly string[];
  readonly sandboxUrl: string | undefined;
  readonly startedAtMs: number;
  readonly display: ProgressDisplay;
  readonly signal: AbortSignal;
  /** Undefined: as long as it takes. */
  readonly timeoutSeconds?: number | undefined;
}

export interface FirstSync {
  readonly summary: SyncSummary;
  readonly excluded: Readonly<Record<string, number>>;
  readonly held: readonly CaseItem[];
  /** What is missing, doubled or wrong, by name. */
  readonly findings: readonly string[];
  /** Whether an independent judge counted (the sandbox), or only our own ledger. */
  readonly isJudged: boolean;
}

/**
 * Waits until nothing is left to do, and counts. Ends the command where that takes longer than allowed, with the
 * reasons of what does not move. Undefined where the signal came first.
 */
export async function awaitFirstSync(options: FirstSyncOptions): Promise<FirstSync | undefined> {
  const log = createLogger({ name: "billferry", level: "silent", version: "0.1.0" });
  const redis = connectRedis(options.redisUrl, log);
  // A question to a lost Redis waits for it; Ctrl+C must work all the same.
  const stopped = Promise.withResolvers<undefined>();
  options.signal.addEventListener("abort", () => stopped.resolve(undefined), { once: true });
  try {
    return await Promise.race([pollUntilIdle(redis, log, options), stopped.promise]);
  } finally {
    redis.disconnect();
  }
}

async function pollUntilIdle(
  redis: RedisConnection,
  log: Logger,
  options: FirstSyncOptions,
): Promise<FirstSync | undefined> {
  const { sandboxUrl, timeoutSeconds, signal } = options;
  const expected = sandboxUrl === undefined ? undefined : (await askJudge(sandboxUrl)).expected;
  let failures = 0;
  while (!signal.aborted) {
    const asked = readAll(redis, options.schemes, log).catch((error: unknown) => {
      failures += 1;
      if (isFault(error) || failures >= MOST_FAILURES) throw error;
      return undefined;
    });
    const statuses = await (timeoutSeconds === undefined ? asked : withinSeconds(ANSWER_LIMIT_SECONDS, asked));
    if (statuses === undefined) {
      await wait(POLL_MS, undefined, { signal }).catch(() => undefined);
      continue;
    }
    failures = 0;
    const status = addStatuses(statuses);
    options.display.show(toProgress(status, expected, say));
    if (statuses.every((each) => each.idle && isReadSince(each, options.startedAtMs)))
      return count(redis, status, options);
    endLate(status, options);
    await wait(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

async function readAll(redis: RedisConnection, schemes: readonly string[], log: Logger): Promise<readonly Status[]> {
  return Promise.all(schemes.map(async (name) => readStatus(redis, name, log)));
}

/** A folder that was used before is idle at once: only a reading of this start counts. */
function isReadSince({ lastReadSecondsAgo }: Status, startedAtMs: number): boolean {
  return lastReadSecondsAgo !== null && (lastReadSecondsAgo + 1) * 1_000 <= Date.now() - startedAtMs;
}

function endLate(status: StatusSum, { startedAtMs, timeoutSeconds }: FirstSyncOptions): void {
  if (timeoutSeconds === undefined || Date.now() - startedAtMs < timeoutSeconds * 1_000) return;
  const reasons = status.reasons.map((reason) => `\n  - ${say(reason)}`).join("");
  throw new CommandEnd(
    EXIT.found,
    say({
      zh: `${timeoutSeconds} 秒内没有完成(已送达 ${status.delivered},未完成 ${status.open},异常单 ${status.held})${reasons}`,
      en: `not finished within ${timeoutSeconds} s (delivered ${status.delivered}, open ${status.open}, cases ${status.held})${reasons}`,
    }),
  );
}

async function count(redis: RedisConnection, status: StatusSum, options: FirstSyncOptions): Promise<FirstSync> {
  const elapsedMs = Date.now() - options.startedAtMs;
  const cases = options.schemes.map(async (name) => listCases(redis, name, { limit: MOST_HELD }));
  const held = (await Promise.all(cases)).flat();
  const judgement = options.sandboxUrl === undefined ? fromLedger(status) : await askJudge(options.sandboxUrl);
  return {
    summary: summarize(judgement, held, elapsedMs),
    excluded: judgement.excluded,
    held,
    findings: nameFindings(judgement, held, say),
    isJudged: options.sandboxUrl !== undefined,
  };
}

/** With real accounts there is no independent judge: only the ledger's own numbers are told. */
function fromLedger(status: StatusSum): Judgement {
  return {
    bills: status.bills,
    expected: status.delivered,
    present: status.delivered,
    absent: [],
    duplicated: [],
    unexpected: [],
    wrong: [],
    excluded: status.excluded > 0 ? { [say({ zh: "方案规则", en: "rules of the scheme" })]: status.excluded } : {},
  };
}

async function askJudge(sandboxUrl: string): Promise<Judgement> {
  return got(`${sandboxUrl}/control/summary`, { timeout: { request: 60_000 }, retry: { limit: 6 } }).json<Judgement>();
}
