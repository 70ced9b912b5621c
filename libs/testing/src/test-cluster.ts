import { setTimeout as wait } from "node:timers/promises";

import { Redis } from "ioredis";

import { startRedis, type TestRedis } from "./test-redis.ts";

export interface TestCluster {
  readonly url: string;
  /** The masters at first. */
  readonly nodes: readonly TestRedis[];
  /** Of each master the one that follows it; none unless asked for. */
  readonly replicas: readonly TestRedis[];
  readonly stop: () => Promise<void>;
}

const MASTERS = 3;
const SLOTS = 16_384;
const POLL_MS = 50;

/** A real Redis Cluster of three masters, each with a third of the slots, and with `replicas` one more of each. */
export async function startRedisCluster(options: { readonly replicas?: boolean } = {}): Promise<TestCluster> {
  const extraArgs = ["--cluster-enabled", "yes", "--cluster-node-timeout", "2000", "--repl-diskless-sync-delay", "0"];
  const startAll = async (): Promise<readonly TestRedis[]> =>
    Promise.all(Array.from({ length: MASTERS }, async () => startRedis({ extraArgs })));
  const nodes = await startAll();
  const clients = nodes.map(({ url }) => new Redis(url));
  await Promise.all(
    clients.map(async (client, index) => {
      const [from, to] = [index, index + 1].map((each) => Math.floor((each * SLOTS) / MASTERS));
      await client.call("CLUSTER", "SET-CONFIG-EPOCH", index + 1);
      await client.cluster("ADDSLOTS", ...Array.from({ length: to! - from! }, (_, slot) => from! + slot));
    }),
  );
  for (const { port } of nodes.slice(1)) await clients[0]!.cluster("MEET", "127.0.0.1", port);
  for (const client of clients) await untilWhole(client, MASTERS);
  const replicas = options.replicas === true ? await startAll() : [];
  await Promise.all(replicas.map(async (replica, index) => follow(replica, clients[index]!, nodes[index]!.port)));
  for (const client of clients) await untilWhole(client, MASTERS + replicas.length);
  for (const client of clients) client.disconnect();
  return {
    url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(",")}`,
    nodes,
    replicas,
    stop: async () => void (await Promise.all([...nodes, ...replicas].map(async (node) => node.stop()))),
  };
}

async function follow(replica: TestRedis, master: Redis, masterPort: number): Promise<void> {
  const client = new Redis(replica.url);
  await client.cluster("MEET", "127.0.0.1", masterPort);
  await untilWhole(client, MASTERS + 1);
  await client.cluster("REPLICATE", await master.cluster("MYID"));
  while (!(await client.info("replication")).includes("master_link_status:up")) await wait(POLL_MS);
  client.disconnect();
}

async function untilWhole(client: Redis, nodes: number): Promise<void> {
  for (;;) {
    const info = await client.cluster("INFO");
    const known = Number(/cluster_known_nodes:(\d+)/.exec(info)?.[1]);
    if (info.includes("cluster_state:ok") && known >= nodes) return;
    await wait(POLL_MS);
  }
}
