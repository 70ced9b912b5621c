import { randomUUID } from "node:crypto";
import { join } from "node:path";

import { defineCommands } from "./commands.ts";
import type { RedisConnection } from "./connect.ts";

/** Held by one process at a time; it ends by itself where that process dies. */
export interface Lock {
  readonly isOurs: () => Promise<boolean>;
  /** Renews it for its whole life; false where it was lost. */
  readonly renew: () => Promise<boolean>;
  /** Gives it back; does nothing where it was lost and is another's by now. */
  readonly release: () => Promise<void>;
}

export interface LockRef {
  readonly redis: RedisConnection;
  readonly key: string;
  readonly lifeMs: number;
}

interface LockCommands {
  readonly renewLock: (keys: readonly [lock: string], token: string, lifeMs: number) => Promise<0 | 1>;
  readonly releaseLock: (keys: readonly [lock: string], token: string) => Promise<0 | 1>;
}

/** Undefined where somebody has it. */
export async function takeLock({ redis, key, lifeMs }: LockRef): Promise<Lock | undefined> {
  const token = randomUUID();
  if ((await redis.set(key, token, "PX", lifeMs, "NX")) === null) return undefined;
  const commands = defineCommands<LockCommands>(redis, join(import.meta.dirname, "commands"));
  return {
    isOurs: async () => (await redis.get(key)) === token,
    renew: async () => (await commands.renewLock([key], token, lifeMs)) === 1,
    release: async () => void (await commands.releaseLock([key], token)),
  };
}

/** Does something under a lock; undefined where somebody has it. */
export async function withLock<Result>(
  ref: LockRef,
  act: (lock: Lock) => Promise<Result>,
): Promise<Result | undefined> {
  const lock = await takeLock(ref);
  if (lock === undefined) return undefined;
  try {
    return await act(lock);
  } finally {
    await lock.release();
  }
}
