import type { SweepJob } from "@billferry/contracts";
import type { Ledger } from "@billferry/ledger";
import { repeat, type RepeatingTask } from "@billferry/redis";
import { enqueue, type Logger, type TypedQueue } from "@billferry/runtime";

const LOOK_MS = 10_000;

/**
 * Asks for a sweep when another primary answers than before: after a failover, or a Redis that was started anew, a job
 * that the former one acknowledged may be missing though the bill is known. Only a sweep finds such a bill; without
 * this it would wait for the next one, by default an hour. Asked for first, noted then: a crash between asks again for
 * what is there already. `delayMs`: a sweep takes nobody for lost whose job may still be about to come.
 */
export function watchPrimary(
  deps: {
    readonly ledger: Pick<Ledger, "progress">;
    readonly sweepQueue: TypedQueue<"sweep">;
    readonly log: Logger;
  },
  {
    payload,
    delayMs,
    everyMs = LOOK_MS,
  }: { readonly payload: SweepJob; readonly delayMs: number; readonly everyMs?: number },
): RepeatingTask {
  const { ledger, sweepQueue, log } = deps;
  const look = async (): Promise<void> => {
    const { now, noted } = await ledger.progress.primary();
    if (now === noted) return;
    if (noted !== "") {
      await enqueue(sweepQueue, [{ id: `sweep-primary-${now}`, payload }], { delayMs });
      log.warn({ event: "redis.primary-changed" }, "Redis 主库已切换或重启,稍后补漏一次,找回可能未同步的任务");
    }
    await ledger.progress.notePrimary(now);
  };
  return repeat(look, {
    everyMs,
    isFirstAtOnce: true,
    onError: (error) => log.debug({ event: "primary.unknown", error: String(error) }, "暂时无法确认 Redis 主库"),
  });
}
