export { startFaultProxy, type FaultProxy, type FaultProxyOptions, type SilentDirection } from "./fault-proxy.ts";
export { startRedisCluster, type TestCluster } from "./test-cluster.ts";
export { startRedis, type RedisSnapshot, type StartRedisOptions, type TestRedis } from "./test-redis.ts";
export { type Trap, type TrapOptions } from "./trap.ts";
