import { Fault } from "@billferry/contracts";
import type { Ledger } from "@billferry/ledger";
import { accountChanged, type AccountIdentity } from "@billferry/settings";

/** How long an answer of the ledger is believed: after a wipe the ledger is claimed again within this time. */
const FRESH_MS = 10_000;
/** As long as the remedy of `INSTALLATION_CONFLICT` says: a stopped installation's ledger is free a minute later. */
const LEASE_MS = 60_000;

/**
 * Sees to it, for each scheme whose orders come by, that its ledger is of this version, belongs to this Wangdiantong
 * account, and is worked on by this installation alone. Throws `STATE_UNREADABLE`, `INSTALLATION_CONFLICT` or
 * `ACCOUNT_CHANGED`.
 */
export function createSchemeGuard(own: {
  readonly installation: string;
  readonly holder: string;
  /** The Wangdiantong account. */
  readonly account: AccountIdentity;
}): (scheme: string, ledger: Pick<Ledger, "accounts" | "keeping">) => Promise<void> {
  const checkedAtMs = new Map<string, number>();
  return async (scheme, ledger) => {
    const nowMs = performance.now();
    if (nowMs - (checkedAtMs.get(scheme) ?? Number.NEGATIVE_INFINITY) < FRESH_MS) return;
    await ledger.keeping.open();
    const { installation, holder } = own;
    const lease = await ledger.keeping.takeLease({ installation, holder, ttlMs: LEASE_MS });
    if (!lease.isOurs) {
      const details = { scheme, installation: lease.installation, holder: lease.holder };
      throw new Fault(
        "INSTALLATION_CONFLICT",
        `方案 ${scheme} 的台账正由安装 ${lease.installation}(${lease.holder})使用`,
        { details },
      );
    }
    const binding = await ledger.accounts.bind("wangdiantong", own.account);
    if (!binding.isOurs) throw accountChanged(own.account, { scheme, known: binding.known });
    checkedAtMs.set(scheme, nowMs);
  };
}
