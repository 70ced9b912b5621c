import { Fault, INSTALLATION_PREFIX } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";

/** The version of the stored state; another one is refused rather than misread. */
export const STATE_VERSION = "3";

/** The version before, which `billferry migrate` takes over. */
export const FORMER_STATE_VERSION = "2";

/** A key of a ledger of the version before. */
export function formerKey(scheme: string, name: string): string {
  return `${INSTALLATION_PREFIX}L:${scheme}:${name}`;
}

/** Throws a Fault `STATE_UNREADABLE` where one of these schemes has a ledger of the version before. */
export async function refuseFormerState(redis: RedisConnection, schemes: readonly string[]): Promise<void> {
  const versions = await Promise.all(schemes.map(async (name) => redis.hget(formerKey(name, "progress"), "version")));
  const former = schemes.filter((_, index) => ![null, STATE_VERSION].includes(versions[index] ?? null));
  if (former.length === 0) return;
  throw new Fault(
    "STATE_UNREADABLE",
    `方案 ${former.join("、")} 的台账由旧版本写入,须先迁移:停止各服务,运行 npx billferry migrate,再启动(不影响已送达的单据)`,
  );
}
