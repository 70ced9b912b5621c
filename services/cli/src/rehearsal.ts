import { once } from "node:events";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import type { WorkTold } from "@billferry/contracts";
import { listCases, listGaps, readStatus, type GapItem } from "@billferry/desk";
import { concludeRehearsal, feedRehearsal, type BothEnds, type Rehearsal } from "@billferry/reconcile";
import { connectRedis, type RedisConnection } from "@billferry/redis";
import { createLogger, type Logger } from "@billferry/runtime";
import { sandboxCredentials } from "@billferry/sandbox";
import { findSiblings, loadScheme, type Scheme } from "@billferry/scheme";
import { accountSettingName, MAIN_ACCOUNT, type Environment } from "@billferry/settings";
import {
  dataDir,
  interrupted,
  rehearsalEnvironment,
  startStack,
  withoutAccounts,
  type Stack,
} from "@billferry/supervisor";
import { openKingdee, openWangdiantong } from "@billferry/vendor-access";
import got from "got";

import { addStatuses, toProgress, type SyncProgress } from "./core/sync-progress.ts";
import type { TakenOrder } from "./core/used-codes.ts";
import type { ProgressDisplay } from "./progress-display.ts";
import { describeSpan, readSpan, type Span } from "./read-span.ts";
import { say } from "./say.ts";
import { schemePlace } from "./schemes.ts";

export interface RehearsalOptions {
  /** The caller's, with his Kingdee account. */
  readonly env: Environment;
  readonly schemes: readonly string[];
  readonly asked: { readonly from: string; readonly to: string | undefined };
  /** The codes that the stand-in knows; null: any. */
  readonly knownSkus: readonly string[] | null;
  readonly callsPerMinute: number;
  /** Board, Redis and services stay up until the signal. */
  readonly isStaying: boolean;
  readonly signal: AbortSignal;
  readonly display: ProgressDisplay;
}

export interface RehearsedScheme extends Rehearsal {
  readonly from: string;
  readonly to: string;
  readonly gaps: readonly GapItem[];
}

export interface RehearsalResult {
  readonly schemes: ReadonlyMap<string, RehearsedScheme>;
  readonly orders: readonly TakenOrder[];
}

const POLL_MS = 300;
const MOST_CASES = 100_000;

/**
 * Reads a stretch of the caller's Kingdee and lets the real services turn and push it, with a Redis of its own and a
 * stand-in for Wangdiantong; everything is gone afterwards. Kingdee is signed in to before anything is started.
 */
export async function runRehearsal(
  options: RehearsalOptions,
  onResult: (result: RehearsalResult) => Promise<void>,
): Promise<void> {
  const { env, signal, display } = options;
  const log = createLogger({ name: "billferry", level: "silent", version: "0.1.0" });
  const sources = await openSources(options, log);
  const folder = join(dataDir(process.env), `rehearsal-${process.pid}`);
  let stack: Stack | undefined;
  let redis: RedisConnection | undefined;
  try {
    await mkdir(folder, { recursive: true });
    stack = await startStack({
      env: { ...withoutAccounts(env), SCHEMES: options.schemes.join(",") },
      folder,
      isPersistent: false,
      sandbox: planSandbox(options, sources),
      services: ["transformer", "loader"],
      boardPort: options.isStaying ? 0 : undefined,
      signal,
      onNotice: display.note,
    });
    redis = connectRedis(stack.redisUrl, log);
    const running = play(options, { sources, stack, redis, log });
    const result = await Promise.race([running, stack.failed, interrupted(signal)]);
    display.close();
    await onResult(result);
    if (options.isStaying) {
      display.note(say({ zh: `看板:${stack.boardUrl ?? ""}`, en: `Console: ${stack.boardUrl ?? ""}` }));
      display.note(
        say({
          zh: `查看异常:REDIS_URL=${stack.redisUrl} npx billferry cases;按 Ctrl+C 结束演练`,
          en: `See the cases: REDIS_URL=${stack.redisUrl} npx billferry cases; Ctrl+C ends the rehearsal`,
        }),
      );
      await Promise.race([once(signal, "abort"), stack.failed]);
    }
  } finally {
    display.close();
    redis?.disconnect();
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Source {
  readonly scheme: Scheme;
  readonly kingdee: BothEnds["kingdee"];
  readonly span: Span;
}

async function openSources({ env, schemes, asked, signal }: RehearsalOptions, log: Logger): Promise<readonly Source[]> {
  const sources: Source[] = [];
  for (const name of schemes) {
    const scheme = loadScheme(schemePlace(env), name);
    const kingdee = openKingdee(env, log, scheme);
    const { client } = kingdee;
    await client.signIn(signal);
    const span = readSpan(asked, { zone: client.zone(), nowMs: client.serverNow().epochMs });
    sources.push({ scheme, kingdee, span });
  }
  return sources;
}

function planSandbox({ callsPerMinute }: RehearsalOptions, sources: readonly Source[]) {
  const accounts = new Set([MAIN_ACCOUNT, ...sources.map(({ scheme }) => scheme.definition.accounts.wangdiantong)]);
  return {
    settings: { SANDBOX_BILLS: "0", SANDBOX_WDT_ACCEPT_ALL: "1", SANDBOX_ACCOUNTS: [...accounts].join(",") },
    callsPerMinute,
    tell: (env: Environment, redisUrl: string, { url }: { readonly url: string }): Environment =>
      rehearsalEnvironment(
        env,
        redisUrl,
        Object.assign({}, ...[...accounts].map((account) => wangdiantongOf(url, account, callsPerMinute))),
      ),
  };
}

function wangdiantongOf(sandboxUrl: string, account: string, callsPerMinute: number): Environment {
  const { sid, appkey, appsecret } = sandboxCredentials(account).wangdiantong;
  const settings = {
    WDT_URL: `${accountUrl(sandboxUrl, account)}/openapi2/`,
    WDT_SID: sid,
    WDT_APPKEY: appkey,
    WDT_APPSECRET: appsecret,
    WDT_CALLS_PER_MINUTE: String(callsPerMinute),
  };
  const named = Object.entries(settings).map(([name, value]) => [accountSettingName(name, account), value]);
  return Object.fromEntries(named);
}

function accountUrl(sandboxUrl: string, account: string): string {
  return account === MAIN_ACCOUNT ? sandboxUrl : `${sandboxUrl}/${account}`;
}

interface Parts {
  readonly sources: readonly Source[];
  readonly stack: Stack;
  readonly redis: RedisConnection;
  readonly log: Logger;
}

async function play(options: RehearsalOptions, { sources, stack, redis, log }: Parts): Promise<RehearsalResult> {
  const { display, signal, knownSkus } = options;
  const showLine = (told: WorkTold): void => display.show(ofWork(told));
  const accounts = [...new Set(sources.map(({ scheme }) => scheme.definition.accounts.wangdiantong))];
  const controls = accounts.map((account) => `${accountUrl(stack.sandboxUrl ?? "", account)}/control`);
  if (knownSkus !== null)
    for (const control of controls) await got.post(`${control}/settings`, { json: { wangdiantong: { knownSkus } } });
  for (const { kingdee, span } of sources)
    await feedRehearsal({ redis, kingdee, log }, { span, signal, onProgress: showLine });
  await awaitEnd({ sources, redis, log }, display, signal);
  const all = sources.map(({ scheme }) => scheme);
  const schemes = new Map<string, RehearsedScheme>();
  for (const { scheme, kingdee, span } of sources) {
    const { name } = scheme.definition;
    const siblings = findSiblings(scheme, all);
    const ends = { redis, kingdee, wangdiantong: openWangdiantong(stack.env, redis, scheme), siblings };
    const cases = await listCases(redis, name, { limit: MOST_CASES });
    const rehearsal = await concludeRehearsal(ends, { cases, span, signal, onProgress: showLine });
    const gaps = await listGaps(redis, name);
    schemes.set(name, { ...describeSpan(span, kingdee.client.zone()), ...rehearsal, gaps });
  }
  const orders = await Promise.all(controls.map(async (control) => got(`${control}/orders`).json<TakenOrder[]>()));
  return { schemes, orders: orders.flat() };
}

/** In hundredths, where it is known how much there is. */
function ofWork({ share, step, ...told }: WorkTold): SyncProgress {
  const known = share === undefined ? { done: 0, total: 0 } : { done: Math.floor(share * 100), total: 100 };
  return { bills: 0, ...known, text: say(told), step: step ?? "" };
}

async function awaitEnd(
  { sources, redis, log }: Omit<Parts, "stack">,
  display: ProgressDisplay,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const asked = sources.map(async ({ scheme }) => readStatus(redis, scheme.definition.name, log));
    const statuses = await Promise.all(asked);
    // No extractor runs in a rehearsal, so that reason does not count.
    display.show(toProgress({ ...addStatuses(statuses), reasons: [] }, undefined, say));
    if (statuses.every(({ nothingLeft }) => nothingLeft)) return;
    await wait(POLL_MS, undefined, { signal });
  }
}
