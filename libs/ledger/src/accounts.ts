import { Facet } from "./store.ts";

export type AccountSide = "kingdee" | "wangdiantong";

/** Who asks for a ledger: the account's own name, and how to tell an earlier version's mark of it. */
export interface AskingAccount {
  readonly id: string;
  readonly isFormer: (mark: string) => boolean;
}

/** `known` is null where only an earlier version's mark is there, which names nobody. */
export type AccountBinding = { readonly isOurs: true } | { readonly isOurs: false; readonly known: string | null };

export type AccountMatch =
  /** `former`: an earlier version says that it is ours. */
  { readonly kind: "ours" | "former" | "free" } | { readonly kind: "other"; readonly known: string | null };

/** Whose the ledger is, at each vendor. */
export class LedgerAccounts extends Facet {
  /** Binds the ledger to an account; an earlier version's mark of the same one is taken over, and stays. */
  async bind(side: AccountSide, account: AskingAccount): Promise<AccountBinding> {
    const match = await this.judge(side, account);
    if (match.kind === "other") return { isOurs: false, known: match.known };
    if (match.kind === "ours") return { isOurs: true };
    // Of two that come at the same time, the first one wins.
    await this.store.redis.hsetnx(this.store.key("progress"), `account-${side}-id`, account.id);
    const known = (await this.store.redis.hget(this.store.key("progress"), `account-${side}-id`)) ?? account.id;
    return known === account.id ? { isOurs: true } : { isOurs: false, known };
  }

  /** Whose the ledger is, seen from an account; nothing is written. */
  async judge(side: AccountSide, account: AskingAccount): Promise<AccountMatch> {
    const fields = [`account-${side}-id`, `account-${side}`] as const;
    const [known, mark] = await this.store.redis.hmget(this.store.key("progress"), ...fields);
    if (known !== null && known !== undefined)
      return known === account.id ? { kind: "ours" } : { kind: "other", known };
    if (mark === null || mark === undefined) return { kind: "free" };
    return account.isFormer(mark) ? { kind: "former" } : { kind: "other", known: null };
  }

  /** The ledger goes over to another account, and keeps all that it knows. */
  async rebind(side: AccountSide, id: string): Promise<void> {
    await this.store.redis.hset(this.store.key("progress"), `account-${side}-id`, id);
    await this.store.redis.hdel(this.store.key("progress"), `account-${side}`);
  }

  /** The account that the ledger is bound to; undefined where it is to none yet. */
  async bound(side: AccountSide): Promise<string | undefined> {
    return (await this.store.redis.hget(this.store.key("progress"), `account-${side}-id`)) ?? undefined;
  }
}
