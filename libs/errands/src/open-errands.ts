import { isDeepStrictEqual } from "node:util";

import {
  ERRAND_LANES,
  errandId,
  laneOf,
  readErrandId,
  type Errand,
  type ErrandEnd,
  type ErrandProblem,
  type Told,
} from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";

import { openErrandQueue, stopKey, type ErrandJob, type ErrandQueue } from "./errand-queue.ts";

/** An errand and how it stands. */
export interface ErrandView {
  readonly id: string;
  readonly errand: Errand;
  readonly by: string;
  readonly state: "waiting" | "active" | "done" | "failed" | "cancelled";
  readonly askedAtMs: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** What is being done right now. */
  readonly progress: Told | null;
  /** Of one that is done. */
  readonly result: unknown;
  /** Why it could not be done. */
  readonly problem: ErrandProblem | null;
}

export interface Errands {
  /** The same errand that waits or is under way is not done twice: whoever asks second waits for the first. */
  ask(
    errand: Errand,
    asked: { readonly by: string; readonly requestId: string },
  ): Promise<{ readonly id: string; readonly isShared: boolean }>;
  find(id: string): Promise<ErrandView | undefined>;
  /** The newest first; without their results, which may be large. */
  list(schemes: readonly string[], kind?: Errand["kind"]): Promise<readonly ErrandView[]>;
  /** False where there is nothing to end any more. */
  cancel(id: string): Promise<boolean>;
  /** How many clerks look after a scheme; null where the server does not tell. */
  countClerks(scheme: string): Promise<number | null>;
  close(): Promise<void>;
}

const STOP_KEPT_S = 86_400;
const STATES = ["active", "waiting", "prioritized", "completed", "failed"] as const;

/** The desk at which errands are asked for and looked at; a queue is opened when it is first needed. */
export function openErrands(redis: RedisConnection, log: Logger): Errands {
  const queues = new Map<string, ErrandQueue>();
  const queueOf = (of: Parameters<typeof openErrandQueue>[0]): ErrandQueue => {
    const key = `${of.lane}.${of.scheme}`;
    const queue = queues.get(key) ?? openErrandQueue(of, { redis, log });
    queues.set(key, queue);
    return queue;
  };
  const findJob = async (id: string): Promise<[ErrandQueue, ErrandJob] | undefined> => {
    const of = readErrandId(id);
    const queue = of && queueOf(of);
    const job = await queue?.getJob(id);
    return queue && job ? [queue, job] : undefined;
  };
  return {
    ask: async (errand, { by, requestId }) => {
      const queue = queueOf({ scheme: errand.scheme, lane: laneOf(errand.kind) });
      const open = await queue.getJobs(["active", "waiting"]);
      const same = open.find(({ data }) => isDeepStrictEqual(data.errand, errand));
      if (same?.id !== undefined && (await redis.exists(stopKey(queue, same.id))) === 0)
        return { id: same.id, isShared: true };
      const id = errandId(errand, requestId);
      // A lane is one errand wide, however many clerks there are.
      await queue.setGlobalConcurrency(1);
      await queue.add(errand.kind, { errand, by }, { jobId: id });
      return { id, isShared: false };
    },
    find: async (id) => {
      const of = readErrandId(id);
      // The state first: what is read after it is no older.
      const state = of && (await queueOf(of).getJobState(id));
      const [, job] = (await findJob(id)) ?? [];
      return state && job && toView(job, state);
    },
    list: async (schemes, kind) => {
      const all = await Promise.all(
        schemes.flatMap((scheme) =>
          ERRAND_LANES.flatMap((lane) =>
            STATES.map(async (state) => {
              const jobs = await queueOf({ scheme, lane }).getJobs([state]);
              return jobs.map((job) => ({ ...toView(job, state), result: null }));
            }),
          ),
        ),
      );
      return all
        .flat()
        .filter(({ errand }) => kind === undefined || errand.kind === kind)
        .toSorted((one, other) => other.askedAtMs - one.askedAtMs);
    },
    cancel: async (id) => {
      const [queue, job] = (await findJob(id)) ?? [];
      if (queue === undefined || job === undefined || job.finishedOn !== undefined) return false;
      await redis.set(stopKey(queue, id), "1", "EX", STOP_KEPT_S);
      // One that waits is gone at once; one that a clerk has just taken is ended by him.
      if ((await job.getState()) !== "active") await job.remove().catch(() => undefined);
      return true;
    },
    countClerks: async (scheme) => {
      const workers = await queueOf({ scheme, lane: "quick" }).getWorkers();
      return workers.some((worker) => worker["addr"] === undefined) ? null : workers.length;
    },
    close: async () => void (await Promise.all([...queues.values()].map(async (queue) => queue.close()))),
  };
}

function toView(job: ErrandJob, state: string): ErrandView {
  const end = (job.returnvalue ?? undefined) as ErrandEnd | undefined;
  return {
    id: job.id ?? "",
    errand: job.data.errand,
    by: job.data.by,
    state: stateOf(state, end),
    askedAtMs: job.timestamp,
    startedAtMs: job.processedOn ?? null,
    endedAtMs: job.finishedOn ?? null,
    progress: state === "active" && typeof job.progress === "object" ? (job.progress as Told) : null,
    result: end?.kind === "done" ? end.value : null,
    problem: problemOf(job, state, end),
  };
}

function stateOf(state: string, end: ErrandEnd | undefined): ErrandView["state"] {
  if (state === "completed") return end?.kind ?? "failed";
  if (state === "failed") return "failed";
  return state === "active" ? "active" : "waiting";
}

function problemOf({ failedReason }: ErrandJob, state: string, end: ErrandEnd | undefined): ErrandView["problem"] {
  if (end?.kind === "failed") return end.problem;
  const told = failedReason ?? "";
  return state === "failed" ? { code: "JOB_POISON", zh: told, en: told } : null;
}
