import type { HandOverDependencies, ReadDependencies } from "@billferry/bill-reader";
import type { Ledger } from "@billferry/ledger";
import { type AccountIdentity, accountChanged } from "@billferry/settings";

import type { WindowRules } from "./core/window.ts";

/** What readings and sweeps stand on. */
export interface ReadingDependencies extends ReadDependencies, HandOverDependencies {
  readonly ledger: Pick<
    Ledger,
    "accounts" | "anew" | "bills" | "inventory" | "keeping" | "openItems" | "orders" | "progress"
  >;
  readonly rules: WindowRules;
  /** The Kingdee account, so that no ledger ever mixes two. */
  readonly account: AccountIdentity;
  /** Makes sure that Kingdee's own clock is known before a window is cut by it. */
  learnClock(signal: AbortSignal): Promise<void>;
  /** Redis' clock, by which the ledger says how long a scheme rests. */
  redisNowMs(): Promise<number>;
}

/** Claims and binds a wiped ledger again before anything is enqueued; how long the scheme rests still, 0 if not. */
export async function openLedger({
  ledger,
  scheme,
  account,
  redisNowMs,
}: Pick<ReadingDependencies, "ledger" | "scheme" | "account" | "redisNowMs">): Promise<number> {
  await ledger.keeping.open();
  const binding = await ledger.accounts.bind("kingdee", account);
  if (!binding.isOurs) throw accountChanged(account, { scheme: scheme.definition.name, known: binding.known });
  const { stoppedUntilMs } = await ledger.progress.position();
  return stoppedUntilMs === null ? 0 : Math.max(0, stoppedUntilMs - (await redisNowMs()));
}
