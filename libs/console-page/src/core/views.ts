import { SHOWN_STATES, type ShownState } from "@billferry/desk/shown-state";

export interface BillsView {
  readonly q?: string;
  readonly state?: ShownState;
  readonly scheme?: string;
}

export function toBillsView({ q, state, scheme }: Readonly<Record<string, unknown>>): BillsView {
  return {
    ...textOf("q", q),
    ...(isShownState(state) ? { state } : {}),
    ...textOf("scheme", scheme),
  };
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
}

export function toReconcileView({ id }: Readonly<Record<string, unknown>>): ReconcileView {
  return textOf("id", id);
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
