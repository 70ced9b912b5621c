import { createHash, createHmac } from "node:crypto";

import { Fault } from "@billferry/contracts";

import type { KingdeeAuth } from "./core/settings.ts";
import { appDataText, CLIENT_SECRET_KEY, encodePath, requestText, signInText, splitAppId } from "./core/signed-text.ts";

/** The signature of LoginBySign: lower-case hex over the five sorted values [kingdee 2.4]. */
export function signSignIn(
  values: Parameters<typeof signInText>[0],
  hash: Extract<KingdeeAuth, { kind: "sign" }>["hash"],
): string {
  return createHash(hash).update(signInText(values), "utf8").digest("hex");
}

/**
 * The client secret inside an AppID: its second part, decoded, XOR-ed with the SDK's key and encoded again
 * [kingdee 2.5]. Throws CONFIG_INVALID for an AppID of another shape, which the SDK would sign with an empty secret.
 */
export function clientSecretOf(appId: string): { clientId: string; clientSecret: string } {
  const parts = splitAppId(appId);
  if (!parts) throw new Fault("CONFIG_INVALID", "KINGDEE_APP_ID 应为“数字_32 位密文”的形式,才能使用 signed-headers");
  const hidden = Buffer.from(parts.encodedSecret, "base64");
  const clear = hidden.map((byte, index) => byte ^ CLIENT_SECRET_KEY.charCodeAt(index % CLIENT_SECRET_KEY.length));
  return { clientId: parts.clientId, clientSecret: Buffer.from(clear).toString("base64") };
}

export interface SignedRequest {
  readonly url: string;
  readonly account: string;
  readonly user: string;
  readonly lcid: number;
  readonly auth: Extract<KingdeeAuth, { kind: "signed-headers" }>;
  /** Seconds of the epoch, as the Python SDK sends them; the Java SDK sends milliseconds [kingdee 2.5]. */
  readonly timestamp: string;
  readonly nonce: string;
}

/** The headers of the official SDK for one POST [kingdee 2.5]. */
export function signHeaders(request: SignedRequest): Record<string, string> {
  const { auth, timestamp, nonce } = request;
  const { clientId, clientSecret } = clientSecretOf(auth.appId);
  const appData = appDataText(request);
  const text = requestText({ encodedPath: encodePath(request.url), nonce, timestamp });
  return {
    "X-Api-ClientID": clientId,
    "X-Api-Auth-Version": "2.0",
    "x-api-timestamp": timestamp,
    "x-api-nonce": nonce,
    "x-api-signheaders": "x-api-timestamp,x-api-nonce",
    "X-Api-Signature": hexInBase64(clientSecret, text),
    "X-Kd-Appkey": auth.appId,
    "X-Kd-Appdata": Buffer.from(appData, "utf8").toString("base64"),
    "X-Kd-Signature": hexInBase64(auth.appSecret, auth.appId + appData),
  };
}

// The hex text is what is put into base64, not the 32 bytes it spells.
function hexInBase64(key: string, text: string): string {
  const hex = createHmac("sha256", Buffer.from(key, "utf8")).update(text, "utf8").digest("hex");
  return Buffer.from(hex, "utf8").toString("base64");
}
