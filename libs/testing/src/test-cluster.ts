import { setTimeout as wait } from "node:timers/promises";

import { Redis } from "ioredis";

import { startRedis, type TestRedis } from "./test-redis.ts";

export interface TestCluster {
  readonly url: string;
  readonly nodes: readonly TestRedis[];
  readonly stop: () => Promise<void>;
}

const MASTERS = 3;
const SLOTS = 16_384;
const POLL_MS = 50;

/** A real Redis Cluster of three masters, each with a third of the slots. */
export async function startRedisCluster(): Promise<TestCluster> {
  const extraArgs = ["--cluster-enabled", "yes", "--cluster-node-timeout", "2000"];
  const nodes = await Promise.all(Array.from({ length: MASTERS }, async () => startRedis({ extraArgs })));
  const clients = nodes.map(({ url }) => new Redis(url));
  await Promise.all(
    clients.map(async (client, index) => {
      const [from, to] = [index, index + 1].map((each) => Math.floor((each * SLOTS) / MASTERS));
      await client.call("CLUSTER", "SET-CONFIG-EPOCH", index + 1);
      await client.cluster("ADDSLOTS", ...Array.from({ length: to! - from! }, (_, slot) => from! + slot));
    }),
  );
  for (const { port } of nodes.slice(1)) await clients[0]!.cluster("MEET", "127.0.0.1", port);
  for (const client of clients) await untilWhole(client);
  for (const client of clients) client.disconnect();
  return {
    url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(",")}`,
    nodes,
    stop: async () => void (await Promise.all(nodes.map(async (node) => node.stop()))),
  };
}

async function untilWhole(client: Redis): Promise<void> {
  for (;;) {
    const info = await client.cluster("INFO");
    if (info.includes("cluster_state:ok") && info.includes(`cluster_known_nodes:${MASTERS}`)) return;
    await wait(POLL_MS);
  }
}
