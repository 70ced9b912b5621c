export { defineCommands } from "./commands.ts";
export { describeRedisAddress, parseRedisAddress, readRedisAddress, type RedisAddress } from "./core/address.ts";
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
export { keepLease, type KeptLease, type LeaseAnswer } from "./lease.ts";
