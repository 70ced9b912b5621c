import type { DecimalText } from "@billferry/contracts";

/** A bill as the sandbox's Kingdee holds it. Times named `…LocalMs` are wall-clock readings of the server (milliseconds
 *  as if that wall were UTC): Kingdee stores no zone, so a later change of the server's zone does not move them. */
export interface Bill {
  readonly formId: string;
  /** Unique within its form only. */
  readonly id: number;
  readonly billNo: string;
  readonly status: BillStatus;
  readonly isVoid: boolean;
  readonly dateLocalMs: number;
  readonly createdLocalMs: number;
  readonly modifiedLocalMs: number;
  readonly approvedLocalMs: number | null;
  readonly customer: string;
  readonly carrier: string | null;
  readonly carriageNo: string;
  readonly shop: string;
  readonly channel: string;
  readonly thirdBillNo: string;
  readonly note: string;
  readonly receiver: Receiver;
  /** What the bills of its form alone carry. */
  readonly extras?: Readonly<Record<string, string>>;
  readonly lines: readonly BillLine[];
}

/** Z staged, A created, B in approval, C approved, D to be approved again [kingdee 4.4]. */
export type BillStatus = "Z" | "A" | "B" | "C" | "D";

export interface Receiver {
  readonly name: string;
  readonly mobile: string;
  readonly phone: string;
  readonly state: string;
  readonly city: string;
  readonly district: string;
  readonly address: string;
  readonly nick: string;
}

export type RowType = "Standard" | "Parent" | "Son";

export interface BillLine {
  readonly entryId: number;
  readonly seq: number;
  readonly rowType: RowType;
  readonly sku: string;
  readonly stock: string;
  readonly lot: string | null;
  /** The code of the auxiliary property (colour, size). Journals from before there was one have none. */
  readonly auxiliary?: string | null;
  readonly mustQuantity: DecimalText;
  readonly quantity: DecimalText;
  readonly price: DecimalText;
  readonly taxPrice: DecimalText;
  readonly taxRate: DecimalText;
  readonly taxAmount: DecimalText;
  readonly amount: DecimalText;
  readonly allAmount: DecimalText;
  readonly isFree: boolean;
  readonly produceLocalMs: number | null;
  readonly expiryLocalMs: number | null;
  readonly note: string;
}
