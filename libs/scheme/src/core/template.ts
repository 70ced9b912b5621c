import {
  addDecimals,
  decimal,
  multiplyDecimals,
  parseDecimal,
  roundDecimal,
  type DecimalText,
} from "@billferry/contracts";
import { Liquid, type Template } from "liquidjs";

/** Templates of a scheme, in Liquid: `{{ FBillNo }}-{{ FStockID_FNumber }}`, with `if` and `case`. No loops, no files,
 *  no assignments: nothing that runs for long or does anything but say a value. A misspelt field is an error and not an
 *  empty text; numbers are calculated exactly, as decimals. */
const ALLOWED_TAGS = new Set(["if", "unless", "case"]);

const liquid = new Liquid({
  // No filter of its own stays; without a name it would ask ICU for the machine's, and hold it.
  locale: "en-US",
  strictFilters: true,
  strictVariables: true,
  ownPropertyOnly: true,
  templates: {},
  parseLimit: 100_000,
  renderLimit: 1_000,
  memoryLimit: 1_000_000,
});
for (const name of Object.keys(liquid.tags)) if (!ALLOWED_TAGS.has(name)) Reflect.deleteProperty(liquid.tags, name);
for (const name of Object.keys(liquid.filters)) Reflect.deleteProperty(liquid.filters, name);

const toText = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? `${value}` : JSON.stringify(value);
};
const characters = (value: unknown): string[] => [...toText(value)];

/** A value that a filter cannot work on; the message is for people. */
class TemplateProblem extends Error {}

function toNumber(value: unknown, filter: string): DecimalText {
  const parsed = parseDecimal(toText(value).trim());
  if (parsed === undefined) throw new TemplateProblem(`${filter}:${JSON.stringify(toText(value))} 不是数值`);
  return parsed;
}

/** An unset value stays unset: nothing is calculated from nothing. */
function numeric(filter: string, calculate: (value: DecimalText, ...args: DecimalText[]) => DecimalText) {
  return (value: unknown, ...args: unknown[]): string =>
    toText(value).trim() === ""
      ? ""
      : calculate(toNumber(value, filter), ...args.map((argument) => toNumber(argument, filter)));
}

const MOST_CHARACTERS = 10_000;
const TIME = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?)?$/;

const FILTERS: Readonly<Record<string, (value: unknown, ...args: unknown[]) => string>> = {
  upcase: (value) => toText(value).toUpperCase(),
  downcase: (value) => toText(value).toLowerCase(),
  strip: (value) => toText(value).trim(),
  slice: (value, start, length) => {
    const from = Math.trunc(Number(start ?? 0));
    const all = characters(value);
    const begin = from < 0 ? Math.max(0, all.length + from) : from;
    return all.slice(begin, begin + Math.max(0, Math.trunc(Number(length ?? 1)))).join("");
  },
  truncate: (value, length) =>
    characters(value)
      .slice(0, Math.max(0, Math.trunc(Number(length))))
      .join(""),
  replace: (value, from, to) => bounded(toText(value).replaceAll(toText(from), () => toText(to))),
  append: (value, text) => bounded(toText(value) + toText(text)),
  prepend: (value, text) => bounded(toText(text) + toText(value)),
  default: (value, fallback) => (toText(value).trim() === "" ? toText(fallback) : toText(value)),
  plus: numeric("plus", (value, other = decimal("0")) => addDecimals([value, other])),
  minus: numeric("minus", (value, other = decimal("0")) =>
    addDecimals([value, multiplyDecimals(other, decimal("-1"))]),
  ),
  times: numeric("times", (value, other = decimal("1")) => multiplyDecimals(value, other)),
  abs: numeric("abs", (value) => (value.startsWith("-") ? decimal(value.slice(1)) : value)),
  round: numeric("round", (value, places = decimal("0")) => {
    if (!/^\d$/.test(places)) throw new TemplateProblem(`round:小数位数应为 0 到 9 的整数`);
    return roundDecimal(value, Number(places)).value;
  }),
  date: (value, format) => {
    const text = toText(value).trim();
    if (text === "") return "";
    const [, yyyy, MM, dd, HH = "00", mm = "00", ss = "00"] = TIME.exec(text) ?? [];
    if (yyyy === undefined) throw new TemplateProblem(`date:${JSON.stringify(text)} 不是金蝶时间`);
    const parts: Record<string, string> = { yyyy, MM: MM ?? "", dd: dd ?? "", HH, mm, ss };
    return toText(format ?? "yyyy-MM-dd").replace(/yyyy|MM|dd|HH|mm|ss/g, (part) => parts[part] ?? part);
  },
};
/** All functions that a template may use. */
export const FILTER_NAMES = Object.keys(FILTERS);
for (const [name, filter] of Object.entries(FILTERS)) liquid.registerFilter(name, filter);

function bounded(text: string): string {
  if (text.length > MOST_CHARACTERS) throw new TemplateProblem(`结果超过 ${MOST_CHARACTERS} 个字符`);
  return text;
}

const FIELD = /\{\{[ \t]*(F\w*)[ \t]*\}\}/;
const cut = new Map<string, readonly string[] | undefined>();
const parsed = new Map<string, Template[]>();
const named = new WeakMap<Template[], readonly string[]>();

/** The fields that a template names; throws a plain error with the position where it does not parse. */
export function templateFields(text: string): readonly string[] {
  const template = parse(text);
  const fields = named.get(template) ?? liquid.globalVariablesSync(template);
  named.set(template, fields);
  return fields;
}

type Row = Readonly<Record<string, unknown>>;

/** Renders with the cells of one row, unset ones empty; a value that cannot be made is a problem for people to read. */
export function renderTemplate(text: string, row: Row): { readonly text: string } | { readonly problem: string } {
  const plain = fillIn(piecesOf(text), row);
  if (plain !== undefined) return { text: plain.trim() };
  try {
    return { text: String(liquid.renderSync(parse(text), row)).trim() };
  } catch (error) {
    const cause = (error as { originalError?: unknown }).originalError ?? error;
    return { problem: cause instanceof Error ? cause.message : String(cause) };
  }
}

/** Almost all templates only put fields between texts; of those, text and field by turns. */
function piecesOf(text: string): readonly string[] | undefined {
  return remember(cut, text, () => {
    const pieces = text.split(FIELD);
    return pieces.every((piece, index) => index % 2 === 1 || !piece.includes("{")) ? pieces : undefined;
  });
}

/** Undefined where only the engine knows what to say: it is no such template, or a field is not there. */
function fillIn(pieces: readonly string[] | undefined, row: Row): string | undefined {
  if (pieces === undefined) return undefined;
  let text = "";
  for (const [index, piece] of pieces.entries()) {
    if (index % 2 === 0) text += piece;
    else {
      const value = Object.hasOwn(row, piece) ? row[piece] : undefined;
      if (typeof value === "string") text += value;
      else if (value !== null) return undefined;
    }
  }
  return text;
}

function parse(text: string): Template[] {
  return remember(parsed, text, () => liquid.parse(text));
}

/** A scheme has some dozen templates; the bound is only there so that no caller can grow it for ever. */
function remember<Value>(known: Map<string, Value>, text: string, work: () => Value): Value {
  const found = known.get(text);
  if (found !== undefined || known.has(text)) return found as Value;
  const fresh = work();
  if (known.size < 1_000) known.set(text, fresh);
  return fresh;
}
