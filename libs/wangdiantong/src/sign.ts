import { createHash } from "node:crypto";

import { packParameters, type CallParameters } from "./core/signing.ts";

/** The sign of one call: MD5 of the packed parameters with the secret appended, 32 lower-case hex digits. */
export function signParameters(parameters: CallParameters, appsecret: string): string {
  return createHash("md5")
    .update(`${packParameters(parameters)}${appsecret}`, "utf8")
    .digest("hex");
}

/** The signed call as a form body; "+", "&" and everything else that a form gives a meaning to is encoded. */
export function encodeSignedForm(parameters: CallParameters, sign: string): string {
  return new URLSearchParams({ ...parameters, sign }).toString();
}
