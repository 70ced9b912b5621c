import { createHash } from "node:crypto";

/** The sign that the server expects [wangdiantong 1.3]: keys in code-unit order, each as `LL-key:LLLL-value` with
 *  lengths in code points, then the secret, then MD5. */
export function expectSign(parameters: ReadonlyMap<string, string>, appsecret: string): string {
  const packed = [...parameters]
    .filter(([key]) => key !== "sign")
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${lengthOf(key, 2)}-${key}:${lengthOf(value, 4)}-${value}`)
    .join(";");
  return createHash("md5")
    .update(packed + appsecret, "utf8")
    .digest("hex");
}

function lengthOf(text: string, digits: number): string {
  return String([...text].length).padStart(digits, "0");
}
