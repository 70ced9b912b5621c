import { isFault, type FaultCode } from "@billferry/contracts";

/** One call as it ended; holds nothing of what was said. */
export interface VendorCall {
  readonly purpose: "sign-in" | "read" | "push" | "query";
  readonly durationMs: number;
  /** Null where it went well. */
  readonly code: FaultCode | "UNKNOWN" | null;
}

/** Makes a call and tells how it ended; `codeOf` where an answer that is no error says that it did not go well. */
export async function tellCall<Answer>(
  onCall: ((call: VendorCall) => void) | undefined,
  purpose: VendorCall["purpose"],
  {
    act,
    codeOf = () => null,
  }: { readonly act: () => Promise<Answer>; readonly codeOf?: (answer: Answer) => FaultCode | null },
): Promise<Answer> {
  if (onCall === undefined) return act();
  const startedAtMs = performance.now();
  const tell = (code: VendorCall["code"]): void =>
    onCall({ purpose, durationMs: performance.now() - startedAtMs, code });
  try {
    const answer = await act();
    tell(codeOf(answer));
    return answer;
  } catch (error) {
    tell(isFault(error) ? error.code : "UNKNOWN");
    throw error;
  }
}
