export { startInContainer } from "./container-redis.ts";
export { ensureServerBinary } from "./server-binary.ts";
export { obtainRedis, type ObtainedRedis, type ObtainRedisOptions } from "./obtain-redis.ts";
export { withFileLock } from "./install-lock.ts";
export { isRunning, ownMark, type ProcessMark } from "./process-mark.ts";
export { RedisUnobtainableError } from "./redis-unobtainable-error.ts";
export { findRunning } from "./running-record.ts";
export { diesWithParent, pickPort, startServer, type RunningServer } from "./server-process.ts";
