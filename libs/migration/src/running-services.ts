import { INSTALLATION_PREFIX } from "@billferry/contracts";
import { formerKey } from "@billferry/ledger";
import { redisNowMs, type RedisConnection } from "@billferry/redis";

/** What of the version before works right now, in words: queues that a worker waits at, one entry for each worker. */
export async function runningServices(redis: RedisConnection, schemes: readonly string[]): Promise<readonly string[]> {
  const nodes = "nodes" in redis ? redis.nodes("master") : [redis];
  try {
    const lists = await Promise.all(nodes.map(async (node) => String(await node.client("LIST"))));
    return workersIn(lists.join("\n"));
  } catch {
    // Not every user may list the clients; a lease tells the same, up to a minute after its holder's end.
    return leaseHolders(redis, schemes);
  }
}

/** BullMQ names the connection of a worker by its queue: prefix, ":", the name in base64, and what else it likes. */
function workersIn(clients: string): readonly string[] {
  return [...clients.matchAll(/ name=(\S*)/g)].flatMap(([, name = ""]) => {
    const [prefix, queue = ""] = name.split(":");
    return prefix === INSTALLATION_PREFIX ? [Buffer.from(queue, "base64").toString("utf8")] : [];
  });
}

async function leaseHolders(redis: RedisConnection, schemes: readonly string[]): Promise<readonly string[]> {
  const nowMs = await redisNowMs(redis);
  const asked = schemes.map(async (name) => redis.hmget(formerKey(name, "lease"), "holder", "until"));
  const leases = await Promise.all(asked);
  return leases.flatMap(([holder, until]) => (Number(until ?? 0) > nowMs ? [holder ?? ""] : []));
}
