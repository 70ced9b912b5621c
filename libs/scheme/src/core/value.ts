import { addDecimals, parseDecimal, type DecimalText, type TargetParameter } from "@billferry/contracts";

import type { Issue, Line } from "./bill.ts";
import { type ConvertedValue, type LookupValue, type SchemeValue } from "./definition.ts";
import { unitKey, type Scheme } from "./scheme.ts";
import { multiplyFractions, readFraction, writeFraction } from "./fraction.ts";
import { fitNumber, fitValue, shortenKey } from "./limits.ts";
import { findSimilar } from "./similar-code.ts";
import { renderTemplate, templateFields } from "./template.ts";
import { nameInvisible } from "./unsafe-text.ts";

/** Where a value comes from, for people: the scheme's own words, the fields in them, the table that was asked. */
export interface ValueSource {
  readonly rule: string;
  readonly fields: readonly string[];
  readonly table?: string;
  /** Line numbers of the bill; absent for a value of the head. */
  readonly lines?: readonly string[];
}

/** Collects the parameters of one order or line, with every issue and note. Numbers of a line stay exact, as fractions
 *  if need be: they are fitted to the target once, after merging (`fitLines`). */
export class ValueWriter {
  readonly values: Record<string, string | number> = {};
  readonly issues: Issue[] = [];
  readonly notes: string[] = [];
  readonly #scheme: Scheme;
  readonly #where: string;
  readonly #level: "head" | "line";

  constructor(scheme: Scheme, where: string, level: "head" | "line") {
    this.#scheme = scheme;
    this.#where = where;
    this.#level = level;
  }

  /** Writes one parameter from one line or, for sums, from all lines of the order; empty values are left out. */
  write(parameter: TargetParameter, value: SchemeValue, lines: readonly Line[]): void {
    const { name } = parameter;
    const raw = this.#evaluate(name, value, lines);
    if (raw === undefined || raw === "") return;
    if (this.#level === "line" && parameter.type === "decimal") return this.#writeExact(name, raw);
    const fitted =
      parameter.type === "decimal"
        ? fitNumber(name, raw, roundingOf(value))
        : fitValue(parameter, name === "outer_no" ? shortenKey(raw) : raw);
    if ("issue" in fitted) return this.#issue(fitted.issue);
    if (fitted.value !== "") this.values[name] = fitted.value;
    this.notes.push(...fitted.notes.map((note) => `${this.#where}:${note}`));
  }

  /** Complains where a parameter that the target needs has no value. */
  require(parameters: readonly TargetParameter[]): void {
    if (this.issues.length > 0) return;
    for (const { name, isNeeded } of parameters)
      if (isNeeded && this.values[name] === undefined) this.#issue({ code: "MAP_VALUE_MISSING", message: name });
  }

  #writeExact(name: string, raw: string): void {
    const exact = readFraction(raw);
    if (exact !== undefined) this.values[name] = writeFraction(exact);
    else this.#issue({ code: "BILL_VALUE_INVALID", message: `${name}=${JSON.stringify(raw)} 不是数值` });
  }

  #evaluate(name: string, value: SchemeValue, lines: readonly Line[]): string | undefined {
    const [first = {}] = lines;
    if (typeof value === "string") return this.#render(name, value, first);
    if ("sum" in value) return this.#sum(name, value.sum, lines);
    const rendered = this.#render(name, value.value, first);
    if (rendered === undefined || rendered === "") return rendered;
    if ("lookup" in value) return this.#lookUp(name, value, rendered);
    return "convert" in value ? this.#convert(name, value, { quantity: rendered, line: first }) : rendered;
  }

  #render(name: string, template: string, line: Line): string | undefined {
    const rendered = renderTemplate(template, line);
    if ("text" in rendered) return rendered.text;
    this.#issue({ code: "BILL_VALUE_INVALID", message: `${name}:${rendered.problem}` });
    return undefined;
  }

  #lookUp(name: string, value: LookupValue, code: string): string | undefined {
    const table = this.#scheme.tables.codes[value.lookup];
    const found = table?.get(code);
    if (found !== undefined) return found;
    if (nameInvisible(code) !== undefined) return code; // No table holds such a code; it is refused as it is.
    const message = `${name}:对照表 ${value.lookup} 中没有 ${code}${hintAt(findSimilar(table, code))}`;
    if (value.missing === "keep") {
      if (findSimilar(table, code) !== undefined) this.notes.push(`${this.#where}:${message},已沿用原编码`);
      return code;
    }
    this.#issue({ code: "MAP_CODE_MISSING", message, missing: { kind: "table", subject: value.lookup, code } });
    return undefined;
  }

  /** Exactly: a quantity that does not come out even in the target's unit is never rounded. */
  #convert(
    name: string,
    value: ConvertedValue,
    { quantity, line }: { readonly quantity: string; readonly line: Line },
  ): string | undefined {
    const unit = this.#render(name, value.unit, line);
    const item = value.item === undefined ? "*" : this.#render(name, value.item, line);
    const amount = readFraction(quantity);
    if (unit === undefined || item === undefined) return undefined;
    if (amount === undefined) {
      this.#issue({ code: "BILL_VALUE_INVALID", message: `${name}=${JSON.stringify(quantity)} 不是数值` });
      return undefined;
    }
    const table = this.#scheme.tables.units[value.convert];
    const ratio = table?.get(unitKey(item, unit)) ?? table?.get(unitKey("*", unit));
    if (ratio !== undefined) return writeFraction(multiplyFractions(amount, ratio));
    const code = item === "*" ? unit : `${item}/${unit}`;
    const similar = findSimilar(table, unitKey(item, unit)) ?? findSimilar(table, unitKey("*", unit));
    const shown = similar === undefined ? undefined : (JSON.parse(similar) as string[]).join("/");
    const message = `${name}:单位表 ${value.convert} 中没有 ${code}${hintAt(shown)}`;
    this.#issue({ code: "MAP_CODE_MISSING", message, missing: { kind: "table", subject: value.convert, code } });
    return undefined;
  }

  #sum(name: string, field: string, lines: readonly Line[]): string | undefined {
    const amounts: DecimalText[] = [];
    for (const line of lines) {
      const cell = line[field];
      if (cell === null || cell === undefined) continue;
      const amount = parseDecimal(String(cell));
      if (amount === undefined) {
        this.#issue({ code: "BILL_VALUE_INVALID", message: `${name}:${field}=${JSON.stringify(cell)} 不是数值` });
        return undefined;
      }
      amounts.push(amount);
    }
    return amounts.length === 0 ? undefined : addDecimals(amounts);
  }

  #issue(issue: Issue): void {
    this.issues.push({ ...issue, message: `${this.#where}:${issue.message}` });
  }
}

function hintAt(similar: string | undefined): string {
  return similar === undefined ? "" : `,但有相似的 ${similar}(Excel 会去掉编码首尾的 0;全角与半角不同),请核对`;
}

/** To how many places the scheme rounds the value; undefined where it may not be rounded. */
export function roundingOf(value: SchemeValue | undefined): number | undefined {
  return typeof value === "object" && "round" in value ? value.round : undefined;
}

/** The fields that a value names. */
export function valueFields(value: SchemeValue): readonly string[] {
  if (typeof value === "string") return templateFields(value);
  if ("sum" in value) return [value.sum];
  if (!("convert" in value)) return templateFields(value.value);
  return [value.value, value.unit, value.item ?? ""].flatMap((text) => (text === "" ? [] : templateFields(text)));
}

/** A value in the words of the scheme. */
export function sourceOf(value: SchemeValue): ValueSource {
  const fields = [...new Set(valueFields(value))];
  if (typeof value === "string") return { rule: value, fields };
  if ("sum" in value) return { rule: `Σ ${value.sum}${placesOf(value)}`, fields };
  if ("lookup" in value) return { rule: value.value, fields, table: value.lookup };
  if ("convert" in value) return { rule: `${value.value} [${value.unit}]`, fields, table: value.convert };
  return { rule: `${value.value}${placesOf(value)}`, fields };
}

function placesOf(value: SchemeValue): string {
  const places = roundingOf(value);
  return places === undefined ? "" : `(${places} 位小数)`;
}
