export { startFaultProxy, type FaultProxy, type FaultProxyOptions, type SilentDirection } from "./fault-proxy.ts";
export { startRedis, type StartRedisOptions, type TestRedis } from "./test-redis.ts";
