import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

import { reconcileResult, schemePrefix, type DifferenceKind, type ReconcileResult } from "@billferry/contracts";
import { redisNowMs, type RedisConnection } from "@billferry/redis";

import { countDifferences } from "./core/report-counts.ts";

/** What a kept comparison of both ends came to, in numbers. */
export interface ReportSummary {
  readonly scheme: string;
  /** Of Kingdee's calendar, "2026-11-28". */
  readonly day: string;
  /** When it was made, and until when it is kept; by Redis' clock. */
  readonly madeAtMs: number;
  readonly keptUntilMs: number;
  readonly bills: number;
  readonly expected: number;
  readonly matched: number;
  readonly accepted: number;
  readonly differences: Readonly<Record<DifferenceKind, number>>;
}

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** Keeps the comparison of one day of a scheme; one that is kept already is replaced. */
export async function keepReport(
  redis: RedisConnection,
  report: {
    readonly scheme: string;
    readonly day: string;
    readonly keepMs: number;
    readonly result: ReconcileResult;
  },
): Promise<ReportSummary> {
  const { scheme, day, result, keepMs } = report;
  const madeAtMs = await redisNowMs(redis);
  const { bills, expected, matched, accepted } = result;
  const summary: ReportSummary = {
    ...{ scheme, day, madeAtMs, keptUntilMs: madeAtMs + keepMs, bills, expected, matched, accepted },
    differences: countDifferences(result),
  };
  const over = (await readSummaries(redis, scheme)).filter(({ keptUntilMs }) => keptUntilMs <= madeAtMs);
  const body = await pack(JSON.stringify(result));
  const change = redis
    .multi()
    .set(bodyKey(scheme, day), body, "PX", keepMs)
    .hset(listKey(scheme), day, JSON.stringify(summary));
  if (over.length > 0) change.hdel(listKey(scheme), ...over.map((each) => each.day));
  await change.exec();
  return summary;
}

/** What is kept of these schemes, the newest day first. */
export async function listReports(
  redis: RedisConnection,
  schemes: readonly string[],
): Promise<readonly ReportSummary[]> {
  const [nowMs, ...found] = await Promise.all([
    redisNowMs(redis),
    ...schemes.map(async (scheme) => readSummaries(redis, scheme)),
  ]);
  return found
    .flat()
    .filter(({ keptUntilMs }) => keptUntilMs > nowMs)
    .toSorted((one, other) => other.day.localeCompare(one.day) || one.scheme.localeCompare(other.scheme));
}

/** One kept comparison, whole; undefined where there is none of that day, or its term is over. */
export async function findReport(
  redis: RedisConnection,
  { scheme, day }: { readonly scheme: string; readonly day: string },
): Promise<{ readonly summary: ReportSummary; readonly result: ReconcileResult } | undefined> {
  const [told, body] = await Promise.all([redis.hget(listKey(scheme), day), redis.getBuffer(bodyKey(scheme, day))]);
  if (told === null || body === null) return undefined;
  const result = reconcileResult.parse(JSON.parse((await unpack(body)).toString()));
  return { summary: JSON.parse(told) as ReportSummary, result };
}

async function readSummaries(redis: RedisConnection, scheme: string): Promise<readonly ReportSummary[]> {
  return (await redis.hvals(listKey(scheme))).map((text) => JSON.parse(text) as ReportSummary);
}

function listKey(scheme: string): string {
  return `${schemePrefix(scheme)}:reports`;
}

function bodyKey(scheme: string, day: string): string {
  return `${schemePrefix(scheme)}:report:${day}`;
}
