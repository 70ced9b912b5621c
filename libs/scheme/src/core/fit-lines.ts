import type { Bill, Issue } from "./bill.ts";
import type { Scheme } from "./scheme.ts";
import { fitNumber } from "./limits.ts";
import type { RawLine } from "./merge.ts";
import { roundingOf } from "./value.ts";

/** Fits the numbers of merged lines to the target: after merging, so that nothing is rounded twice and a sum that fits
 *  is not refused for its parts. A quantity is never rounded. */
export function fitLines(
  bill: Bill,
  { target, definition }: Scheme,
  lines: readonly RawLine[],
): { readonly lines: readonly RawLine[]; readonly issues: readonly Issue[]; readonly notes: readonly string[] } {
  const issues: Issue[] = [];
  const notes: string[] = [];
  const fitted = lines.map((line) => {
    const values: Record<string, string | number> = { ...line.values };
    const sku = String(values["spec_no"]);
    for (const { name, type } of target.line) {
      const raw = values[name];
      if (type !== "decimal" || raw === undefined) continue;
      const number = fitNumber(name, String(raw), roundingOf(definition.line[name]));
      if ("issue" in number) {
        const where = `${bill.billNo} 第 ${line.seqs.join("、")} 行 ${sku}`;
        issues.push({ ...number.issue, message: `${where}:${number.issue.message}` });
        continue;
      }
      values[name] = number.value;
      notes.push(...number.notes.map((note) => `${sku}:${note}`));
    }
    return { ...line, values };
  });
  return { lines: fitted, issues, notes };
}
