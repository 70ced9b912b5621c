/** The texts that Kingdee's signatures are made over; the hashing itself is the shell's [kingdee 2.4 and 2.5]. */

/** The official SDK's key for the secret inside an AppID. Its ASCII characters are meant, not the bytes they spell. */
export const CLIENT_SECRET_KEY = "0054f397c6234378b09ca7d3e5debce7";

const SECRET_CHARACTERS = 32;

/** What LoginBySign hashes: the five values in ordinal order, joined by nothing. */
export function signInText(values: {
  account: string;
  user: string;
  appId: string;
  appSecret: string;
  timestamp: string;
}): string {
  // The default order of toSorted() is by UTF-16 code unit, which is the ordinal order; localeCompare would be wrong.
  return [values.account, values.user, values.appId, values.appSecret, values.timestamp].toSorted().join("");
}

/** The client id and the encoded secret of an AppID, or undefined if it is not of the shape `id_secret`. */
export function splitAppId(appId: string): { clientId: string; encodedSecret: string } | undefined {
  const parts = appId.split("_");
  const [clientId = "", encodedSecret = ""] = parts;
  return parts.length === 2 && encodedSecret.length === SECRET_CHARACTERS ? { clientId, encodedSecret } : undefined;
}

/** The path as it is signed: percent-encoded with its slashes, upper-case hex. */
export function encodePath(url: string): string {
  const path = url.slice(url.indexOf("/", 10));
  // encodeURIComponent leaves ! ' ( ) * as they are and Python's quote does not; no service name holds one.
  return encodeURIComponent(path);
}

export function requestText(parts: { encodedPath: string; nonce: string; timestamp: string }): string {
  return `POST\n${parts.encodedPath}\n\nx-api-nonce:${parts.nonce}\nx-api-timestamp:${parts.timestamp}\n`;
}

const NO_ORGANISATION = "0";

export function appDataText(parts: { account: string; user: string; lcid: number }): string {
  return [parts.account, parts.user, parts.lcid, NO_ORGANISATION].join(",");
}
