import { Fault, hashContent } from "@billferry/contracts";

/**
 * An account as its vendor calls it. Its address is none of it: a server that moves behind another name, or a sandbox
 * on another port, is the same account still.
 */
export interface AccountIdentity {
  readonly side: Side;
  /** Kingdee's data centre id, Wangdiantong's sid. No secret. */
  readonly id: string;
  /** What people call such an account, and the setting that holds its id. */
  readonly title: string;
  readonly setting: string;
  /** Whether an earlier version, which took the address for a part of it, meant this account by its mark. */
  readonly isFormer: (mark: string) => boolean;
}

/** The end of a scheme that an account stands at. */
export type Side = "kingdee" | "wangdiantong";

type Place = Readonly<{ url: string; id: string }>;

export function accountIdentity(words: Omit<AccountIdentity, "id" | "isFormer">, place: Place): AccountIdentity {
  return { ...words, id: place.id, isFormer: (mark) => isMarkOf(place, mark) };
}

/** What is said where a ledger belongs to another account; `known` is null where only an old mark tells of it. */
export function accountChanged(
  { side, id, title, setting }: AccountIdentity,
  { scheme, known }: { readonly scheme: string; readonly known: string | null },
): Fault {
  const whose = known === null ? `另一个${title}(由旧版本记录,名称未留下)` : `${title} ${known}`;
  return new Fault("ACCOUNT_CHANGED", `方案 ${scheme} 的台账属于${whose},现在的 ${setting} 是 ${id}`, {
    details: { scheme, side, known: known ?? undefined, configured: id },
  });
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
