import { isFault, MustWait } from "@billferry/contracts";

import type { Failure } from "./core/diagnose-words.ts";
import type { Known } from "./core/diagnose.ts";

export function known<Value>(value: Value): Known<Value> {
  return { kind: "known", value };
}

export function skip(because: string): Known<never> {
  return { kind: "skipped", because };
}

/** Makes a fact of an error, so that the doctor goes on after the first one. */
export async function attempt<Value>(act: () => Promise<Value> | Value): Promise<Known<Value>> {
  try {
    return known(await act());
  } catch (error) {
    return { kind: "failed", failure: toFailure(error) };
  }
}

/** Goes on with what is known; what depends on an unknown is skipped. */
export async function after<Value, Next>(
  fact: Known<Value>,
  because: string,
  act: (value: Value) => Promise<Next> | Next,
): Promise<Known<Next>> {
  return fact.kind === "known" ? attempt(async () => act(fact.value)) : given(fact, because, fact);
}

/** A fact that is of use only where the one that it stands on is known. */
export function given<Value>(base: Known<unknown>, because: string, fact: Known<Value>): Known<Value> {
  if (base.kind === "known") return fact;
  return skip(base.kind === "failed" ? because : base.because);
}

export function toFailure(error: unknown): Failure {
  if (isFault(error)) return { code: error.code, message: error.message };
  if (error instanceof MustWait) return { code: "WDT_BUSY", message: `调用闸门未放行(${error.message})` };
  return { code: "UNKNOWN", message: error instanceof Error ? error.message : `thrown ${typeof error}` };
}
