export { startInContainer, type ContainerRedis } from "./container-redis.ts";
export { ensureServerBinary, findServerBinary, type ServerBinary } from "./server-binary.ts";
export { obtainRedis, type ObtainedRedis, type ObtainRedisOptions } from "./obtain-redis.ts";
export { RedisUnobtainableError } from "./redis-unobtainable-error.ts";
export { findRunning } from "./running-record.ts";
export { diesWithParent, pickPort, startServer, type RunningServer, type ServerOptions } from "./server-process.ts";
