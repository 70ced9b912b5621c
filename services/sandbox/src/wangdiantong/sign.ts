import { createHash } from "node:crypto";

export type SignCounting = "characters" | "bytes";

/**
 * The sign that the server expects [wangdiantong 1.3], from its own reading of the rule: keys in code-unit order, each
 * as `LL-key:LLLL-value` with lengths counted in code points or in UTF-8 bytes, then the secret, then MD5.
 */
export function expectSign(parameters: ReadonlyMap<string, string>, appsecret: string, counting: SignCounting): string {
  const length = (text: string, digits: number): string =>
    String(counting === "bytes" ? Buffer.byteLength(text) : [...text].length).padStart(digits, "0");
  const packed = [...parameters]
    .filter(([key]) => key !== "sign")
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${length(key, 2)}-${key}:${length(value, 4)}-${value}`)
    .join(";");
  return createHash("md5")
    .update(packed + appsecret, "utf8")
    .digest("hex");
}
