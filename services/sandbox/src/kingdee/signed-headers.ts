import { createHmac } from "node:crypto";

import type { SandboxCredentials } from "../credentials.ts";

type HeaderVerdict = "absent" | "good" | "bad" | "account-unknown";

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The seed of the official SDK, used as ASCII text ([kingdee 2.5]; reading it as hex is the known mistake). */
const SECRET_SEED = "0054f397c6234378b09ca7d3e5debce7";

const LANGUAGES = ["2052", "1033", "3076"];

/** Checks the official SDK's stateless signature of one POST; `path` is the request's path as sent. */
export function verifySignedHeaders(
  path: string,
  headers: Headers,
  credentials: SandboxCredentials["kingdee"],
): HeaderVerdict {
  const read = (name: string): string => String(headers[name] ?? "");
  if (read("x-api-signature") === "") return "absent";
  const { account, user, appId, appSecret } = credentials;
  const [clientId = "", encodedSecret = ""] = appId.split("_");
  const stamps = { nonce: read("x-api-nonce"), timestamp: read("x-api-timestamp") };
  const appData = Buffer.from(read("x-kd-appdata"), "base64").toString("utf8");
  const [givenAccount, givenUser, language = ""] = appData.split(",");
  if (givenAccount !== account) return "account-unknown";
  const isGood =
    read("x-api-clientid") === clientId &&
    read("x-kd-appkey") === appId &&
    givenUser === user &&
    LANGUAGES.includes(language) &&
    read("x-api-signature") === signPath(path, stamps, clientSecretOf(encodedSecret)) &&
    read("x-kd-signature") === hmacText(appSecret, appId + appData);
  return isGood ? "good" : "bad";
}

/** The client secret hidden in the second half of an AppID. */
export function clientSecretOf(encodedSecret: string): string {
  const hidden = Buffer.from(encodedSecret, "base64");
  return Buffer.from(hidden.map((byte, index) => byte ^ SECRET_SEED.charCodeAt(index))).toString("base64");
}

export function signPath(
  path: string,
  stamps: { readonly nonce: string; readonly timestamp: string },
  clientSecret: string,
): string {
  const encoded = encodeURIComponent(path);
  return hmacText(
    clientSecret,
    `POST\n${encoded}\n\nx-api-nonce:${stamps.nonce}\nx-api-timestamp:${stamps.timestamp}\n`,
  );
}

/** Base64 of the lower-case hex text of the HMAC, not of its bytes. */
export function hmacText(key: string, text: string): string {
  return Buffer.from(createHmac("sha256", key).update(text, "utf8").digest("hex")).toString("base64");
}
