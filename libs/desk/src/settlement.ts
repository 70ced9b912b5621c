import type { LoadJob } from "@billferry/contracts";
import type { Ledger } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import type { WangdiantongAccess } from "@billferry/vendor-access";

import type { CorrectionKind } from "./core/correction.ts";

/** A person's decision on one case. */
export type Decision =
  | { readonly kind: "accept" }
  /** For a bill whose key another bill has: keys of its own. */
  | { readonly kind: "own-key" }
  | { readonly kind: CorrectionKind; readonly isOldCancelled: boolean; readonly isDryRun: boolean };

export type CorrectionDecision = Exclude<Decision, { readonly kind: "accept" | "own-key" }>;

export interface SettleRequest {
  readonly caseId: string;
  readonly decision: Decision;
  readonly by: string;
  readonly note: string;
  /** The `version` of the case as the person saw it; left out: as it is now. */
  readonly seen?: string | undefined;
  /** Left out: no look-up is possible. */
  readonly wangdiantong?: WangdiantongAccess | undefined;
  readonly signal: AbortSignal;
}

export type SettleOutcome =
  | { readonly kind: "accepted" }
  /** The bill is made anew with keys of its own; the case closes with that. */
  | { readonly kind: "own-key" }
  /** With a dry run: what would be pushed. */
  | { readonly kind: "corrected" | "planned"; readonly job: LoadJob }
  /** The case is not there any more, or has changed since; `settled` where it is known who settled it last. */
  | { readonly kind: "not-a-case"; readonly settled?: SettledBy }
  /** Not what the person saw: nothing was done. */
  | { readonly kind: "changed" }
  | { readonly kind: "refused"; readonly reasons: readonly string[] }
  /** Somebody else is settling it at this moment. */
  | { readonly kind: "busy" };

interface SettledBy {
  readonly by: string;
  readonly note: string;
  readonly atMs: number;
}

/** What a case is settled with: the facets of one scheme's ledger, and its queues. */
export interface SettleContext {
  readonly redis: RedisConnection;
  readonly log: Logger;
  readonly scheme: string;
  readonly ledger: Pick<Ledger, "anew" | "bills" | "cases" | "orders">;
}
