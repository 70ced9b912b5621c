import type { Ledger } from "@billferry/ledger";
import { repeat } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import { fullVersion, type Scheme } from "@billferry/scheme";

import { releaseGaps } from "./release-gaps.ts";

/** A table that changed while no transformer ran, or while a bill was being held, is made good by then. */
const EVERY_MS = 60_000;

export interface MappingFollower {
  /** The scheme or its tables are others from now on. */
  changed(scheme: Scheme): void;
  stop(): Promise<void>;
}

/**
 * Has made anew what is not finished whenever the mapping is another one than before, be it that it changed while
 * nothing ran, and releases who waited for codes that have a row by now. One thing at a time; what goes wrong is tried
 * again.
 */
export function followMapping(
  { ledger, log }: { readonly ledger: Pick<Ledger, "anew" | "gaps">; readonly log: Logger },
  current: () => Scheme,
): MappingFollower {
  let running: Promise<void> = Promise.resolve();
  let isFollowed = false;
  const onError = (error: unknown): void => {
    isFollowed = false;
    log.warn({ event: "mapping.unfollowed", error: String(error) }, "重做未能安排,稍后再试");
  };
  const enqueue = async (act: () => Promise<void>): Promise<void> => (running = running.then(act).catch(onError));
  const tell = (bills: number): void => {
    if (bills > 0) log.info({ event: "mapping.changed", bills }, "方案或对照表已更新,未完成的单据将重做");
  };
  const release = async (): Promise<void> => void (await releaseGaps({ ledger, log }, current()));
  const catchUp = async (): Promise<void> =>
    enqueue(async () => {
      if (!isFollowed) tell(await ledger.anew.followMapping("transformer", fullVersion(current())));
      isFollowed = true;
      await release();
    });
  const following = repeat(catchUp, { everyMs: EVERY_MS, onError, isFirstAtOnce: true });
  return {
    // Each replica asks at its own change: who changes last asks when all have the same tables.
    changed: (scheme) =>
      void enqueue(async () => {
        tell(await ledger.anew.askUnfinished());
        await ledger.anew.noteMapping("transformer", fullVersion(scheme));
        await release();
      }),
    stop: async () => {
      await following.stop();
      await running;
    },
  };
}
