import { schemePrefix } from "@billferry/contracts";
import { startRedisCluster } from "@billferry/testing";
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";

import { startServices } from "../pipeline/stack.ts";
import { expectAllOnce, LIMIT_MS, startAll, untilShare } from "./run-through.ts";

/** Their hash tags do not all lie on one node. */
const SCHEMES = ["sal-outstock", "sal-returnstock", "stk-misdelivery"];
const FORMS = ["SAL_OUTSTOCK", "SAL_RETURNSTOCK", "STK_MisDelivery"];

type Cluster = Awaited<ReturnType<typeof startRedisCluster>>;

/** The node of each scheme. */
async function findHomes({ nodes }: Cluster): Promise<readonly number[]> {
  const counts = await Promise.all(
    nodes.map(async ({ url }) => {
      const redis = new Redis(url);
      const found = await Promise.all(SCHEMES.map(async (scheme) => redis.keys(`${schemePrefix(scheme)}:*`)));
      redis.disconnect();
      return found.map(({ length }) => length);
    }),
  );
  return SCHEMES.map((_, scheme) => counts.findIndex((count) => (count[scheme] ?? 0) > 0));
}

test(
  "three schemes on several nodes of a cluster, one of which dies in the middle: its replica takes over, and every order of all three is there once, without a restart",
  async () => {
    const cluster = await startRedisCluster({ replicas: true });
    onTestFinished(cluster.stop);
    const services = await startServices(
      { bills: 60, seed: 43, forms: FORMS },
      { REDIS_URL: cluster.url, SCHEMES: SCHEMES.join() },
    );
    const processes = startAll(services);
    await untilShare(services, 0.2);
    const homes = await findHomes(cluster);
    expect(new Set(homes).size).toBeGreaterThan(1);
    await cluster.nodes[homes[0] ?? -1]?.kill();
    await expectAllOnce(services, processes);
  },
  LIMIT_MS,
);
