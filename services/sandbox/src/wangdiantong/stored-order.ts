import type { DecimalText } from "@billferry/contracts";

/** What the ledger of the stand-in keeps: orders as accepted, attempts and calls as seen. */
export interface StoredLine {
  readonly spec_no: string;
  readonly num: DecimalText;
  readonly price?: DecimalText;
  readonly position_no?: string;
  readonly batch_no?: string;
  readonly remark?: string;
  readonly sn_list?: string;
}

/** What a push asked for, checked; numbers as the exact decimals that came. */
export interface OrderContent {
  readonly outer_no: string;
  readonly warehouse_no: string;
  readonly is_check: 0 | 1;
  readonly logistics_code?: string;
  readonly logistics_no?: string;
  readonly goods_total_amount?: DecimalText;
  readonly goods_total_cost?: DecimalText;
  readonly post_cost?: DecimalText;
  readonly remark?: string;
  readonly reason?: string;
  readonly detail_list: readonly StoredLine[];
}

/** One accepted order: an effect. */
export interface StoredOrder {
  readonly stockoutId: number;
  readonly stockoutNo: string;
  readonly status: number;
  readonly acceptedAtMs: number;
  readonly content: OrderContent;
}

/** One push that reached the account and got past rate and sign. */
export interface Attempt {
  readonly outerNo: string;
  readonly atMs: number;
  readonly code: number;
  readonly message: string;
}

export interface Call {
  readonly service: string;
  readonly atMs: number;
  readonly isRefusedForRate: boolean;
}
