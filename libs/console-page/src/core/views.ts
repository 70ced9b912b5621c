import { CLASS_WORDS } from "@billferry/contracts/fault-words";
import { SHOWN_STATES, type ShownState } from "@billferry/desk/shown-state";

type FaultClass = keyof typeof CLASS_WORDS;

/** As the API has it. */
const MOST_DAYS = 92;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export interface BillsView {
  readonly q?: string;
  readonly state?: ShownState;
  readonly scheme?: string;
  /** Approved on it, "2026-11-23". */
  readonly day?: string;
  /** Approved in so many last days. */
  readonly days?: number;
  readonly warehouse?: string;
  readonly class?: FaultClass;
  readonly sku?: string;
}

export function toBillsView(asked: Readonly<Record<string, unknown>>): BillsView {
  const { q, state, scheme, day, days, warehouse, class: faultClass, sku } = asked;
  return {
    ...textOf("q", codeText(q)),
    ...(isShownState(state) ? { state } : {}),
    ...textOf("scheme", scheme),
    ...(typeof day === "string" && DAY.test(day) ? { day } : {}),
    ...(typeof days === "number" && Number.isInteger(days) && days >= 1 && days <= MOST_DAYS ? { days } : {}),
    ...textOf("warehouse", codeText(warehouse)),
    ...(isFaultClass(faultClass) ? { class: faultClass } : {}),
    ...textOf("sku", codeText(sku)),
  };
}

/** The router reads digits in an address as a number. */
function codeText(value: unknown): unknown {
  return typeof value === "number" ? String(value) : value;
}

function isFaultClass(value: unknown): value is FaultClass {
  return typeof value === "string" && Object.hasOwn(CLASS_WORDS, value);
}

/** Which group of cases is open, by its code and by the code that is missing. */
export interface CasesView {
  readonly scheme?: string;
  readonly code?: string;
  readonly gap?: string;
}

export function toCasesView({ scheme, code, gap }: Readonly<Record<string, unknown>>): CasesView {
  return { ...textOf("scheme", scheme), ...textOf("code", code), ...textOf("gap", gap) };
}

/** Which comparison is shown. */
export interface ReconcileView {
  readonly id?: string;
  /** Of a kept report. */
  readonly scheme?: string;
  readonly day?: string;
}

export function toReconcileView({ id, scheme, day }: Readonly<Record<string, unknown>>): ReconcileView {
  const kept = typeof scheme === "string" && typeof day === "string" && DAY.test(day);
  return { ...textOf("id", id), ...(kept ? { scheme, day } : {}) };
}

/** The numbers of a paste from a message, a mail or Excel. */
export function numbersIn(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;,;、]+/).filter((each) => each !== ""))];
}

/** A path of this page that a sign-in may lead back to, and never another site's. */
export function toOwnPath(path: unknown): string {
  return typeof path === "string" && /^\/(?![/\\])/.test(path) ? path : "/";
}

function textOf<Name extends string>(name: Name, value: unknown): Partial<Record<Name, string>> {
  return typeof value === "string" && value.trim() !== "" ? ({ [name]: value } as Record<Name, string>) : {};
}

function isShownState(value: unknown): value is ShownState {
  return typeof value === "string" && Object.hasOwn(SHOWN_STATES, value);
}
