import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** The SHA-256 of a text's UTF-8 bytes as lower-case hex; pure, so that keys can be decided without a runtime. */
export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** Of any JSON value: object keys are sorted, array order counts. 32 hex digits (128 bits): no two contents meet. */
export function hashContent(value: unknown): string {
  return hashText(JSON.stringify(value, sortKeys)).slice(0, 32);
}

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
