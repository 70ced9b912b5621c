import { linesOf, type FaultCode, type LoadJob } from "@billferry/contracts";

/** Which parameter carries the code that Wangdiantong does not know, by how it was refused. */
const SUBJECTS: Partial<Record<FaultCode, string>> = {
  WDT_SKU_UNKNOWN: "spec_no",
  WDT_WAREHOUSE_UNKNOWN: "warehouse_no",
  WDT_CARRIER_UNKNOWN: "logistics_code",
  WDT_REASON_UNKNOWN: "reason",
  WDT_POSITION_UNKNOWN: "position_no",
  WDT_BATCH_UNKNOWN: "batch_no",
};

/**
 * The code for which an order was refused: the one that the vendor's words quote, or the order's only one. Undefined where
 * the refusal is not about a code, or nobody can tell about which.
 */
export function findMissingCode(
  { order, target }: Pick<LoadJob, "order" | "target">,
  refusal: { readonly code: FaultCode; readonly text: string },
): { readonly subject: string; readonly code: string } | undefined {
  const subject = SUBJECTS[refusal.code];
  if (subject === undefined) return undefined;
  const values = [order[subject], ...linesOf(target, order).map((line) => line[subject])];
  const codes = [...new Set(values.filter((value) => typeof value === "string"))];
  // The longest first: "A-1" is part of "A-11".
  const quoted = codes.toSorted((a, b) => b.length - a.length).find((code) => refusal.text.includes(code));
  const code = quoted ?? (codes.length === 1 ? codes[0] : undefined);
  return code === undefined ? undefined : { subject, code };
}
