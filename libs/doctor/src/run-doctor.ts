import type { Told } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import type { Environment } from "@billferry/settings";
import { checkSchemes, loadScheme, type SchemePlace } from "@billferry/scheme";

import { KINGDEE_CHECKS } from "./core/diagnose-kingdee.ts";
import { REDIS_CHECKS } from "./core/diagnose-redis.ts";
import { SCHEME_CHECKS } from "./core/diagnose-scheme.ts";
import { WANGDIANTONG_CHECKS } from "./core/diagnose-wangdiantong.ts";
import { diagnose, findUnreached, type Diagnosis, type Known, type ReportSide } from "./core/diagnose.ts";
import { attempt } from "./attempt.ts";
import { gatherKingdee } from "./gather-kingdee.ts";
import { gatherRedis } from "./gather-redis.ts";
import { gatherScheme } from "./gather-scheme.ts";
import { gatherWangdiantong } from "./gather-wangdiantong.ts";

export interface DoctorOptions {
  readonly env: Environment;
  readonly folder: SchemePlace;
  readonly scheme: string;
  /** Failed where it could not be reached; Wangdiantong is not called then, because the gate before it is in Redis. */
  readonly redis: Known<RedisConnection>;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** How many SKUs of recent bills are asked for, a call each. */
  readonly skus: number;
  /** This machine's clock in epoch milliseconds. */
  readonly nowMs?: () => number;
  /** One line for whoever waits. */
  readonly onProgress?: (line: Told) => void;
  /** Asked for from the console: the calls take no more than their share of the quota. */
  readonly isErrand?: boolean;
}

export interface DoctorReport {
  readonly scheme: string;
  readonly checks: readonly Diagnosis[];
  readonly unreached: readonly ReportSide[];
}

/**
 * Checks all that a scheme stands on: its file, Redis, and both vendors. Reads only, goes on after whatever fails, and
 * throws for nothing but a mistake of its own. Makes at most `skus` and some eight calls to Wangdiantong.
 */
export async function runDoctor(options: DoctorOptions): Promise<DoctorReport> {
  const { env, folder, redis, log, signal, skus, onProgress = () => undefined } = options;
  const nowMs = options.nowMs ?? Date.now;
  const scheme = await attempt(() => loadScheme(folder, options.scheme));
  const schemeFacts = await gatherScheme(
    env,
    scheme,
    () => checkSchemes(folder, [options.scheme]).get(options.scheme) ?? [],
  );
  onProgress({ zh: "检查 Redis", en: "Checking Redis" });
  const redisFacts = await gatherRedis(redis, { scheme: options.scheme, nowMs });
  onProgress({ zh: "检查金蝶", en: "Checking Kingdee" });
  const kingdee = await gatherKingdee(scheme, { env, log, signal, nowMs });
  onProgress({ zh: "检查旺店通", en: "Checking Wangdiantong" });
  const wangdiantong = await gatherWangdiantong(scheme, kingdee.orders, {
    ...{ env, redis, signal, nowMs, skus },
    isErrand: options.isErrand,
  });
  const checks = [
    ...diagnose("scheme", SCHEME_CHECKS, schemeFacts),
    ...diagnose("redis", REDIS_CHECKS, redisFacts),
    ...diagnose("kingdee", KINGDEE_CHECKS, kingdee.facts),
    ...diagnose("wangdiantong", WANGDIANTONG_CHECKS, wangdiantong),
  ];
  return { scheme: options.scheme, checks, unreached: findUnreached(checks) };
}
