import { QUEUE_NAMES, type WorkTold } from "@billferry/contracts";
import { Ledger, ledgerPrefix, type AccountMatch } from "@billferry/ledger";
import { scanKeys, type RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import { accountChanged, MAIN_ACCOUNT, type AccountIdentity, type Environment, type Side } from "@billferry/settings";
import type { Scheme } from "@billferry/scheme";
import { kingdeeIdentity, readKingdeeAccount } from "@billferry/kingdee";
import { readWangdiantongAccount, wangdiantongIdentity } from "@billferry/wangdiantong";

import { rebuildState, type RebuildOutcome } from "./repair-state.ts";
import { withQueues } from "./with-queues.ts";

/** Longer than a dead worker's lock on its job. */
const LOCK_MS = 4_000;

/** One end of a scheme: which account is set now, and whose its ledger is. */
export interface AccountReport {
  readonly side: Side;
  readonly configured: string;
  readonly standing: AccountMatch;
}

export type SwitchOutcome =
  | { readonly kind: "same" }
  /** The ledger went over to the new account, with all that it knows. */
  | { readonly kind: "kept" }
  /** Services still work on the ledger; nothing was changed. */
  | { readonly kind: "running"; readonly workers: number }
  | RebuildOutcome;

/** The accounts of a scheme, known and configured; a Fault `CONFIG_INVALID` where they are not set. */
export async function compareAccounts(
  redis: RedisConnection,
  env: Environment,
  scheme: Scheme,
): Promise<readonly AccountReport[]> {
  const judged = await judgeAccounts(redis, env, scheme);
  return judged.map(({ account: { side, id }, standing }) => ({ side, configured: id, standing }));
}

/**
 * Throws a Fault `ACCOUNT_CHANGED` where a scheme's ledger is of another account than these settings: what a command
 * finds there would be compared with a stranger's documents, and what it sends would go to a stranger.
 */
export async function checkAccounts(redis: RedisConnection, env: Environment, scheme: Scheme): Promise<void> {
  for (const { account, standing } of await judgeAccounts(redis, env, scheme))
    if (standing.kind === "other")
      throw accountChanged(account, { scheme: scheme.definition.name, known: standing.known });
}

async function judgeAccounts(
  redis: RedisConnection,
  env: Environment,
  { definition: { name, accounts } }: Scheme,
): Promise<readonly { readonly account: AccountIdentity; readonly standing: AccountMatch }[]> {
  const ledger = new Ledger(redis, name);
  return Promise.all(
    identitiesOf(env, accounts).map(async (account) => ({
      account,
      standing: await ledger.accounts.judge(account.side, account),
    })),
  );
}

/**
 * Gives a scheme's ledger to the accounts that are set now. What is known of the former account is forgotten and
 * rebuilt from both ends, its jobs too, unless it is to be kept: the same bills under a new id. Refused while services
 * run.
 */
export async function switchAccounts(
  redis: RedisConnection,
  log: Logger,
  options: {
    readonly env: Environment;
    readonly scheme: Scheme;
    readonly isKept: boolean;
    readonly onProgress?: (told: WorkTold) => void;
  },
): Promise<SwitchOutcome> {
  const { env, scheme, isKept, onProgress } = options;
  const { name } = scheme.definition;
  const reports = await compareAccounts(redis, env, scheme);
  if (reports.every(({ standing }) => standing.kind !== "other")) return { kind: "same" };
  const workers = await countWorkers(redis, log, name);
  if (workers > 0) return { kind: "running", workers };
  if (!isKept) {
    // Nobody works any more: of a worker that has just died the locks end by then.
    const outcome = await rebuildState(redis, log, { scheme: name, quietLimitMs: LOCK_MS, onProgress });
    if (outcome.kind === "busy") return outcome;
    await bindAll(redis, env, scheme);
    return outcome;
  }
  await bindAll(redis, env, scheme);
  return { kind: "kept" };
}

async function bindAll(redis: RedisConnection, env: Environment, scheme: Scheme): Promise<void> {
  const ledger = new Ledger(redis, scheme.definition.name);
  await ledger.keeping.open();
  for (const { side, id } of identitiesOf(env, scheme.definition.accounts)) await ledger.accounts.rebind(side, id);
}

function identitiesOf(
  env: Environment,
  { kingdee, wangdiantong }: Scheme["definition"]["accounts"],
): readonly AccountIdentity[] {
  return [
    kingdeeIdentity(readKingdeeAccount(env, kingdee)),
    wangdiantongIdentity(readWangdiantongAccount(env, wangdiantong)),
  ];
}

/** The schemes that have a ledger in this Redis. */
export async function listLedgers(redis: RedisConnection): Promise<readonly string[]> {
  const [head = "", tail = ""] = `${ledgerPrefix("*")}:progress`.split("*");
  const schemes = new Set<string>();
  for await (const keys of scanKeys(redis, `${head}*${tail}`))
    for (const key of keys) schemes.add(key.slice(head.length, -tail.length));
  return [...schemes];
}

/** Whether a ledger is bound to the main accounts of these settings, at one end at least, and to no others. */
export async function isLedgerOf(redis: RedisConnection, env: Environment, scheme: string): Promise<boolean> {
  const ledger = new Ledger(redis, scheme);
  const accounts = identitiesOf(env, { kingdee: MAIN_ACCOUNT, wangdiantong: MAIN_ACCOUNT });
  const standings = await Promise.all(accounts.map(async (account) => ledger.accounts.judge(account.side, account)));
  return standings.every(({ kind }) => kind !== "other") && standings.some(({ kind }) => kind !== "free");
}

/** Workers of a scheme; a server that forbids CLIENT LIST shows none. */
export async function countWorkers(redis: RedisConnection, log: Logger, scheme: string): Promise<number> {
  return withQueues({ scheme, stages: QUEUE_NAMES }, { redis, log }, async (queues) => {
    const workers = await Promise.all(queues.map(async (queue) => queue.getWorkers()));
    return workers.flat().filter((each) => each["addr"] !== undefined).length;
  });
}
