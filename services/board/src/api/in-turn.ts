import { openBeside, withLock, type LockRef, type RedisConnection } from "@billferry/redis";

const MS = 1_000;

interface Turn extends LockRef {
  /** How long somebody waits for whoever is before him. */
  readonly patienceMs: number;
}

/**
 * Does something under a lock, after whoever has it: he tells those who wait, of all boards, when he is done. Undefined
 * where he takes longer than somebody waits, or has died with it.
 */
export async function inTurn<Result>(
  { patienceMs, ...ref }: Turn,
  act: () => Promise<Result>,
): Promise<{ readonly result: Result } | undefined> {
  const { redis, key } = ref;
  const told = `${key}:done`;
  const deadline = performance.now() + patienceMs;
  let beside: RedisConnection | undefined;
  try {
    for (;;) {
      const done = await actIfFree(ref, told, act);
      const leftMs = deadline - performance.now();
      if (done !== undefined || leftMs <= 0) return done;
      beside ??= openBeside(redis, "board-turn");
      // What is told stays there, for all who wait. A connection that breaks is as good as being told: they look.
      await beside.blmove(told, told, "LEFT", "RIGHT", leftMs / MS).catch(() => null);
    }
  } finally {
    beside?.disconnect();
  }
}

async function actIfFree<Result>(ref: LockRef, told: string, act: () => Promise<Result>) {
  const { redis } = ref;
  let isOurs = false;
  try {
    return await withLock(ref, async () => {
      isOurs = true;
      await redis.del(told);
      return { result: await act() };
    });
  } finally {
    // After the lock is given back, or whoever is told would find it taken.
    if (isOurs) await redis.multi().rpush(told, "").pexpire(told, ref.lifeMs).exec();
  }
}
