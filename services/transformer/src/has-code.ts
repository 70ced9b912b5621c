import type { Gap } from "@billferry/ledger";
import type { TableSet } from "@billferry/scheme";

/** Whether the tables have a row for a missing code by now. A unit is missing as "unit" or "item/unit". */
export function hasCode({ codes, units }: TableSet, { subject, code }: Gap): boolean {
  if (codes[subject]?.has(code)) return true;
  const table = units[subject];
  if (table === undefined) return false;
  const at = code.lastIndexOf("/");
  const [item, unit] = at < 0 ? ["*", code] : [code.slice(0, at), code.slice(at + 1)];
  return table.has(JSON.stringify([item, unit])) || table.has(JSON.stringify(["*", unit]));
}
