import { fitsDecimal, hashText, type TargetParameter } from "@billferry/contracts";

import type { Issue } from "./bill.ts";
import { readFraction, roundFraction } from "./fraction.ts";
import { ASTRAL, CONTROL, nameUnsafe } from "./unsafe-text.ts";

export type Fitted = { readonly value: string | number; readonly notes: readonly string[] } | { readonly issue: Issue };

/** A text as the parameter takes it: prose is cleaned and cut with a note, a number must fit exactly, a flag is 0 or 1,
 *  and a code that does not fit is an issue, never cut. */
export function fitValue(parameter: TargetParameter, raw: string): Fitted {
  switch (parameter.type) {
    case "prose":
      return fitProse(parameter, raw);
    case "text":
    case "list":
      return fitCode(parameter, raw);
    case "decimal":
      return fitNumber(parameter.name, raw, undefined);
    case "flag":
      return raw === "0" || raw === "1"
        ? { value: Number(raw), notes: [] }
        : invalid(`${parameter.name}=${JSON.stringify(raw)},应为 0 或 1`);
    case "whole":
      return /^\d{1,9}$/.test(raw)
        ? { value: raw, notes: [] }
        : invalid(`${parameter.name}=${JSON.stringify(raw)},应为不超过 9 位的整数`);
    case "date":
      return fitDate(parameter.name, raw);
  }
}

function fitProse({ name, maxLength = 255 }: TargetParameter, raw: string): Fitted {
  const notes: string[] = [];
  let value = raw.replace(CONTROL, " ").trim();
  if (value.search(ASTRAL) >= 0) {
    value = value.replace(ASTRAL, "□");
    notes.push(`${name}:旺店通不支持的字符已替换为 □`);
  }
  const characters = [...value];
  if (characters.length > maxLength) {
    value = `${characters.slice(0, maxLength - 1).join("")}…`;
    notes.push(`${name}:超过 ${maxLength} 个字符,已截断`);
  }
  return { value, notes };
}

function fitCode({ name, maxLength = 60_000 }: TargetParameter, raw: string): Fitted {
  const unsafe = nameUnsafe(raw);
  if (unsafe !== undefined)
    return { issue: { code: "MAP_TEXT_UNSAFE", message: `${name}=${JSON.stringify(raw)} 含有${unsafe}` } };
  const { length } = [...raw];
  if (length > maxLength)
    return { issue: { code: "MAP_TEXT_TOO_LONG", message: `${name}=${raw}(${length} 个字符,最多 ${maxLength})` } };
  return { value: raw, notes: [] };
}

/** A date, with the time that the target wants; a day alone is its beginning. */
function fitDate(name: string, raw: string): Fitted {
  const [, day, time = "00:00:00"] = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(?:\.\d+)?)?$/.exec(raw) ?? [];
  return day === undefined
    ? invalid(`${name}=${JSON.stringify(raw)} 不是日期`)
    : { value: `${day} ${time}`, notes: [] };
}

const MOST_PLACES = 4;

/** A number as decimal(19,4): rounded, with a note, only where the scheme says so; else exact or an issue. */
export function fitNumber(name: string, raw: string, roundTo: number | undefined): Fitted {
  const exact = readFraction(raw);
  if (exact === undefined) return invalid(`${name}=${JSON.stringify(raw)} 不是数值`);
  const { value, isExact } = roundFraction(exact, roundTo ?? MOST_PLACES);
  if ((!isExact && roundTo === undefined) || !fitsDecimal(value, 19, MOST_PLACES))
    return { issue: { code: "MAP_NUMBER_INEXACT", message: `${name}=${raw}${raw.includes("/") ? "(除不尽)" : ""}` } };
  return { value, notes: isExact ? [] : [`${name}:${shortenNumber(raw)} 舍入为 ${value}`] };
}

const SHOWN_PLACES = 12;

/** A weighted price has thirty places, too many to show. */
function shortenNumber(text: string): string {
  const [whole = "", places = ""] = text.split(".");
  return places.length > SHOWN_PLACES ? `${whole}.${places.slice(0, SHOWN_PLACES)}…` : text;
}

function invalid(message: string): Fitted {
  return { issue: { code: "BILL_VALUE_INVALID", message } };
}

const LONGEST_KEY = 40;
const KEPT_CHARACTERS = 24;

/** `outer_no` within 40 characters. A longer key keeps its head and ends in a hash of the whole: the same on every run,
 *  and two long keys do not meet (60 bits). */
export function shortenKey(key: string): string {
  const characters = [...key];
  if (characters.length <= LONGEST_KEY) return key;
  return `${characters.slice(0, KEPT_CHARACTERS).join("")}~${hashText(key).slice(0, LONGEST_KEY - KEPT_CHARACTERS - 1)}`;
}
