export { redisNowMs } from "./clock.ts";
export { batchScript } from "./batch-script.ts";
export { defineCommands } from "./commands.ts";
export { describeRedisAddress, parseRedisAddress, redisAddress } from "./core/address.ts";
export { NEEDED_RIGHTS, refusalOf, toRedisFault } from "./core/trouble.ts";
export {
  checkRedisVersion,
  connectRedis,
  pingRedis,
  proveRedis,
  waitForRedis,
  type RedisConnection,
} from "./connect.ts";
export { scanKeys } from "./scan.ts";
export { keepLease } from "./lease.ts";
export type { Logger } from "./log-words.ts";
export { takeLock, withLock, type Lock, type LockRef } from "./lock.ts";
export { repeat, type RepeatingTask } from "./repeat.ts";
export { openBeside, renameConnection } from "./beside.ts";
export { watchKeys } from "./key-round.ts";
