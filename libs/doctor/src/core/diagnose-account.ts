import { failed, green, skipped, whenKnown, type CheckVerdict, type Known } from "./diagnose.ts";

/** What is judged alike of the accounts of both vendors. The codes that put an address at fault: */
const HTTP_CODES = ["HTTP_NETWORK", "HTTP_DEADLINE", "HTTP_STATUS"];
const VENDOR_CODES = ["KD_NOT_API", "KD_GATEWAY", "WDT_ANSWER_INVALID", "WDT_URL_WRONG"];
const ADDRESS_CODES: ReadonlySet<string> = new Set([...HTTP_CODES, ...VENDOR_CODES]);

export function judgeSettings({ settings }: { settings: Known<{ readonly account: string }> }): CheckVerdict {
  return whenKnown(settings, ({ account }) => green(`账号 ${account}`, `account ${account}`));
}

/** Judges the first call to a vendor: an answer of any kind proves the address. */
export function judgeReach(first: Known<null>): CheckVerdict {
  if (first.kind === "skipped") return skipped(first.because);
  return first.kind === "failed" && isAddressAtFault(first) ? failed(first.failure) : green("有应答", "it answers");
}

/** Whether the first call failed by its address, and not by what was asked there. */
export function isAddressAtFault(first: Known<null>): boolean {
  return first.kind === "failed" && ADDRESS_CODES.has(first.failure.code);
}
