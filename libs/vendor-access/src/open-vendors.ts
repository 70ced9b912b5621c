import type { ReadDependencies } from "@billferry/bill-reader";
import { CallGate } from "@billferry/call-gate";
import { isFault } from "@billferry/contracts";
import { createKingdeeClient, readKingdeeAccount, toKingdeeClientSettings } from "@billferry/kingdee";
import type { KingdeeClient } from "@billferry/kingdee";
import type { RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import { selectFields, type Scheme } from "@billferry/scheme";
import type { Environment } from "@billferry/settings";
import {
  readWangdiantongAccount,
  toCallGateOptions,
  toWangdiantongClientSettings,
  createWangdiantongClient,
  type OrderSearch,
  type WangdiantongClient,
  type WangdiantongHooks,
  type WangdiantongSettings,
} from "@billferry/wangdiantong";

/** Kingdee, as somebody who only reads sees it. */
export type KingdeeAccess = ReadDependencies;

/** Wangdiantong, through the gate that all share. */
export interface WangdiantongAccess {
  readonly client: WangdiantongClient;
  readonly gate: CallGate;
  /** Among the documents of the interface that the scheme pushes by. */
  readonly orders: OrderSearch;
}

/** Opens the way to a scheme's Kingdee; a Fault `CONFIG_INVALID` names all that is wrong. */
export function openKingdee(env: Environment, log: Logger, scheme: Scheme): KingdeeAccess {
  const settings = readKingdeeAccount(env, scheme.definition.accounts.kingdee);
  const client: KingdeeClient = createKingdeeClient(toKingdeeClientSettings(settings));
  return { client, scheme, fields: selectFields(scheme), dropped: new Set(), log };
}

/** A Kingdee account without a scheme: for whoever looks what there is. */
export function openKingdeeAccount(env: Environment, account: string): KingdeeClient {
  return createKingdeeClient(toKingdeeClientSettings(readKingdeeAccount(env, account)));
}

/** The same Kingdee as another scheme of that account sees it. */
export function forScheme(access: KingdeeAccess, scheme: Scheme): KingdeeAccess {
  return { ...access, scheme, fields: selectFields(scheme), dropped: new Set() };
}

export interface WangdiantongUse {
  readonly hooks?: WangdiantongHooks | undefined;
  /** For the console: its calls take no more than their share of the quota. */
  readonly isErrand?: boolean | undefined;
}

/** Opens the way to a scheme's Wangdiantong; a Fault `CONFIG_INVALID` names all that is wrong. */
export function openWangdiantong(
  env: Environment,
  redis: RedisConnection,
  scheme: Scheme,
  { hooks, isErrand }: WangdiantongUse = {},
): WangdiantongAccess {
  const settings = readWangdiantongAccount(env, scheme.definition.accounts.wangdiantong);
  const share = isErrand === true ? { errandsPerMinute: settings.WDT_CALLS_FOR_ERRANDS } : {};
  const gate = new CallGate(redis, { ...toCallGateOptions(settings), ...share });
  const client = createWangdiantongClient(toWangdiantongClientSettings(settings), hooks);
  return { gate, client, orders: client.orders(scheme.target.name, gate) };
}

/** The account that a scheme pushes to; undefined where it is not set, or not wholly. */
export function findWangdiantongAccount(env: Environment, scheme: Scheme): WangdiantongSettings | undefined {
  try {
    return toWangdiantongClientSettings(readWangdiantongAccount(env, scheme.definition.accounts.wangdiantong));
  } catch (error) {
    if (isFault(error) && error.code === "CONFIG_INVALID") return undefined;
    throw error;
  }
}
