import { hash } from "node:crypto";

/** The SHA-256 of a text's UTF-8 bytes as lower-case hex. */
export function hashText(text: string): string {
  return hash("sha256", text, "hex");
}

/** Of any JSON value: object keys are sorted, array order counts. 32 hex digits (128 bits): no two contents meet. */
export function hashContent(value: unknown): string {
  return hashText(canonicalJson(value)).slice(0, 32);
}

/** JSON in one form: object keys are sorted, array order stays. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** The value with the keys of its objects in order. What holds no object is left as it is, which most of a bill is. */
function sorted(value: unknown): unknown {
  if (!isCompound(value)) return value;
  if (Array.isArray(value)) return value.some(isCompound) ? value.map(sorted) : value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}

function isCompound(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
