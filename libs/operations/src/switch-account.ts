import { QUEUE_NAMES } from "@billferry/contracts";
import { Ledger, ledgerPrefix, type AccountStanding } from "@billferry/ledger";
import { scanKeys, type RedisConnection } from "@billferry/redis";
import { openQueue, type Environment, type Logger } from "@billferry/runtime";
import type { Scheme } from "@billferry/scheme";
import {
  accountChanged,
  kingdeeIdentity,
  MAIN_ACCOUNT,
  readKingdeeAccount,
  readWangdiantongAccount,
  wangdiantongIdentity,
  type AccountIdentity,
  type Side,
} from "@billferry/vendor-settings";

import { rebuildState, type RebuildOutcome } from "./repair-state.ts";

/** Above the life of a dead worker's lock on its job. */
const LOCK_MS = 4_000;

/** One end of a scheme: whose its ledger is, and which account is set now. */
export interface AccountReport {
  readonly side: Side;
  readonly configured: string;
  readonly standing: AccountStanding;
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
  const ledger = new Ledger(redis, scheme.definition.name);
  return Promise.all(
    identitiesOf(env, scheme).map(async ([side, account]) => ({
      side,
      configured: account.id,
      standing: await ledger.accounts.judge(side, account),
    })),
  );
}

/**
 * Throws a Fault `ACCOUNT_CHANGED` where a scheme's ledger is of another account than these settings: what a command
 * finds there would be compared with a stranger's documents, and what it sends would go to a stranger.
 */
export async function checkAccounts(redis: RedisConnection, env: Environment, scheme: Scheme): Promise<void> {
  for (const { side, configured, standing } of await compareAccounts(redis, env, scheme))
    if (standing.kind === "other")
      throw accountChanged(side, { scheme: scheme.definition.name, known: standing.known, configured });
}

/**
 * Gives a scheme's ledger to the accounts that are set now. What is known of the former account is forgotten and
 * rebuilt from both ends, its jobs too, unless it is to be kept: the same bills under a new id. Refused while services
 * run.
 */
export async function switchAccounts(
  redis: RedisConnection,
  log: Logger,
  options: { readonly env: Environment; readonly scheme: Scheme; readonly isKept: boolean },
): Promise<SwitchOutcome> {
  const { env, scheme, isKept } = options;
  const { name } = scheme.definition;
  const reports = await compareAccounts(redis, env, scheme);
  if (reports.every(({ standing }) => standing.kind !== "other")) return { kind: "same" };
  const workers = await countWorkers(redis, log, name);
  if (workers > 0) return { kind: "running", workers };
  if (!isKept) {
    // Nobody works any more, so a job that counts as active is one whose worker died; its lock is gone by then.
    const outcome = await rebuildState(redis, log, { scheme: name, quietLimitMs: LOCK_MS, areDeadJobsRemoved: true });
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
  for (const [side, { id }] of identitiesOf(env, scheme)) await ledger.accounts.rebind(side, id);
}

type Identities = readonly (readonly [Side, AccountIdentity])[];

function identitiesOf(env: Environment, { definition: { accounts } }: Scheme): Identities {
  return [
    ["kingdee", kingdeeIdentity(readKingdeeAccount(env, accounts.kingdee))],
    ["wangdiantong", wangdiantongIdentity(readWangdiantongAccount(env, accounts.wangdiantong))],
  ];
}

function mainIdentities(env: Environment): Identities {
  return [
    ["kingdee", kingdeeIdentity(readKingdeeAccount(env, MAIN_ACCOUNT))],
    ["wangdiantong", wangdiantongIdentity(readWangdiantongAccount(env, MAIN_ACCOUNT))],
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
  const standings = await Promise.all(
    mainIdentities(env).map(async ([side, account]) => ledger.accounts.judge(side, account)),
  );
  return standings.every(({ kind }) => kind !== "other") && standings.some(({ kind }) => kind !== "free");
}

/** Workers of a scheme; a server that forbids CLIENT LIST shows none. */
export async function countWorkers(redis: RedisConnection, log: Logger, scheme: string): Promise<number> {
  let workers = 0;
  for (const stage of QUEUE_NAMES) {
    const queue = openQueue({ stage, scheme }, redis, log);
    workers += (await queue.getWorkers()).filter((each) => each["addr"] !== undefined).length;
    await queue.close();
  }
  return workers;
}
