import { Ledger } from "@billferry/ledger";
import { readStatus } from "@billferry/desk";
import { createLogger } from "@billferry/runtime";
import type { Redis } from "ioredis";

const log = createLogger({ name: "proof", level: "fatal", version: "0" });

/**
 * Whether the product itself says that nothing is left to do, having read past `changedAtMs`. It decides only when the
 * judge is asked, never what the judge says.
 */
export async function isNothingLeft(redis: Redis, scheme: string, changedAtMs: number): Promise<boolean> {
  const { watermarkMs } = await new Ledger(redis, scheme).progress.read();
  if (watermarkMs === null || watermarkMs <= changedAtMs) return false;
  return (await readStatus(redis, scheme, log)).idle;
}
