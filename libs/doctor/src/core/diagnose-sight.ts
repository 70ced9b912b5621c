import { green, listed, red, yellow, type CheckVerdict } from "./diagnose.ts";

export interface SeenBill {
  readonly billNo: string;
  /** Undefined where the form has no such field. */
  readonly organisation: string | undefined;
  readonly isApproved: boolean;
  /** Undefined where it is not approved. */
  readonly approvedAtMs: number | undefined;
}

export interface Sight {
  /** The newest of the form, in any state. */
  readonly bills: readonly SeenBill[];
  /** Kingdee's clock. */
  readonly nowMs: number;
}

const RECENT_MS = 30 * 86_400_000;
/** Fewer bills than this tell nothing by their numbers. */
const FEWEST_BILLS = 20;
const LEAST_DENSITY = 0.5;

/**
 * What can be known of bills that a data-permission rule hides: it filters rows without an error [kingdee 3.3], so no
 * query can prove that there are none. Nothing at all in sight is red; nothing approved lately, and numbers with wide
 * gaps, are yellow: both can have innocent reasons, and a person has to look.
 */
export function judgeSight({ bills, nowMs }: Sight): CheckVerdict {
  if (bills.length === 0)
    return red("看不到任何单据(可能被数据权限过滤)", "not a single bill is in sight (data permissions may hide them)");
  const organisations = countOrganisations(bills);
  const recent = bills.filter(({ approvedAtMs }) => approvedAtMs !== undefined && nowMs - approvedAtMs < RECENT_MS);
  if (recent.length === 0)
    return yellow(
      `近 30 天看不到已审核的单据(共看到 ${bills.length} 张)${organisations.zh}`,
      `no bill approved within 30 days is in sight (${bills.length} bills in all)${organisations.en}`,
    );
  const gap = findSparseNumbers(bills.map(({ billNo }) => billNo));
  if (gap !== undefined) {
    const percent = Math.round(gap.density * 100);
    return yellow(
      `${gap.from} 至 ${gap.to} 只看到 ${percent}% 的单号:可能被数据权限过滤,也可能已删除${organisations.zh}`,
      `only ${percent}% of the numbers ${gap.from} to ${gap.to} are in sight: hidden by data permissions, or deleted${organisations.en}`,
    );
  }
  return green(
    `近 30 天看到 ${recent.length} 张已审核的单据${organisations.zh};是否另有被过滤的单据,接口无法证明`,
    `${recent.length} bills approved within 30 days are in sight${organisations.en}; whether others are hidden, no interface can prove`,
  );
}

function countOrganisations(bills: readonly SeenBill[]): { readonly zh: string; readonly en: string } {
  const counts = new Map<string, number>();
  for (const { organisation } of bills)
    if (organisation !== undefined && organisation !== "")
      counts.set(organisation, (counts.get(organisation) ?? 0) + 1);
  if (counts.size === 0) return { zh: "", en: "" };
  const words = listed([...counts].map(([code, count]) => `${code}(${count})`));
  return { zh: `,组织 ${words.zh}`, en: `, organisations ${words.en}` };
}

/** A run of numbers of one form ("XSCKD" and six digits) of which less than half are in sight. */
function findSparseNumbers(
  billNos: readonly string[],
): { readonly from: string; readonly to: string; readonly density: number } | undefined {
  const series = Map.groupBy(
    billNos.flatMap((billNo) => {
      const [, prefix = "", digits] = /^(.*?)(\d{1,15})$/.exec(billNo) ?? [];
      return digits === undefined ? [] : [{ billNo, form: `${prefix}${digits.length}`, number: Number(digits) }];
    }),
    ({ form }) => form,
  );
  for (const numbers of series.values()) {
    if (numbers.length < FEWEST_BILLS) continue;
    const sorted = numbers.toSorted((a, b) => a.number - b.number);
    const [first, last] = [sorted[0], sorted.at(-1)];
    if (first === undefined || last === undefined) continue;
    const density = new Set(sorted.map(({ number }) => number)).size / (last.number - first.number + 1);
    if (density < LEAST_DENSITY) return { from: first.billNo, to: last.billNo, density };
  }
  return undefined;
}
