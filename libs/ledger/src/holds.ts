import type { HoldVerdict } from "./commands.ts";
import { Facet } from "./store.ts";

/** Bills that a person holds back. */
export class LedgerHolds extends Facet {
  /** Nobody pushes what of it is not delivered until it is released; with the orders that are being pushed now. */
  async hold(
    billId: string,
    { by, note, text }: { readonly by: string; readonly note: string; readonly text: string },
  ): Promise<readonly [HoldVerdict, ...string[]]> {
    return this.store.commands.holdBill(billId, by, note, text);
  }

  /** It is made anew, before all others. */
  async release(
    billId: string,
    { by, note }: { readonly by: string; readonly note: string },
  ): Promise<"unknown" | "not-held" | "released"> {
    return this.store.commands.releaseBill(billId, by, note);
  }
}
