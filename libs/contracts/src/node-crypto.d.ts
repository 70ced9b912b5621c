/** The one thing of Node's that pure code may use: a SHA-256 is a function of its text and of nothing else. */
declare module "node:crypto" {
  export function hash(algorithm: "sha256", text: string, encoding: "hex"): string;
}
