import { Fault, hashContent } from "@billferry/contracts";

import type { KingdeeAccountSettings } from "./kingdee-settings.ts";
import type { WangdiantongAccountSettings } from "./wangdiantong-settings.ts";

/**
 * An account as its vendor calls it. Its address is none of it: a server that moves behind another name, or a sandbox
 * on another port, is the same account still.
 */
export interface AccountIdentity {
  /** Kingdee's data centre id, Wangdiantong's sid. No secret. */
  readonly id: string;
  /** Whether an earlier version, which took the address for a part of it, meant this account by its mark. */
  readonly isFormer: (mark: string) => boolean;
}

export type Side = "kingdee" | "wangdiantong";

const WORDS = {
  kingdee: { account: "金蝶账套", setting: "KINGDEE_ACCOUNT" },
  wangdiantong: { account: "旺店通账号", setting: "WDT_SID" },
} as const;

export function kingdeeIdentity({
  KINGDEE_URL: url,
  KINGDEE_ACCOUNT: id,
}: Pick<KingdeeAccountSettings, "KINGDEE_URL" | "KINGDEE_ACCOUNT">): AccountIdentity {
  return { id, isFormer: (mark) => isMarkOf({ url, id }, mark) };
}

export function wangdiantongIdentity({
  WDT_URL: url,
  WDT_SID: id,
}: Pick<WangdiantongAccountSettings, "WDT_URL" | "WDT_SID">): AccountIdentity {
  return { id, isFormer: (mark) => isMarkOf({ url, id }, mark) };
}

/** What is said where a ledger belongs to another account; `known` is null where only an old mark tells of it. */
export function accountChanged(
  side: Side,
  {
    scheme,
    known,
    configured,
  }: { readonly scheme: string; readonly known: string | null; readonly configured: string },
): Fault {
  const { account, setting } = WORDS[side];
  const whose = known === null ? `另一个${account}(由旧版本记录,名称未留下)` : `${account} ${known}`;
  return new Fault("ACCOUNT_CHANGED", `方案 ${scheme} 的台账属于${whose},现在的 ${setting} 是 ${configured}`, {
    details: { scheme, side, known: known ?? undefined, configured },
  });
}

interface Place {
  readonly url: string;
  readonly id: string;
}

const LOCAL_ADDRESS = /^(https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])):\d+(?=\/|$)/;
const PORTS = 65_535;

/** On this machine a sandbox took another port with each start, so there any port is tried: a second, and once. */
function isMarkOf({ url, id }: Place, mark: string): boolean {
  if (formerMark({ url, id }) === mark) return true;
  const local = LOCAL_ADDRESS.exec(url);
  if (local === null) return false;
  const [whole, host = ""] = local;
  const path = url.slice(whole.length);
  for (let port = 1; port <= PORTS; port += 1)
    if (formerMark({ url: `${host}:${port}${path}`, id }) === mark) return true;
  return false;
}

function formerMark({ url, id }: Place): string {
  return hashContent([url, id]).slice(0, 16);
}
