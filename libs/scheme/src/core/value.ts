import { addDecimals, parseDecimal, type DecimalText } from "@billferry/contracts";

import type { Issue, Line } from "./bill.ts";
import type { Scheme, SchemeValue } from "./definition.ts";
import { fitNumber, fitText, shortenKey, type Fitted } from "./limits.ts";
import { renderTemplate } from "./template.ts";

const NUMBERS = new Set(["num", "price", "goods_total_amount", "goods_total_cost", "post_cost"]);
const FLAGS = new Set(["is_check", "is_enable_sn"]);

/** Collects the parameters of one order or line, with every issue and note on the way. */
export class ValueWriter {
  readonly values: Record<string, string | number> = {};
  readonly issues: Issue[] = [];
  readonly notes: string[] = [];
  readonly #scheme: Scheme;
  readonly #where: string;

  constructor(scheme: Scheme, where: string) {
    this.#scheme = scheme;
    this.#where = where;
  }

  /** Writes one parameter from one row (a line) or, for sums, from all lines of the order. Empty values are left out. */
  write(field: string, value: SchemeValue | number | undefined, lines: readonly Line[]): void {
    if (value === undefined) return;
    const raw = this.#evaluate(field, value, lines);
    if (raw === undefined || raw === "") return;
    if (FLAGS.has(field)) {
      if (raw === "0" || raw === "1") this.values[field] = Number(raw);
      else this.#issue({ code: "BILL_VALUE_INVALID", message: `${field}=${JSON.stringify(raw)},应为 0 或 1` });
      return;
    }
    if (typeof value === "object" && "round" in value) return this.#writeUnrounded(field, raw);
    const keyed = field === "outer_no" ? shortenKey(raw) : raw;
    this.#accept(field, NUMBERS.has(field) ? fitNumber(field, raw, undefined) : fitText(field, keyed));
  }

  /** Complains where a parameter that the target needs has no value. */
  require(...fields: readonly string[]): void {
    for (const field of fields) {
      if (this.values[field] === undefined && !this.issues.some((issue) => issue.message.includes(field)))
        this.#issue({ code: "MAP_VALUE_MISSING", message: field });
    }
  }

  /** A rounded number stays exact until its lines are merged: rounding twice would drift. */
  #writeUnrounded(field: string, raw: string): void {
    const parsed = parseDecimal(raw);
    if (parsed !== undefined) this.values[field] = parsed;
    else this.#issue({ code: "BILL_VALUE_INVALID", message: `${field}=${JSON.stringify(raw)} 不是数值` });
  }

  #evaluate(field: string, value: SchemeValue | number, lines: readonly Line[]): string | undefined {
    const [first = {}] = lines;
    if (typeof value === "number") return String(value);
    if (typeof value === "string") return renderTemplate(value, first);
    if ("sum" in value) return this.#sum(field, value.sum, lines);
    const rendered = renderTemplate(value.value, first);
    if (!("lookup" in value) || rendered === "") return rendered;
    return this.#scheme.tables[value.lookup]?.get(rendered) ?? rendered;
  }

  #sum(field: string, name: string, lines: readonly Line[]): string | undefined {
    const amounts: DecimalText[] = [];
    for (const line of lines) {
      const cell = line[name];
      if (cell === null || cell === undefined) continue;
      const amount = parseDecimal(String(cell));
      if (amount === undefined) {
        this.#issue({ code: "BILL_VALUE_INVALID", message: `${field}:${name}=${JSON.stringify(cell)} 不是数值` });
        return undefined;
      }
      amounts.push(amount);
    }
    return amounts.length === 0 ? undefined : addDecimals(amounts);
  }

  #accept(field: string, fitted: Fitted): void {
    if ("issue" in fitted) return this.#issue(fitted.issue);
    if (fitted.value !== "") this.values[field] = fitted.value;
    this.notes.push(...fitted.notes.map((note) => `${this.#where}:${note}`));
  }

  #issue(issue: Issue): void {
    this.issues.push({ code: issue.code, message: `${this.#where}:${issue.message}` });
  }
}
