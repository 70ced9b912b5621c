import { describeFault, Fault, isFault, MustWait, schemePrefix } from "@billferry/contracts";
import { withLock, type RedisConnection, type RepeatingTask } from "@billferry/redis";
import type { TypedQueue } from "@billferry/runtime";

import { restMs } from "./core/judge-trouble.ts";
import { makeAnew } from "./make-anew.ts";
import { openLedger, type ReadingDependencies } from "./reading.ts";

/** Some are at work at this moment, or were approved a moment ago. */
const LEFT_MS = 2_000;
const BATCH = 100;
/** One replica at a time; a killed one's turn ends by itself. */
const LOCK_MS = 60_000;

export interface AnewLoopDependencies extends ReadingDependencies {
  readonly redis: RedisConnection;
  readonly extractQueue: TypedQueue<"extract">;
}

/** Makes bills anew beside the readings; rests with the scheme, in a pause, and longer each time that Kingdee fails. */
export function startAnewLoop(deps: AnewLoopDependencies): RepeatingTask {
  const stopping = new AbortController();
  let failures = 0;
  let restsUntilMs = 0;
  let running: Promise<void> = Promise.resolve();
  const turn = async (): Promise<void> => {
    try {
      const isLeft = await makeListedAnew(deps, stopping.signal);
      failures = 0;
      if (isLeft) restsUntilMs = performance.now() + LEFT_MS;
    } catch (error) {
      if (error instanceof MustWait || stopping.signal.aborted) return;
      failures += 1;
      const rest = restMs(failures);
      restsUntilMs = performance.now() + rest;
      const shown = isFault(error) ? describeFault(error) : String(error);
      deps.log.warn({ event: "anew.failed", error: shown, restMs: rest }, "重做单据未成功,稍后再试");
    }
  };
  const unwatch = deps.ledger.anew.whileAsked(async () => {
    if (performance.now() >= restsUntilMs) await (running = turn());
  });
  return {
    stop: async () => {
      unwatch();
      stopping.abort();
      await running;
    },
  };
}

/** Whether some are left that could not be made yet. */
async function makeListedAnew(deps: AnewLoopDependencies, signal: AbortSignal): Promise<boolean> {
  if ((await deps.ledger.anew.list(1)).length === 0) return false;
  if ((await openLedger(deps)) > 0) return false;
  const key = `${schemePrefix(deps.scheme.definition.name)}:anew`;
  const isLeft = await withLock({ redis: deps.redis, key, lifeMs: LOCK_MS }, async (lock) => {
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
      if (!(await lock.renew())) return false;
    }
  });
  return isLeft ?? false;
}
