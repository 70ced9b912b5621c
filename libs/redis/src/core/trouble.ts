import { Fault, isFault } from "@billferry/contracts";

/**
 * What an error of Redis means for us:
 * - `moved`: this server takes no work from us any more, another one may: give the connection up and ask for the name
 *   again. The command had no effect, so it is sent again there;
 * - `waits`: it passes by itself, or when somebody has looked after the server; no work is burned meanwhile;
 * - `refused`: a setting is wrong, and waiting mends nothing.
 */
export interface RedisTrouble {
  readonly kind: "moved" | "waits" | "refused";
  readonly text: string;
}

/** The rights that the queues and the ledger need, as `ACL SETUSER` takes them. */
export const NEEDED_RIGHTS = "on ~{billferry* &* +@all -@dangerous +info +client|list";

const READ_ONLY = "Redis 是只读副本(主从切换中,或 REDIS_URL 指向了副本)";

// Before Redis 7 the error of a command within a script stands in the middle, after a dash.
const code = (name: string): RegExp => new RegExp(`(^|-)${name}\\b`);

const TABLE: readonly (readonly [RegExp, RedisTrouble["kind"], string])[] = [
  [code("READONLY"), "moved", READ_ONLY],
  [code("MASTERDOWN"), "moved", "Redis 副本与主节点失去联系"],
  [code("LOADING"), "moved", "Redis 正在载入数据"],
  [code("UNBLOCKED"), "moved", "Redis 由主节点变为副本"],
  [code("MISCONF"), "waits", "Redis 无法把数据写入磁盘,拒绝写入:请检查磁盘空间与权限"],
  [code("OOM"), "waits", "Redis 内存已用尽,拒绝写入:请增大 maxmemory 或机器内存"],
  [code("NOREPLICAS"), "waits", "Redis 的可用副本不足(min-replicas-to-write),拒绝写入:请恢复副本"],
  [code("BUSY"), "waits", "Redis 正在执行他人的长脚本:等它结束,或由管理员执行 SCRIPT KILL"],
  [code("CLUSTERDOWN"), "waits", "Redis 集群暂不可用:请检查各节点"],
  [code("TRYAGAIN"), "waits", "Redis 集群正在迁移数据"],
  [code("EXECABORT"), "waits", "Redis 放弃了一组命令"],
  [/max number of clients reached/, "waits", "Redis 连接数已满(maxclients):请关闭多余的连接或调大 maxclients"],
  [/Too many Cluster redirections|Failed to refresh slots cache/, "waits", "Redis 集群暂不可用:请检查各节点"],
  [/^Connection is closed|aborted due to connection close|^Command timed out/, "waits", "与 Redis 的连接中断"],
  [code("NOAUTH"), "refused", "Redis 需要密码:请在 REDIS_URL 中写上密码(redis://:密码@主机:端口)"],
  [code("WRONGPASS"), "refused", "Redis 的用户名或密码不正确,或该用户已停用:请修改 REDIS_URL"],
  [/invalid password/, "refused", "Redis 的密码不正确:请修改 REDIS_URL"],
  [code("NOPERM"), "refused", `Redis 用户的权限不足:请管理员执行 ACL SETUSER 用户名 ${NEEDED_RIGHTS}`],
  [/DB index is out of range/, "refused", "Redis 没有 REDIS_URL 中的数据库编号:请改用存在的编号"],
  [/DENIED Redis is running in protected mode/, "refused", "Redis 处于保护模式,只接受本机连接:请为它设置密码"],
];

/** Undefined for what is no trouble of Redis'. */
export function troubleOf(error: unknown): RedisTrouble | undefined {
  if (!(error instanceof Error) || isFault(error)) return undefined;
  const found = TABLE.find(([pattern]) => pattern.test(error.message));
  return found && { kind: found[1], text: found[2] };
}

/** As a fault of ours, with the word by which Redis refused (`refusal`: MISCONF); other errors stay what they are. */
export function toRedisFault(error: unknown): unknown {
  const trouble = troubleOf(error);
  if (trouble === undefined) return error;
  const refusal = error instanceof Error ? /(?:^|-)([A-Z]{3,})\b/.exec(error.message)?.[1] : undefined;
  const code = trouble.kind === "refused" ? "REDIS_UNUSABLE" : "REDIS_BUSY";
  return new Fault(code, trouble.text, refusal === undefined ? {} : { details: { refusal } });
}

/** The word by which a Redis that answers refuses its work for now; undefined where that is not the trouble. */
export function refusalOf(error: unknown): string | undefined {
  const fault = toRedisFault(error);
  if (!isFault(fault) || fault.code !== "REDIS_BUSY") return undefined;
  const { refusal } = fault.details;
  return typeof refusal === "string" ? refusal : undefined;
}

const OLDEST = [6, 2] as const;

/** What INFO tells, as far as it matters here; undefined where a server does not say. */
interface RedisInfo {
  readonly version: string | undefined;
  readonly isReplica: boolean;
  readonly isLoading: boolean;
  readonly evictionPolicy: string | undefined;
  readonly isAppendOnly: boolean | undefined;
}

export function parseRedisInfo(text: string): RedisInfo {
  const lines = new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const colon = line.indexOf(":");
      return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1)] as const] : [];
    }),
  );
  const appendOnly = lines.get("aof_enabled");
  return {
    version: lines.get("redis_version"),
    isReplica: lines.get("role") === "slave",
    isLoading: lines.get("loading") === "1",
    evictionPolicy: lines.get("maxmemory_policy"),
    isAppendOnly: appendOnly === undefined ? undefined : appendOnly === "1",
  };
}

/** What is wrong with the version, for a person; undefined where it will do. */
export function tooOld({ version }: RedisInfo): string | undefined {
  if (version === undefined) return undefined;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (!(major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))) return undefined;
  return `Redis 版本为 ${version},需要 ${OLDEST.join(".")} 或更高(建议 7.2);请升级,或让 REDIS_URL 指向新的 Redis`;
}

/** What this server lacks for durable queues, for a person; undefined where it will do. */
export function unfitness(info: RedisInfo): string | undefined {
  const { evictionPolicy } = info;
  if (evictionPolicy === undefined || evictionPolicy === "noeviction") return tooOld(info);
  return tooOld(info) ?? `maxmemory-policy 为 ${evictionPolicy},会静默丢弃任务;请改为 noeviction`;
}
