/** Thrown when no Redis can be had or started. The message is for an operator: what was tried, and what to do. */
export class RedisUnobtainableError extends Error {
  override readonly name = "RedisUnobtainableError";

  constructor(reason: string, options: { cause?: unknown } = {}) {
    super(`无法获得 Redis:${reason} → ${REMEDY}`, options);
  }
}

const REMEDY =
  "请任选其一:设置 REDIS_URL 指向已有的 Redis(6.2 以上);或安装 redis-server" +
  "(Debian/Ubuntu:apt-get install redis-server;macOS:brew install redis);或启动 Docker";
