import { fitsDecimal, hashText, parseDecimal, roundDecimal, type DecimalText } from "@billferry/contracts";

import type { Issue } from "./bill.ts";

/** What the target allows, field by field (vendor notes 2.3). Codes are never cut; remarks are, and say so. */
const TEXT_LIMITS: Readonly<Record<string, { readonly maxLength: number; readonly isProse: boolean }>> = {
  outer_no: { maxLength: 40, isProse: false },
  warehouse_no: { maxLength: 40, isProse: false },
  logistics_code: { maxLength: 20, isProse: false },
  logistics_no: { maxLength: 40, isProse: false },
  reason: { maxLength: 255, isProse: false },
  remark: { maxLength: 255, isProse: true },
  spec_no: { maxLength: 40, isProse: false },
  position_no: { maxLength: 20, isProse: false },
  batch_no: { maxLength: 20, isProse: false },
  sn_list: { maxLength: 60_000, isProse: false },
};

/** Characters beyond the basic plane (emoji): they break the target's database write (vendor notes 1.4). */
const ASTRAL = /[\u{10000}-\u{10FFFF}]/gu;
// oxlint-disable-next-line no-control-regex -- control characters are exactly what is looked for
const CONTROL = /[\u0000-\u001F\u007F]+/g;

export type Fitted = { readonly value: string; readonly notes: readonly string[] } | { readonly issue: Issue };

/** A text as the target takes it: prose is cleaned and cut with a note, a code that does not fit is an issue. */
export function fitText(field: string, raw: string): Fitted {
  const limit = TEXT_LIMITS[field] ?? { maxLength: 255, isProse: true };
  if (!limit.isProse) return fitCode(field, raw, limit.maxLength);
  const notes: string[] = [];
  let value = raw.replace(CONTROL, " ").trim();
  if (ASTRAL.test(value)) {
    value = value.replace(ASTRAL, "□");
    notes.push(`${field}:旺店通不支持的字符已替换为 □`);
  }
  const characters = [...value];
  if (characters.length > limit.maxLength) {
    value = `${characters.slice(0, limit.maxLength - 1).join("")}…`;
    notes.push(`${field}:超过 ${limit.maxLength} 个字符,已截断`);
  }
  return { value, notes };
}

function fitCode(field: string, raw: string, maxLength: number): Fitted {
  if (raw.search(ASTRAL) >= 0 || raw.search(CONTROL) >= 0)
    return { issue: { code: "MAP_TEXT_UNSAFE", message: `${field}=${JSON.stringify(raw)}` } };
  const { length } = [...raw];
  if (length > maxLength)
    return { issue: { code: "MAP_TEXT_TOO_LONG", message: `${field}=${raw}(${length} 个字符,最多 ${maxLength})` } };
  return { value: raw, notes: [] };
}

/** A number as decimal(19,4). It is rounded only where the scheme says so, and then with a note; otherwise a value that
 *  does not fit exactly is an issue. */
export function fitNumber(field: string, raw: string, roundTo: number | undefined): Fitted {
  const parsed = parseDecimal(raw);
  if (parsed === undefined)
    return { issue: { code: "BILL_VALUE_INVALID", message: `${field}=${JSON.stringify(raw)} 不是数值` } };
  const notes: string[] = [];
  let value: DecimalText = parsed;
  if (roundTo !== undefined) {
    const rounded = roundDecimal(parsed, roundTo);
    if (!rounded.isExact) notes.push(`${field}:${parsed} 舍入为 ${rounded.value}`);
    value = rounded.value;
  }
  if (!fitsDecimal(value, 19, 4)) return { issue: { code: "MAP_NUMBER_INEXACT", message: `${field}=${parsed}` } };
  return { value, notes };
}

/** `outer_no` within 40 characters: a longer key keeps its head and ends in a hash of the whole, so that it stays the
 *  same on every run and two long keys do not meet (60 bits). */
export function shortenKey(key: string): string {
  const characters = [...key];
  if (characters.length <= 40) return key;
  return `${characters.slice(0, 24).join("")}~${hashText(key).slice(0, 15)}`;
}
