import { join } from "node:path";

import { createBillHash } from "@billferry/bill-reader";
import type { Outcome, SweepJob, TransformJob } from "@billferry/contracts";
import { kingdeeIdentity } from "@billferry/kingdee";
import { Ledger } from "@billferry/ledger";
import { connectRedis, redisNowMs, type RedisConnection } from "@billferry/redis";
import { createLogger, openQueue, type Attempt } from "@billferry/runtime";
import { loadScheme, type Scheme } from "@billferry/scheme";
import { Mutex } from "async-mutex";

import { createFoundCheck } from "../src/check-found.ts";
import type { WindowRules } from "../src/core/window.ts";
import { performExtract, type ExtractDependencies } from "../src/extract.ts";
import { createRecheck } from "../src/recheck-open.ts";
import { performSweep, type SweepDependencies } from "../src/sweep.ts";
import { createTurns } from "../src/turns.ts";
import { MODEL_FIELDS, type ModelKingdee } from "./model-kingdee.ts";

export const log = createLogger({ name: "test", level: "silent", version: "0" });
const shipped = loadScheme(join(import.meta.dirname, "../../../schemes"), "sal-outstock");

export class Crash extends Error {
  override readonly name = "Crash";
}

/** Where a process dies: before the n-th thing it does, be that a call of Kingdee or a write or read of its state. */
interface CrashPoint {
  readonly atStep: number;
}

export interface World {
  readonly redis: RedisConnection;
  readonly ledger: Ledger;
  readonly transformQueue: ExtractDependencies["transformQueue"];
  readonly loadQueue: ExtractDependencies["loadQueue"];
  /** A new process: what it remembers is gone with it. */
  startProcess(options: {
    readonly model: ModelKingdee;
    readonly rules: WindowRules;
    readonly pageSize: number;
    /** How much may wait; more than any test makes, where it is not said. */
    readonly most?: { readonly orders?: number; readonly mb?: number };
    readonly crash?: CrashPoint | undefined;
  }): Process;
  hashOf(rows: TransformJob["rows"]): string;
  jobs(): Promise<readonly TransformJob[]>;
  close(): Promise<void>;
}

export interface Process {
  readonly deps: ExtractDependencies & SweepDependencies;
  read(): Promise<unknown>;
  sweep(depthMs: number, name?: SweepJob["name"]): Promise<unknown>;
}

/** What the job returns, or how else the attempt ended; throws the fault by which it failed. */
function resultOf(outcome: Outcome): object {
  return outcome.kind === "done" ? outcome.result : outcome;
}

/** One attempt at a job, as a worker would make it. */
function attemptAt<Payload>(payload: Payload): Omit<Attempt<"extract">, "payload"> & { payload: Payload } {
  return { payload, jobId: "model", attempt: 1, isUrgent: false, log, signal: new AbortController().signal };
}

/** The real performExtract and performSweep between a real Redis and a model of Kingdee. */
export function openWorld(redisUrl: string): World {
  const redis = connectRedis(redisUrl, log);
  const ledger = new Ledger(redis, shipped.definition.name);
  const transformQueue = openQueue({ stage: "transform", scheme: "sal-outstock" }, redis, log);
  const loadQueue = openQueue({ stage: "load", scheme: "sal-outstock" }, redis, log);
  return {
    redis,
    ledger,
    transformQueue,
    loadQueue,
    startProcess: (options) => startProcess({ redis, ledger, transformQueue, loadQueue }, options),
    hashOf: createBillHash({
      schemeVersion: shipped.version,
      fields: MODEL_FIELDS,
      isStable: shipped.fields.isStable,
    }),
    jobs: async () => (await transformQueue.getJobs(["waiting", "delayed"])).map((job) => job.data),
    close: async () => {
      await Promise.all([transformQueue.close(), loadQueue.close()]);
      await redis.quit();
    },
  };
}

function startProcess(
  parts: Pick<World, "redis" | "ledger" | "transformQueue" | "loadQueue">,
  options: Parameters<World["startProcess"]>[0],
): Process {
  const { model, rules, crash } = options;
  let steps = 0;
  const step = (): void => {
    steps += 1;
    if (crash !== undefined && steps > crash.atStep) throw new Crash(`died at step ${crash.atStep}`);
  };
  const definition = {
    ...shipped.definition,
    source: {
      ...shipped.definition.source,
      page_size: options.pageSize,
      max_waiting_orders: options.most?.orders ?? 20_000,
      max_waiting_mb: options.most?.mb ?? 256,
    },
  };
  const scheme: Scheme = { ...shipped, definition };
  const deps: ExtractDependencies & SweepDependencies = {
    client: dieAt(model, step),
    ledger: dieAt(parts.ledger, step),
    transformQueue: dieAt(parts.transformQueue, step),
    loadQueue: parts.loadQueue,
    redis: parts.redis,
    halt: { at: undefined },
    scheme,
    fields: { names: MODEL_FIELDS, needed: new Set(MODEL_FIELDS) },
    dropped: new Set(),
    log,
    rules,
    account: kingdeeIdentity({ KINGDEE_URL: "", KINGDEE_ACCOUNT: "model" }),
    learnClock: async () => undefined,
    redisNowMs: async () => redisNowMs(parts.redis),
    takeTurn: createTurns({
      redis: parts.redis,
      scheme: definition.name,
      rules: { restMs: 0, holdMs: 1_000, priority: 0 },
      inProcess: new Mutex(),
      log,
    }),
    recheckOpen: createRecheck({ olderThanMs: 0, everyMs: 0 }, () => 0),
    checkFound: createFoundCheck({ everyMs: 0, siblingLedgers: [], isSpokesman: true }, () => 0),
    reviveAfterMs: 0,
    ledgerDays: 180,
  };
  const payload = { scheme: definition.name };
  return {
    deps,
    read: async () => resultOf(await performExtract(deps, attemptAt(payload))),
    sweep: async (depthMs, name = "manual") =>
      resultOf(await performSweep(deps, attemptAt({ ...payload, name, depthMs }))),
  };
}

/** The same object, whose process may die before and after each thing that is asked of it. */
function dieAt<Target extends object>(target: Target, step: () => void): Target {
  return new Proxy(target, {
    get: (_, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]): unknown => {
        step();
        const reply: unknown = Reflect.apply(value, target, args);
        if (!(reply instanceof Promise)) return reply;
        return reply.then((result: unknown) => {
          step();
          return result;
        });
      };
    },
  });
}
