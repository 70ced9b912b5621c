import { randomUUID } from "node:crypto";

import { describeFault, Fault, isFault, MustWait, schemePrefix } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import type { TypedQueue } from "@billferry/runtime";

import { restMs } from "./core/judge-trouble.ts";
import { makeAnew } from "./make-anew.ts";
import { openLedger, type ReadingDependencies } from "./reading.ts";

const EVERY_MS = 1_000;
const LEFT_MS = 2_000;
const BATCH = 100;
/** One replica at a time; a killed one's turn ends by itself. */
const LOCK_MS = 60_000;
const UNLOCK = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end`;

export interface AnewLoopDependencies extends ReadingDependencies {
  readonly redis: RedisConnection;
  readonly extractQueue: TypedQueue<"extract">;
}

/**
 * Makes bills anew as they are asked for, beside the readings, so that a long first reading holds nobody up. It rests
 * with the scheme, while reading is paused, and longer each time that Kingdee fails.
 */
export function startAnewLoop(deps: AnewLoopDependencies): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  let failures = 0;
  let dueAtMs = 0;
  let running: Promise<void> | undefined;
  const turn = async (): Promise<void> => {
    try {
      const isLeft = await makeListedAnew(deps, stopping.signal);
      failures = 0;
      // At work at this moment, or approved a moment ago.
      if (isLeft) dueAtMs = performance.now() + LEFT_MS;
    } catch (error) {
      if (stopping.signal.aborted || error instanceof MustWait) return;
      failures += 1;
      const rest = restMs(failures);
      dueAtMs = performance.now() + rest;
      const shown = isFault(error) ? describeFault(error) : String(error);
      deps.log.warn({ event: "anew.failed", error: shown, restMs: rest }, "重做单据未成功,稍后再试");
    }
  };
  const timer = setInterval(() => {
    if (running !== undefined || performance.now() < dueAtMs) return;
    running = turn().finally(() => (running = undefined));
  }, EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await running;
    },
  };
}

/** Whether some are left that could not be made yet. */
async function makeListedAnew(deps: AnewLoopDependencies, signal: AbortSignal): Promise<boolean> {
  if ((await deps.ledger.anew.list(1)).length === 0) return false;
  if ((await openLedger(deps)) > 0) return false;
  const [key, token] = [`${schemePrefix(deps.scheme.definition.name)}:anew`, randomUUID()];
  if ((await deps.redis.set(key, token, "PX", LOCK_MS, "NX")) === null) return false;
  try {
    await deps.learnClock(signal);
    let left = 0;
    for (;;) {
      signal.throwIfAborted();
      if (await deps.extractQueue.isPaused()) return false;
      const listed = await deps.ledger.anew.list(BATCH, left);
      if (listed.length === 0) return left > 0;
      const { made, doubts } = await makeAnew(deps, listed, signal);
      if (made.length > 0) deps.log.info({ event: "bills.anew", bills: made.length }, "单据已按现在的方案和对照表重做");
      if (doubts[0] !== undefined) throw new Fault("KD_CONTRACT_BROKEN", `${doubts[0]};未据此撤回任何单据`);
      const still = await deps.ledger.anew.waiting(listed.map(({ billId }) => billId));
      left += still.size;
      await deps.redis.pexpire(key, LOCK_MS);
    }
  } finally {
    await deps.redis.eval(UNLOCK, 1, key, token);
  }
}
