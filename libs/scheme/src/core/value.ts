import {
  addDecimals,
  divideDecimals,
  multiplyDecimals,
  parseDecimal,
  type DecimalText,
  type TargetParameter,
} from "@billferry/contracts";

import type { Issue, Line } from "./bill.ts";
import { unitKey, type ConvertedValue, type LookupValue, type Scheme, type SchemeValue } from "./definition.ts";
import { fitValue, shortenKey } from "./limits.ts";
import { renderTemplate, templateFields } from "./template.ts";

/** Where a value comes from, for people: the scheme's own words, the fields in them, the table that was asked. */
export interface ValueSource {
  readonly rule: string;
  readonly fields: readonly string[];
  readonly table?: string;
  /** Line numbers of the bill; absent for a value of the head. */
  readonly lines?: readonly string[];
}

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
  write(parameter: TargetParameter, value: SchemeValue | undefined, lines: readonly Line[]): void {
    if (value === undefined) return;
    const { name } = parameter;
    const raw = this.#evaluate(name, value, lines);
    if (raw === undefined || raw === "") return;
    if (typeof value === "object" && "round" in value) return this.#writeUnrounded(name, raw);
    const fitted = fitValue(parameter, name === "outer_no" ? shortenKey(raw) : raw);
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

  /** A rounded number stays exact until its lines are merged: rounding twice would drift. */
  #writeUnrounded(name: string, raw: string): void {
    const parsed = parseDecimal(raw);
    if (parsed !== undefined) this.values[name] = parsed;
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
    const found = this.#scheme.tables.codes[value.lookup]?.get(code);
    if (found !== undefined || value.missing === "keep") return found ?? code;
    const gap = { table: value.lookup, code };
    this.#issue({ code: "MAP_CODE_MISSING", message: `${name}:对照表 ${value.lookup} 中没有 ${code}`, gap });
    return undefined;
  }

  /** Exactly: a quantity that does not come out even in the target's unit is an issue, never rounded. */
  #convert(
    name: string,
    value: ConvertedValue,
    { quantity, line }: { readonly quantity: string; readonly line: Line },
  ): string | undefined {
    const unit = this.#render(name, value.unit, line);
    const item = value.item === undefined ? "*" : this.#render(name, value.item, line);
    const amount = parseDecimal(quantity);
    if (unit === undefined || item === undefined) return undefined;
    if (amount === undefined) {
      this.#issue({ code: "BILL_VALUE_INVALID", message: `${name}=${JSON.stringify(quantity)} 不是数值` });
      return undefined;
    }
    const table = this.#scheme.tables.units[value.convert];
    const ratio = table?.get(unitKey(item, unit)) ?? table?.get(unitKey("*", unit));
    if (ratio === undefined) {
      const code = item === "*" ? unit : `${item}/${unit}`;
      const message = `${name}:单位表 ${value.convert} 中没有 ${code}`;
      this.#issue({ code: "MAP_CODE_MISSING", message, gap: { table: value.convert, code } });
      return undefined;
    }
    const converted = divideDecimals(multiplyDecimals(amount, ratio.numerator), ratio.denominator, 4);
    if (converted.isExact) return converted.value;
    const shown = `${ratio.numerator}/${ratio.denominator}`;
    this.#issue({ code: "MAP_NUMBER_INEXACT", message: `${name}:${amount} ${unit} × ${shown} 除不尽` });
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
  if ("sum" in value) return { rule: `Σ ${value.sum}`, fields };
  if ("lookup" in value) return { rule: value.value, fields, table: value.lookup };
  if ("convert" in value) return { rule: `${value.value} [${value.unit}]`, fields, table: value.convert };
  return { rule: `${value.value}(${value.round} 位小数)`, fields };
}
