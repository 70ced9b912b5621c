import type { QueueName, QueuePayloads } from "@billferry/contracts";
import type { Logger, TypedQueue } from "@billferry/runtime";

/** How long a scheduler may be missing after Redis was wiped. */
const CHECK_MS = 3_000;

/** When a job of this queue is to be added: every so often, or at a time of day in a zone. */
export interface Schedule<Name extends QueueName> {
  readonly id: string;
  readonly repeat: { readonly every: number } | { readonly pattern: string; readonly tz: string };
  readonly payload: QueuePayloads[Name];
}

type PlainQueue = TypedQueue<"extract">;
type Found = Awaited<ReturnType<PlainQueue["getJobScheduler"]>>;

/**
 * Keeps a queue's job schedulers in Redis. BullMQ's scheduler adds one job per interval whatever the number of replicas;
 * since Redis may be wiped at any moment, its presence is looked after for as long as the service runs.
 */
export async function keepSchedules<Name extends QueueName>(
  queue: TypedQueue<Name>,
  schedules: readonly Schedule<Name>[],
  log: Logger,
): Promise<{ stop: () => void }> {
  // The types of BullMQ's schedulers do not follow a generic payload.
  const plain = queue as unknown as PlainQueue;
  // One at a time: two would read the same bills twice over.
  await plain.setGlobalConcurrency(1);
  const ensure = async (): Promise<void> => {
    for (const { id, repeat, payload } of schedules) {
      const found = await plain.getJobScheduler(id);
      if (isTooFarOff(found, repeat, Date.now())) await plain.removeJobScheduler(id);
      else if (isSame(found, repeat, payload)) continue;
      await plain.setGlobalConcurrency(1);
      await plain.upsertJobScheduler(id, repeat, { name: queue.name, data: payload });
      log.info({ event: "schedule.set", id, ...repeat }, "已设定执行时间");
    }
  };
  await ensure();
  let isStopped = false;
  const check = async (): Promise<void> => {
    try {
      await ensure();
    } catch (error) {
      log.warn({ event: "schedule.failed", error: String(error) }, "无法确认执行时间,稍后再试");
    }
    if (!isStopped) timer = setTimeout(() => void check(), CHECK_MS);
  };
  let timer = setTimeout(() => void check(), CHECK_MS);
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** After this machine's clock was set back, the next turn is as far off as it was set; set again in place, a schedule
 *  would keep that turn. */
function isTooFarOff(found: Found, repeat: Schedule<QueueName>["repeat"], nowMs: number): boolean {
  return "every" in repeat && (found?.next ?? 0) - nowMs > repeat.every + CHECK_MS;
}

function isSame(found: Found, repeat: Schedule<QueueName>["repeat"], payload: QueuePayloads[QueueName]): boolean {
  if (found === undefined || JSON.stringify(found.template?.data) !== JSON.stringify(payload)) return false;
  return "every" in repeat ? found.every === repeat.every : found.pattern === repeat.pattern && found.tz === repeat.tz;
}
