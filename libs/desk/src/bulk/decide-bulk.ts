import { redisNowMs, type RedisConnection } from "@billferry/redis";

import { isBulkRunning, type BulkAct } from "../core/bulk-act.ts";
import { beginRun, stopRun } from "../core/bulk-run.ts";
import { chooseCanary } from "../core/choose-canary.ts";
import { BulkStore } from "./bulk-store.ts";

/** What a person's word about an act came to. */
export type BulkDecision =
  | { readonly kind: "begun" | "stopped"; readonly act: BulkAct }
  /** It was so already: by whom is in it. */
  | { readonly kind: "unchanged"; readonly act: BulkAct }
  /** Another one goes on in this scheme; one at a time. */
  | { readonly kind: "other-running"; readonly act: BulkAct }
  | { readonly kind: "unknown" | "busy" };

interface Wish {
  readonly scheme: string;
  readonly id: string;
  readonly by: string;
}

/**
 * Begins an act that was counted, or goes on with one that was stopped: with a canary first, of those that are untried.
 * Pressed by two it begins once, and the second is told who was first; one act at a time in a scheme.
 */
export async function beginBulk(
  redis: RedisConnection,
  wish: Wish & { readonly reason: string; readonly canary: number },
): Promise<BulkDecision> {
  const store = new BulkStore(redis, wish.scheme);
  const decided = await store.inTurn(async (): Promise<BulkDecision> => {
    const act = await store.find(wish.id);
    if (act === undefined) return { kind: "unknown" };
    if (act.state !== "counted" && act.state !== "stopped") return { kind: "unchanged", act };
    for (const id of await store.openIds()) {
      const other = await store.find(id);
      if (other !== undefined && isBulkRunning(other)) return { kind: "other-running", act: other };
    }
    const untried = await store.untried(wish.id);
    const canaries = chooseCanary(untried, wish.canary);
    const items = untried
      .map((item) => ({ ...item, isCanary: canaries.includes(item.caseId) }))
      .toSorted((a, b) => Number(b.isCanary) - Number(a.isCanary));
    const causes = act.causes.map(({ code }) => code);
    const { by, reason } = wish;
    const run = beginRun(act, { by, reason, atMs: await redisNowMs(redis), canaries: canaries.length, causes });
    const begun = { ...act, ...run };
    await store.begin(begun, items);
    return { kind: "begun", act: begun };
  });
  return decided ?? { kind: "busy" };
}

/** Nothing more is begun; what is under way ends by itself, and the untried stay as they were. */
export async function stopBulk(redis: RedisConnection, { scheme, id, by }: Wish): Promise<BulkDecision> {
  const store = new BulkStore(redis, scheme);
  const decided = await store.inTurn(async (): Promise<BulkDecision> => {
    const act = await store.find(id);
    if (act === undefined) return { kind: "unknown" };
    if (!isBulkRunning(act)) return { kind: "unchanged", act };
    const stopped = { ...act, ...stopRun(act, by, await redisNowMs(redis)) };
    await store.save(stopped);
    return { kind: "stopped", act: stopped };
  });
  return decided ?? { kind: "busy" };
}
