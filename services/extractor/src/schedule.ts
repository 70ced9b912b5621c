import type { QueueName, QueuePayloads } from "@billferry/contracts";
import { repeat, watchKeys, type RedisConnection, type RepeatingTask } from "@billferry/redis";
import type { Logger, TypedQueue } from "@billferry/runtime";

/** How long a schedule may be altered; one that is gone, as after Redis was wiped, is missed within a second. */
const CHECK_MS = 10_000;
const SUSPECTED_MS = 3_000;

/** When a job of this queue is to be added: every so often, or at a time of day in a zone. */
export interface Schedule<Name extends QueueName> {
  readonly id: string;
  readonly repeat: { readonly every: number } | { readonly pattern: string; readonly tz: string };
  readonly payload: QueuePayloads[Name];
}

type PlainQueue = TypedQueue<"extract">;
type Repeat = Schedule<QueueName>["repeat"];
type Found = Awaited<ReturnType<PlainQueue["getJobScheduler"]>>;

/**
 * Keeps a queue's job schedulers in Redis. BullMQ's scheduler adds one job per interval whatever the number of
 * replicas; since Redis may be wiped, and a schedule altered or robbed of its next job by whoever reaches it, each is
 * looked after for as long as the service runs.
 */
export async function keepSchedules<Name extends QueueName>(
  queue: TypedQueue<Name>,
  schedules: readonly Schedule<Name>[],
  log: Logger,
): Promise<RepeatingTask> {
  // The types of BullMQ's schedulers do not follow a generic payload.
  const plain = queue as unknown as PlainQueue;
  /** Turns that were found without a job, by schedule: only one that is twice so is surely lost. */
  const suspected = new Map<string, number | null>();
  const isBroken = async (found: NonNullable<Found>, repeat: Repeat): Promise<boolean> => {
    if (isTooFarOff(found, repeat, Date.now()) || hasEnd(found)) return true;
    const turn = found.next ?? null;
    if (await isTurnPending(plain, found.key, turn)) {
      suspected.delete(found.key);
      return false;
    }
    const isLost = suspected.get(found.key) === turn;
    suspected.set(found.key, turn);
    return isLost;
  };
  const ensure = async (): Promise<void> => {
    // One at a time: two would read the same bills twice over.
    if ((await plain.getGlobalConcurrency()) !== 1) await plain.setGlobalConcurrency(1);
    for (const { id, repeat, payload } of schedules) {
      const found = await plain.getJobScheduler(id);
      if (found !== undefined && (await isBroken(found, repeat))) await plain.removeJobScheduler(id);
      else if (isSame(found, repeat, payload)) continue;
      suspected.delete(id);
      await plain.upsertJobScheduler(id, repeat, { name: queue.name, data: payload });
      log.info({ event: "schedule.set", id, ...repeat }, "已设定执行时间");
    }
  };
  await ensure();
  const check = async (): Promise<number | void> => {
    await ensure();
    if (suspected.size > 0) return SUSPECTED_MS;
  };
  const task = repeat(check, {
    everyMs: CHECK_MS,
    onError: (error) => log.warn({ event: "schedule.failed", error: String(error) }, "无法确认执行时间,稍后再试"),
  });
  const unwatch = watchKeys(queue.opts.connection as RedisConnection, {
    keys: schedules.map(({ id }) => queue.toKey(`repeat:${id}`)),
    expected: "all",
    act: ensure,
  });
  return {
    stop: async () => {
      unwatch();
      await task.stop();
    },
  };
}

/** As after this machine's clock was set back; set again in place, a schedule would keep that turn. */
function isTooFarOff(found: NonNullable<Found>, repeat: Repeat, nowMs: number): boolean {
  return "every" in repeat && (found.next ?? 0) - nowMs > repeat.every + CHECK_MS;
}

/** Ours go on for ever. */
function hasEnd({ limit, endDate, startDate }: NonNullable<Found>): boolean {
  return limit !== undefined || endDate !== undefined || startDate !== undefined;
}

/** A schedule goes on by the job of its next turn, which makes the one after it when it begins. */
async function isTurnPending(queue: PlainQueue, id: string, turn: number | null): Promise<boolean> {
  const state = await queue.getJobState(`repeat:${id}:${turn}`);
  return state !== "unknown" && state !== "completed" && state !== "failed";
}

function isSame(found: Found, repeat: Repeat, payload: QueuePayloads[QueueName]): boolean {
  if (found === undefined || JSON.stringify(found.template?.data) !== JSON.stringify(payload)) return false;
  return "every" in repeat ? found.every === repeat.every : found.pattern === repeat.pattern && found.tz === repeat.tz;
}
