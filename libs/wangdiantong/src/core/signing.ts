/** Parameters of one call, system and business ones together, as raw text. */
export type CallParameters = Readonly<Record<string, string>>;

/** Never part of the signed text: the sign itself, and the secret, which is never sent [wangdiantong 1.3]. */
const UNSIGNED = new Set(["sign", "appsecret"]);

/**
 * The text that is signed: keys in ascending order, each as `<key length, 2 digits>-<key>:<value length, 4
 * digits>-<value>`, joined with ";" [wangdiantong 1.3]. Lengths are code points of the raw values; a length of more
 * digits is written in full. The caller appends the secret and takes the MD5 of the UTF-8 bytes.
 */
export function packParameters(parameters: CallParameters): string {
  return Object.entries(parameters)
    .filter(([key]) => !UNSIGNED.has(key))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${measure(key, 2)}-${key}:${measure(value, 4)}-${value}`)
    .join(";");
}

/** As pure ASCII, `\uXXXX` for each other UTF-16 unit: signed right however the server counts [wangdiantong 1.4]. */
export function escapeAscii(json: string): string {
  return json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Without empty values: whether the server signs them as "0000-" is unknown [wangdiantong 1.3]. */
export function omitEmpty(parameters: Readonly<Record<string, string | number | undefined>>): CallParameters {
  const filled: Record<string, string> = {};
  for (const [key, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== "") filled[key] = String(value);
  }
  return filled;
}

function measure(text: string, digits: number): string {
  // Of what is plain ASCII, as orders are (`escapeAscii`), every unit is a code point.
  const length = /^[\0-\x7f]*$/.test(text) ? text.length : [...text].length;
  return String(length).padStart(digits, "0");
}
