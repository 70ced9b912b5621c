import {
  addDecimals,
  compareDecimals,
  correctionNo,
  decimal,
  fitsDecimal,
  hashContent,
  isPositive,
  linesOf,
  multiplyDecimals,
  priceOf,
  quantityOf,
  TARGET_INTERFACES,
} from "@billferry/contracts";
import type { DecimalText, LoadJob, OrderDifference, TargetLine, TargetName, TargetOrder } from "@billferry/contracts";

/** What a person decided to have pushed: what is missing, or the whole order anew after the old one was cancelled. */
export type CorrectionKind = "difference" | "replacement";

export interface CorrectionRequest {
  readonly kind: CorrectionKind;
  /** The job that found the difference; its order is what Kingdee wants now. */
  readonly wanted: LoadJob;
  /** Line by line, what is there (earlier corrections added, cancelled ones left out). Not used by a replacement. */
  readonly differences: readonly OrderDifference[];
  /** Which correction of this order it is, from 1. */
  readonly n: number;
}

export type CorrectionPlan =
  | { readonly kind: "push"; readonly job: LoadJob }
  /** Chinese, for the operator: what stands in the way and what to do instead. */
  | { readonly kind: "refused"; readonly reasons: readonly string[] };

const LONGEST_REMARK = 255;
const INSTEAD = "请在旺店通取消原单后改用 --correct replacement,或人工冲回后用 --accept 结案";

/**
 * The order that makes good what is wrong, under a key of its own; pure. Law: what was there plus the correction is
 * what is wanted, SKU by SKU. What this interface cannot express (less stock to go out) is refused, never guessed at.
 */
export function planCorrection(request: CorrectionRequest): CorrectionPlan {
  const { wanted, n } = request;
  const { order, target } = wanted;
  const lines = request.kind === "replacement" ? linesOf(target, order) : missingLines(wanted, request.differences);
  if ("reasons" in lines) return { kind: "refused", reasons: lines.reasons };
  const outerNo = correctionNo(order.outer_no, n);
  const correction = request.kind === "replacement" ? order : headOf(wanted, lines);
  const pushed = { ...correction, outer_no: outerNo, remark: remarkOf(order) };
  return {
    kind: "push",
    job: {
      ...wanted,
      contentHash: hashContent(pushed),
      revision: 1,
      corrects: order.outer_no,
      order: pushed,
      notes: [`更正 ${order.outer_no}:${request.kind === "replacement" ? "整单重推" : "补推差额"}`],
    },
  };
}

/** Only what holds for a part too: no totals and no waybill of the whole. */
function headOf({ order, target }: LoadJob, lines: readonly TargetLine[]): TargetOrder {
  const { outer_no, warehouse_no, is_check, logistics_code, reason } = order;
  const { total: totalName, lineList } = TARGET_INTERFACES[target];
  const total = totalName === null ? undefined : totalOf(target, lines);
  return {
    outer_no,
    warehouse_no,
    ...(is_check === undefined ? {} : { is_check }),
    ...(logistics_code === undefined ? {} : { logistics_code }),
    ...(reason === undefined ? {} : { reason }),
    ...(totalName === null || total === undefined ? {} : { [totalName]: total }),
    [lineList]: lines,
  };
}

function totalOf(target: TargetName, lines: readonly TargetLine[]): DecimalText | undefined {
  const amounts = lines.map((line) => {
    const price = priceOf(target, line);
    return price === undefined ? undefined : multiplyDecimals(quantityOf(target, line), price);
  });
  const known = amounts.filter((amount) => amount !== undefined);
  const total = addDecimals(known);
  return known.length === lines.length && fitsDecimal(total, 19, 4) ? total : undefined;
}

function missingLines(
  { order, target }: LoadJob,
  differences: readonly OrderDifference[],
): readonly TargetLine[] | { readonly reasons: readonly string[] } {
  if (differences.length === 0) return { reasons: ["两边的仓库和数量一致,没有可补推的差额;确认后请用 --accept 结案"] };
  const reasons: string[] = [];
  const lines: TargetLine[] = [];
  for (const { specNo, wanted, present } of differences) {
    if (compareDecimals(wanted, present) < 0) {
      reasons.push(`${specNo} 应为 ${wanted},实为 ${present}:接口无法减少已出库的数量;${INSTEAD}`);
      continue;
    }
    const own = linesOf(target, order).filter((line) => line.spec_no === specNo);
    const [first] = own;
    if (first === undefined) reasons.push(`${specNo}:金蝶要求的订单中没有该货品;${INSTEAD}`);
    else if (!isPositive(present)) lines.push(...own);
    else if (own.length > 1)
      reasons.push(`${specNo} 有 ${own.length} 行(批次或货位不同),无法判断差额属于哪一行;${INSTEAD}`);
    else if (first.sn_list !== undefined) reasons.push(`${specNo} 带序列号,无法判断差额是哪些序列号;${INSTEAD}`);
    else lines.push({ ...first, [TARGET_INTERFACES[target].quantity]: subtract(wanted, present) });
  }
  return reasons.length > 0 ? { reasons } : lines;
}

function remarkOf({ outer_no: outerNo, remark }: TargetOrder): string {
  const text = [...`更正 ${outerNo}${remark === undefined ? "" : ` ${remark}`}`];
  return text.slice(0, LONGEST_REMARK).join("");
}

function subtract(a: DecimalText, b: DecimalText): DecimalText {
  return addDecimals([a, multiplyDecimals(b, decimal("-1"))]);
}
