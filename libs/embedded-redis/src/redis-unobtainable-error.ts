/** Thrown when no Redis can be had or started. The message is for an operator: what was tried, and what to do. */
export class RedisUnobtainableError extends Error {
  override readonly name = "RedisUnobtainableError";

  constructor(reason: string, options: { cause?: unknown; remedy?: string } = {}) {
    super(`无法获得 Redis:${reason} → ${options.remedy ?? REMEDY}`, options);
  }
}

const REMEDY =
  "请任选其一:设置 REDIS_URL 指向已有的 Redis(6.2 以上);或安装 redis-server" +
  "(Debian/Ubuntu:apt-get install redis-server;macOS:brew install redis);或启动 Docker";

/** Why a server did not start, from its own last words, with what helps against just that. */
export function explainFailedStart(words: string, dataDir: string): RedisUnobtainableError {
  const cause = CAUSES.find(({ pattern }) => pattern.test(words));
  if (cause === undefined) return new RedisUnobtainableError(`redis-server 未能启动(${words})`);
  return new RedisUnobtainableError(`${cause.reason}(${words})`, { remedy: cause.remedy(dataDir) });
}

const CAUSES: readonly { pattern: RegExp; reason: string; remedy: (dataDir: string) => string }[] = [
  {
    pattern: /no space left|disk quota/i,
    reason: "磁盘已满",
    remedy: (dataDir) => `腾出 ${dataDir} 所在磁盘的空间后重新启动,已有的数据都在`,
  },
  {
    pattern: /permission denied|read-only file system/i,
    reason: "数据目录不可写",
    remedy: (dataDir) => `把 ${dataDir} 改为当前用户可读写,或以 DATA_DIR 指定另一个数据目录`,
  },
  {
    pattern: /bad file format|unexpected end of file|wrong signature|corrupt|manifest/i,
    reason: "数据文件已损坏",
    remedy: (dataDir) =>
      `移走 ${dataDir} 后重新启动:台账由金蝶与旺店通两端重建,不会重复;或先以 redis-check-aof --fix 修复`,
  },
];
