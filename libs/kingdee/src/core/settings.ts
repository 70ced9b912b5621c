/**
 * How to sign in [kingdee 2]. `sign` is what Kingdee recommends; servers before 8.0.0.202205 know its SHA-1 form
 * only. `signed-headers` is the official SDK's way: no sign-in call, every request is signed.
 */
export type KingdeeAuth =
  | { readonly kind: "app-secret"; readonly appId: string; readonly appSecret: string }
  | { readonly kind: "sign"; readonly appId: string; readonly appSecret: string; readonly hash: "sha256" | "sha1" }
  | { readonly kind: "password"; readonly password: string }
  | { readonly kind: "signed-headers"; readonly appId: string; readonly appSecret: string };

/** Which of the accepted shapes a query's body takes [kingdee 3.1]. */
export type BodyForm = "data-object" | "data-string" | "parameters";

export interface KingdeeSettings {
  /** Ends with `/k3cloud/`; a missing last slash is added. */
  readonly url: string;
  /** The data centre's id, not its name. */
  readonly account: string;
  readonly user: string;
  /** Language of names and messages: 2052 is Chinese. Wrong values are refused as credentials. */
  readonly lcid: number;
  readonly auth: KingdeeAuth;
  readonly bodyForm: BodyForm;
  /** For one exchange. */
  readonly deadlineMs: number;
  /** Of one answer, default 64 MiB. */
  readonly maxBodyBytes?: number;
  /** After a refusal no sign-in is tried for this long, so that the account is not locked. Default 60 000. */
  readonly credentialCooldownMs?: number;
}

/** What must never show in an error or a log; an AppID of the official shape holds its secret, so it is one. */
export function secretsOf(auth: KingdeeAuth): readonly string[] {
  if (auth.kind === "password") return [auth.password];
  const hidden = auth.appId.split("_")[1];
  return hidden === undefined ? [auth.appSecret] : [auth.appSecret, hidden];
}
