/** What a new scheme is for; the address has it. */
export interface SchemesView {
  readonly form?: string;
  readonly target?: DraftTarget;
  readonly name?: string;
}

export const DRAFT_TARGETS = ["stockout_order_push", "stockin_order_push"] as const;
type DraftTarget = (typeof DRAFT_TARGETS)[number];

/** What a person wants a scheme for, once it is whole. */
export interface DraftWish {
  /** One that runs: the new one is for the same accounts. */
  readonly scheme: string;
  readonly form: string;
  readonly target: DraftTarget;
  readonly name: string;
}

export function toSchemesView({ form, target, name }: Readonly<Record<string, unknown>>): SchemesView {
  const known = DRAFT_TARGETS.find((each) => each === target);
  return {
    ...(typeof form === "string" && form !== "" ? { form } : {}),
    ...(known === undefined ? {} : { target: known }),
    ...(typeof name === "string" && name !== "" ? { name } : {}),
  };
}

/** Forms of Kingdee that move stock, to choose from; any other can be written. */
export const KNOWN_FORMS: readonly (readonly [id: string, zh: string, en: string])[] = [
  ["STK_InStock", "采购入库单", "purchase receipt"],
  ["PUR_MRB", "采购退料单", "purchase return"],
  ["SAL_OUTSTOCK", "销售出库单", "sales outbound"],
  ["SAL_RETURNSTOCK", "销售退货单", "sales return"],
  ["STK_MISCELLANEOUS", "其他入库单", "other stock-in"],
  ["STK_MisDelivery", "其他出库单", "other stock-out"],
  ["STK_StockCountGain", "盘盈单", "count gain"],
  ["STK_StockCountLoss", "盘亏单", "count loss"],
  ["PRD_INSTOCK", "生产入库单", "production receipt"],
  ["PRD_PickMtrl", "生产领料单", "production picking"],
];

interface Draft {
  readonly missing: readonly unknown[];
  readonly isTaken: boolean;
  readonly findings: readonly { readonly severity: string }[];
}

/** Whether it can be tried, and then saved. */
export function canBeTried({ missing, isTaken, findings }: Draft): boolean {
  return missing.length === 0 && !isTaken && findings.every(({ severity }) => severity !== "error");
}
