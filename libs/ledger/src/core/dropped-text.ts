import { FAULT_CODES } from "@billferry/contracts";

/**
 * What the operator reads of a delivered order that its bill no longer asks for, though the bill lives: the ledger
 * finds it out itself and notes the bare code. `billNo` is the bill's number now, `earlierNumbers` are those it had
 * before.
 */
export function describeDropped(
  outerNo: string,
  { billNo, earlierNumbers }: { readonly billNo: string; readonly earlierNumbers: readonly string[] },
): string {
  const code = "BILL_CHANGED_AFTER_DELIVERY";
  const before = earlierNumbers.find((number) => number !== billNo && outerNo.startsWith(number));
  const why =
    before === undefined
      ? `${outerNo} 已送达,单据 ${billNo} 变更后不再要求它`
      : `${outerNo} 已送达,而单据编号已由 ${before} 改为 ${billNo}(或内码已由另一张单据使用),不再要求它`;
  const remedy = `在旺店通中取消或冲回 ${outerNo},再用 billferry settle order:${outerNo} --accept --note "…" 结案`;
  return `[${code}] ${FAULT_CODES[code].meaning}:${why} → ${remedy}`;
}
