import type { VendorCall } from "@billferry/http";

/** The account and the limits of one client. */
export interface WangdiantongSettings {
  /** e.g. `https://api.wangdian.cn/openapi2/`; a missing slash at the end is added. */
  readonly url: string;
  /** The seller account. */
  readonly sid: string;
  readonly appkey: string;
  /** Signs, and is never sent. */
  readonly appsecret: string;
  /** For one exchange, from look-up to the last byte; 30_000 unless there is a reason. */
  readonly deadlineMs: number;
  readonly maxBodyBytes: number;
}

/** What is worth a line in the log, now and then; free of secrets. Ordinary calls are not reported. */
export type WangdiantongEvent =
  /** A refusal that no rule knows; worth a new line in `answer-codes.ts`. */
  | {
      readonly kind: "unknown-code";
      readonly service: string;
      readonly code: string;
      readonly message: string;
    }
  /** The server's clock minus the one that had signed. */
  | { readonly kind: "clock-corrected"; readonly offsetMs: number };

export interface WangdiantongHooks {
  readonly onEvent?: (event: WangdiantongEvent) => void;
  /** Told how each call ended, to be counted. */
  readonly onCall?: (call: VendorCall) => void;
  /** The local clock in epoch milliseconds; used only until the server's own is known. `Date.now` by default. */
  readonly nowMs?: () => number;
  /** Asked before the one call that is repeated for a wrong clock, so that the caller's rate gate counts it. */
  readonly beforeRepeat?: () => Promise<void>;
}
