import { describeFault, Fault } from "@billferry/contracts";
import { Ledger, type BillRecord } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";

import { spellingsOf } from "./core/number-spellings.ts";

/** What became of a bill that a person holds back or lets go. */
export type HoldOutcome =
  | {
      readonly kind: "held";
      readonly billNo: string;
      /** Outer numbers that are being pushed at this moment: these may still arrive. */
      readonly pushing: readonly string[];
    }
  | { readonly kind: "released"; readonly billNo: string }
  /** It was held back before, by whom and why. */
  | { readonly kind: "unchanged"; readonly billNo: string; readonly hold: NonNullable<BillRecord["hold"]> | null }
  /** Not held back: there is nothing to let go. */
  | { readonly kind: "not-held"; readonly billNo: string }
  /** All of it is delivered, or it asks for nothing. */
  | { readonly kind: "nothing-left"; readonly billNo: string }
  | { readonly kind: "unknown" };

interface HoldRequest {
  readonly scheme: string;
  /** As a person knows it, in whatever case and width. */
  readonly number: string;
  readonly by: string;
  readonly note: string;
}

/**
 * Holds a bill back: nothing of it is pushed until somebody releases it, over restarts, new content and retries. It
 * waits for a person from then on, with the name and the reason of whoever holds it.
 */
export async function holdBill(redis: RedisConnection, request: HoldRequest): Promise<readonly HoldOutcome[]> {
  const { by, note } = request;
  return onEach(redis, request, async (ledger, { billId, billNo }) => {
    const [kind, ...pushing] = await ledger.holds.hold(billId, { by, note, text: toText({ by, note }) });
    if (kind === "held") return { kind, billNo, pushing };
    if (kind !== "unchanged") return kind === "unknown" ? { kind } : { kind, billNo };
    return { kind, billNo, hold: (await ledger.bills.find(billId))?.hold ?? null };
  });
}

/** Lets a bill go that was held back: it is made anew with the scheme and tables of now, and pushed. */
export async function releaseBill(redis: RedisConnection, request: HoldRequest): Promise<readonly HoldOutcome[]> {
  return onEach(redis, request, async (ledger, { billId, billNo }) => {
    const kind = await ledger.holds.release(billId, request);
    return kind === "unknown" ? { kind } : { kind, billNo };
  });
}

/** Each bill with this number; one outcome where there is none. */
async function onEach(
  redis: RedisConnection,
  { scheme, number }: HoldRequest,
  act: (ledger: Ledger, bill: BillRecord) => Promise<HoldOutcome>,
): Promise<readonly HoldOutcome[]> {
  const ledger = new Ledger(redis, scheme);
  for (const spelling of spellingsOf(number)) {
    const bills = await ledger.bills.findByNumber(spelling);
    if (bills.length > 0) return Promise.all(bills.map(async (bill) => act(ledger, bill)));
  }
  return [{ kind: "unknown" }];
}

/** The line of its cases. */
function toText({ by, note }: Pick<HoldRequest, "by" | "note">): string {
  return describeFault(new Fault("BILL_ON_HOLD", `${by}:${note}`));
}
