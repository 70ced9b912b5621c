import type { Logger, TypedQueue } from "@billferry/runtime";

const CHECK_MS = 15_000;

/**
 * Keeps the scheme's job scheduler in Redis. BullMQ's scheduler adds one window job per interval whatever the number of
 * replicas; since Redis may be wiped at any moment, its presence is looked after for as long as the service runs.
 */
export async function keepSchedule(
  queue: TypedQueue<"extract">,
  options: { scheme: string; everyMs: number; log: Logger },
): Promise<{ stop: () => void }> {
  const id = `extract-${options.scheme}`;
  const ensure = async (): Promise<void> => {
    // One window at a time: two would read the same bills twice over.
    await queue.setGlobalConcurrency(1);
    const found = await queue.getJobScheduler(id);
    if (found?.every === options.everyMs) return;
    await queue.upsertJobScheduler(
      id,
      { every: options.everyMs },
      { name: "extract", data: { scheme: options.scheme } },
    );
    options.log.info({ event: "schedule.set", everyMs: options.everyMs }, "已设定读取间隔");
  };
  await ensure();
  const timer = setInterval(() => {
    ensure().catch((error: unknown) =>
      options.log.warn({ event: "schedule.failed", error: String(error) }, "无法确认读取间隔,稍后再试"),
    );
  }, CHECK_MS);
  return { stop: () => clearInterval(timer) };
}
