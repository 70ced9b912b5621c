export { startFaultProxy, type FaultProxy } from "./fault-proxy.ts";
export { startRedisCluster } from "./test-cluster.ts";
export { startRedis, type StartRedisOptions, type TestRedis } from "./test-redis.ts";
export { startRedisSentinels } from "./test-sentinels.ts";
