import type { RedisConnection } from "./connect.ts";
import { repeat, type RepeatingTask } from "./repeat.ts";

/** Keys that are either to be there, all of them, or not to be there, none of them. */
export interface WatchedKeys {
  readonly keys: readonly string[];
  readonly expected: "all" | "none";
  /** They are not as expected: called once a second for as long as it is so, never twice at a time. */
  act(): Promise<void>;
}

const EVERY_MS = 1_000;

const rounds = new WeakMap<RedisConnection, KeyRound>();

/**
 * Watches keys from now on, and gives back how to end that. Once a second all that is watched over a connection is
 * asked about in two commands, whatever its number, as long as all is as expected.
 */
export function watchKeys(redis: RedisConnection, watched: WatchedKeys): () => void {
  const round = rounds.get(redis) ?? new KeyRound(redis);
  rounds.set(redis, round);
  return round.add(watched);
}

class KeyRound {
  readonly #redis: RedisConnection;
  readonly #watched = new Set<WatchedKeys>();
  readonly #acting = new Set<WatchedKeys>();
  #task: RepeatingTask | undefined;

  constructor(redis: RedisConnection) {
    this.#redis = redis;
  }

  add(watched: WatchedKeys): () => void {
    this.#watched.add(watched);
    this.#task ??= repeat(async () => this.#look(), { everyMs: EVERY_MS, onError: () => undefined });
    return () => {
      this.#watched.delete(watched);
      if (this.#watched.size > 0) return;
      void this.#task?.stop();
      this.#task = undefined;
    };
  }

  async #look(): Promise<void> {
    const all = [...this.#watched].filter((each) => !this.#acting.has(each));
    const groups = this.#redis.isCluster
      ? all.map((each) => [each])
      : (["all", "none"] as const).map((expected) => all.filter((each) => each.expected === expected));
    const found = await Promise.all(groups.map(async (group) => this.#findUnexpected(group)));
    for (const watched of found.flat()) void this.#act(watched);
  }

  /** By halves: few questions where few are not as expected. */
  async #findUnexpected(group: readonly WatchedKeys[]): Promise<readonly WatchedKeys[]> {
    const [first] = group;
    if (first === undefined) return [];
    const keys = group.flatMap((each) => each.keys);
    const count = await this.#redis.exists(keys);
    if (count === (first.expected === "all" ? keys.length : 0)) return [];
    if (group.length === 1) return group;
    const middle = Math.ceil(group.length / 2);
    const halves = [group.slice(0, middle), group.slice(middle)];
    return (await Promise.all(halves.map(async (half) => this.#findUnexpected(half)))).flat();
  }

  /** One that takes long, or fails, holds up no other. */
  async #act(watched: WatchedKeys): Promise<void> {
    this.#acting.add(watched);
    try {
      await watched.act();
    } catch {
      // It is tried again in a second.
    } finally {
      this.#acting.delete(watched);
    }
  }
}
