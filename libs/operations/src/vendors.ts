import { CallGate } from "@billferry/call-gate";
import type { ReadDependencies } from "@billferry/bill-reader";
import { createKingdeeClient, type KingdeeClient } from "@billferry/kingdee";
import { parseSettings, type Environment, type Logger, type RedisConnection } from "@billferry/runtime";
import { loadScheme, selectFields } from "@billferry/scheme";
import {
  findAuthProblems,
  KINGDEE_SETTINGS,
  toCallGateOptions,
  toKingdeeClientSettings,
  toWangdiantongClientSettings,
  WANGDIANTONG_SETTINGS,
} from "@billferry/vendor-settings";
import { createWangdiantongClient, type WangdiantongClient } from "@billferry/wangdiantong";

/** Kingdee, as somebody who only reads sees it. */
export type KingdeeAccess = ReadDependencies;

/** Wangdiantong, through the gate that all share. */
export interface WangdiantongAccess {
  readonly client: WangdiantongClient;
  readonly gate: CallGate;
}

/** Opens the way to Kingdee; a Fault `CONFIG_INVALID` or `SCHEME_INVALID` names all that is wrong. */
export function openKingdee(env: Environment, log: Logger, scheme: { folder: string; name: string }): KingdeeAccess {
  const settings = parseSettings(KINGDEE_SETTINGS, env, findAuthProblems(env));
  const loaded = loadScheme(scheme.folder, scheme.name);
  const client: KingdeeClient = createKingdeeClient(toKingdeeClientSettings(settings));
  return { client, scheme: loaded, fields: selectFields(loaded.definition), dropped: new Set(), log };
}

/** Opens the way to Wangdiantong; a Fault `CONFIG_INVALID` names all that is wrong. */
export function openWangdiantong(env: Environment, redis: RedisConnection): WangdiantongAccess {
  const settings = parseSettings(WANGDIANTONG_SETTINGS, env);
  const gate = new CallGate(redis, toCallGateOptions(settings));
  return { gate, client: createWangdiantongClient(toWangdiantongClientSettings(settings)) };
}
