import type { Zone } from "@billferry/contracts";

/**
 * How to sign in [kingdee 2]. `sign` is what Kingdee recommends; servers before 8.0.0.202205 know its SHA-1 form
 * only. `signed-headers` is the official SDK's way: no sign-in call, every request is signed.
 */
export type KingdeeAuth =
  | { readonly kind: "app-secret"; readonly appId: string; readonly appSecret: string }
  | { readonly kind: "sign"; readonly appId: string; readonly appSecret: string; readonly hash: "sha256" | "sha1" }
  | { readonly kind: "password"; readonly password: string }
  | {
      readonly kind: "signed-headers";
      readonly appId: string;
      readonly appSecret: string;
      /** Organisation number; "0" where none is wanted. */
      readonly orgNum?: string | undefined;
    };

/** Which of the accepted shapes a query's body takes [kingdee 3.1]. */
export type BodyForm = "data-object" | "data-string" | "parameters";

export interface KingdeeSettings {
  /** Ends with `/k3cloud/`; a missing last slash is added. */
  readonly url: string;
  /** The data centre's id, not its name. */
  readonly account: string;
  readonly user: string;
  /** Language of names and messages: 2052 (default) is Chinese. Wrong values are refused as credentials. */
  readonly lcid?: number | undefined;
  readonly auth: KingdeeAuth;
  /** Default `data-object`. */
  readonly bodyForm?: BodyForm | undefined;
  /** For one exchange, default 120 000. */
  readonly deadlineMs?: number | undefined;
  /** Of one answer, default 64 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /** After a refusal no sign-in is tried for this long, so that the account is not locked. Default 60 000. */
  readonly credentialCooldownMs?: number | undefined;
  /** Overrides the zone that the server tells. */
  readonly zone?: Zone | undefined;
  /** Of signed headers: the Python SDK sends seconds (default), the Java SDK milliseconds [kingdee 2.5]. */
  readonly timestampUnit?: "seconds" | "milliseconds" | undefined;
}

/**
 * Everything that must never show in an error or a log. An AppID of the official shape holds its secret, so it is one.
 */
export function secretsOf(auth: KingdeeAuth): readonly string[] {
  if (auth.kind === "password") return [auth.password];
  const hidden = auth.appId.split("_")[1];
  return hidden === undefined ? [auth.appSecret] : [auth.appSecret, hidden];
}
