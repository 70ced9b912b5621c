import { parse } from "lossless-json";

import { readTable } from "./read-table.ts";

/** Parsed JSON whose numbers are their raw text: "133.0" keeps its zero, 19 digits stay 19 [kingdee 3.6]. */
export type LosslessValue =
  | string
  | boolean
  | null
  | readonly LosslessValue[]
  | { readonly [key: string]: LosslessValue };

export type LosslessObject = { readonly [key: string]: LosslessValue };

/** Undefined for what is no JSON, is nested too deep to read, or has two values of one name in an object. */
export function parseLossless(text: string): LosslessValue | undefined {
  const table = readTable(text);
  if (table !== undefined) return table;
  try {
    return parse(text, null, (raw) => raw) as LosslessValue;
  } catch {
    return undefined;
  }
}

export function isObject(value: LosslessValue | undefined): value is LosslessObject {
  return typeof value === "object" && value !== null && !isList(value);
}

export function isList(value: LosslessValue | undefined): value is readonly LosslessValue[] {
  return Array.isArray(value);
}

/** An own property, so that a body that names one "constructor" gets no answer from the prototype. */
export function property(value: LosslessValue | undefined, name: string): LosslessValue | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function textOf(value: LosslessValue | undefined): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
