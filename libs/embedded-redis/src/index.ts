export { startInContainer, type ContainerRedis } from "./container-redis.ts";
export { ensureServerBinary, findServerBinary, type ServerBinary } from "./server-binary.ts";
export { obtainRedis, type ObtainedRedis, type ObtainRedisOptions } from "./obtain-redis.ts";
export { withFileLock } from "./install-lock.ts";
export { isRunning, ownMark, type ProcessMark } from "./process-mark.ts";
export { RedisUnobtainableError } from "./redis-unobtainable-error.ts";
export { findRunning, type Serving } from "./running-record.ts";
export { diesWithParent, pickPort, startServer, type RunningServer, type ServerOptions } from "./server-process.ts";
