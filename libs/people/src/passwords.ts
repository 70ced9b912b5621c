import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(argon2) as (algorithm: "argon2id", parameters: Argon2Parameters) => Promise<Buffer>;

/** What OWASP asks for at least: 19 MiB, twice, one lane. */
const COSTS = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const TAG_BYTES = 32;
const ARGON = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** A line's hash, in the form that every tool writes (PHC). */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const { memory, passes, parallelism } = COSTS;
  const tag = await derive("argon2id", { message: password, nonce, tagLength: TAG_BYTES, ...COSTS });
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${bare(nonce)}$${bare(tag)}`;
}

/** Whether this hash is one of ours; else it is bcrypt's. */
export function isArgon(hash: string): boolean {
  return ARGON.test(hash);
}

export async function isRightPassword(password: string, hash: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt = "", known = ""] = ARGON.exec(hash) ?? [];
  if (memory === undefined) return false;
  const tag = Buffer.from(known, "base64");
  const costs = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const nonce = Buffer.from(salt, "base64");
  const given = await derive("argon2id", { message: password, nonce, tagLength: tag.length, ...costs });
  return timingSafeEqual(given, tag);
}

/** Base64 without its padding. */
function bare(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
