import type { RunningService } from "./service.ts";

/**
 * Starts a part for each item, all at once, as one service. Where one can not start, those that did are stopped again
 * and its error is thrown.
 */
export async function startForEach<Item>(
  items: readonly Item[],
  start: (item: Item) => Promise<RunningService>,
): Promise<RunningService> {
  const results = await Promise.allSettled(items.map(start));
  const parts = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const stop = async (): Promise<void> => void (await Promise.all(parts.map(async (part) => part.stop())));
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  return {
    readiness: async () => (await Promise.all(parts.map(async (part) => part.readiness?.() ?? []))).flat(),
    stop,
  };
}
