import {
  describeCauses,
  Fault,
  heldBy,
  outcomeOfFault,
  QUEUES,
  QUOTA_USED_UP,
  stageOf,
  type Outcome,
  type QueueName,
  type QueuePayloads,
} from "@billferry/contracts";
import { tally } from "@billferry/metrics";
import { DelayedError, RateLimitError, UnrecoverableError, WaitingError, type Job } from "bullmq";
import type { Logger } from "@billferry/redis";

import { outcomeOf } from "./core/outcome-of.ts";
import { concludeLast, toQueueCall, type QueueCall } from "./core/queue-call.ts";
import { noteEnd } from "./note-end.ts";
import { approvedAtOf, type TypedQueue } from "./queue.ts";
import type { Attempt, Stage } from "./stage.ts";
import type { Isolation, Slot } from "./suspects.ts";
import { currentTracing } from "./tracing.ts";
import { isUrgent, waitInPlace } from "./urgency.ts";

/** One attempt on its way through the executor; nothing of it changes under way. */
export interface Run<Name extends QueueName> {
  readonly stage: Stage<Name>;
  readonly queue: TypedQueue<Name>;
  readonly isolation: Isolation;
  readonly job: Job<unknown, object>;
  readonly token: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** The worker's own. */
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly startedAtMs: number;
}

/** The outcome of an attempt that was put back because its service stops. */
const PUT_BACK: Outcome = { kind: "wait", scope: "job", forMs: 0, reason: "服务正在停止,任务放回队列" };

/** From slot to queue: prove, enter, perform; outcome; case, if it is one; queue call. Waiting burns no attempt. */
export async function execute<Name extends QueueName>(run: Run<Name>): Promise<object> {
  const slots: Slot[] = [];
  try {
    const proved = prove<Name>(run.job);
    const reached = await asOutcome(run, async () => {
      const slot = await run.isolation.enter(run.job, run.signal);
      slots.push(slot);
      if (slot.suspicion === "proved") return heldBy(poison(run.job));
      return "fault" in proved ? heldBy(proved.fault) : run.stage.perform(attemptOf(run, proved.payload));
    });
    const concluded = concludeLast(reached, run.attempt >= (run.job.opts.attempts ?? 1));
    const outcome = await asOutcome(run, async () => record(run.stage, proved, concluded));
    const call = toQueueCall(outcome);
    report(run, outcome, call);
    await noteEnd(run, call, reasonOf(outcome, call));
    return await carryOut(run, call);
  } finally {
    for (const slot of slots) await slot.leave();
  }
}

/** What was thrown on the way becomes an outcome here, and nowhere else. */
async function asOutcome<Name extends QueueName>(
  { stage, signal }: Run<Name>,
  act: () => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await act();
  } catch (error) {
    // Whatever fails under a service that stops is tried again by another one.
    return signal.aborted ? PUT_BACK : outcomeOf(error, judgeIn(stage));
  }
}

function judgeIn<Name extends QueueName>(stage: Stage<Name>): (fault: Fault) => Outcome {
  return (fault) => stage.judgeFault?.(fault) ?? outcomeOfFault(fault);
}

/** A payload that keeps to its schema, or why it does not. */
type Proved<Name extends QueueName> =
  | { readonly payload: QueuePayloads[Name] }
  | { readonly payload?: undefined; readonly fault: Fault };

/** Once for each attempt: what is enqueued is proved where it is taken. */
export function prove<Name extends QueueName>(job: Pick<Job<unknown, object>, "queueName" | "data">): Proved<Name> {
  const proved = QUEUES[stageOf(job.queueName)].payload.safeParse(job.data);
  if (proved.success) return { payload: proved.data as QueuePayloads[Name] };
  const problems = proved.error.issues.map((issue) => `${issue.path.join(".")}:${issue.message}`);
  return { fault: new Fault("JOB_INVALID", problems.slice(0, 10).join(";")) };
}

/** Few stages log under way, so a logger of the attempt's own is made when one does. */
function attemptOf<Name extends QueueName>(run: Run<Name>, payload: QueuePayloads[Name]): Attempt<Name> {
  const { job, attempt, signal } = run;
  let log: Logger | undefined;
  return {
    payload,
    jobId: job.id ?? "",
    attempt,
    isUrgent: isUrgent(job),
    approvedAtMs: approvedAtOf(job),
    signal,
    tell: async (progress) => job.updateProgress(progress),
    get log() {
      return (log ??= run.log.child(bindingsOf(run)));
    },
  };
}

/** By the numbers by which people search: a line of any outcome is found by its bill, and by its order. */
function bindingsOf<Name extends QueueName>({ job, attempt }: Run<Name>): object {
  return { queue: job.queueName, jobId: job.id, attempt, ...numbersOf(job.data) };
}

function numbersOf(payload: unknown): { readonly billNo?: string; readonly outerNo?: string } {
  const { billNo, order } = (payload ?? {}) as { readonly billNo?: unknown; readonly order?: { outer_no?: unknown } };
  const outerNo = order?.outer_no;
  return {
    ...(typeof billNo === "string" ? { billNo } : {}),
    ...(typeof outerNo === "string" ? { outerNo } : {}),
  };
}

/** The case is written before its job fails, so that no failed job is without one. */
export async function record<Name extends QueueName>(
  stage: Stage<Name>,
  { payload }: Proved<Name>,
  outcome: Outcome,
): Promise<Outcome> {
  if (outcome.kind === "held") await stage.recordCase?.(payload, outcome);
  else if (outcome.kind === "stop-scheme") await stage.stopScheme?.(outcome);
  return outcome;
}

export function poison(job: Pick<Job, "id">): Fault {
  return new Fault("JOB_POISON", job.id ?? "");
}

function report<Name extends QueueName>(run: Run<Name>, outcome: Outcome, call: QueueCall): void {
  const { log, startedAtMs } = run;
  const durationMs = Math.round(performance.now() - startedAtMs);
  measure(run, outcome, durationMs);
  if (call.kind === "finish") {
    log.info({ ...bindingsOf(run), event: "job.stop", durationMs, outcome: call.value }, "任务完成");
    return;
  }
  const fault = "fault" in outcome ? outcome.fault : undefined;
  const fields = {
    ...bindingsOf(run),
    event: "job.exception",
    outcome: outcome.kind,
    ...(fault === undefined
      ? {}
      : { code: fault.code, details: fault.details, facts: fault.facts, causes: describeCauses(fault) }),
  };
  const reason = reasonOf(outcome, call);
  // Waiting for the quota is ordinary; a queue that rests for any other reason is worth a warning.
  if (call.kind === "put-back" || reason === QUOTA_USED_UP) log.debug(fields, "任务放回队列 %s", reason);
  else log.warn(fields, "任务未完成 %s", reason);
}

function reasonOf(outcome: Outcome, call: QueueCall): string {
  return "text" in call ? call.text : outcome.kind === "wait" ? outcome.reason : "";
}

function measure<Name extends QueueName>({ job }: Run<Name>, outcome: Outcome, durationMs: number): void {
  const stage = stageOf(job.queueName);
  tally.observe("stage_duration_seconds", { stage, outcome: outcome.kind }, durationMs / 1_000);
  const code = "code" in outcome ? outcome.code : "fault" in outcome ? outcome.fault?.code : undefined;
  currentTracing()?.noteOutcome(outcome.kind, code);
  if (code !== undefined) tally.count("faults_total", { stage, code });
}

/** The one place where an outcome becomes queue calls: returns the job's result, or throws what BullMQ understands. */
async function carryOut<Name extends QueueName>(run: Run<Name>, call: QueueCall): Promise<object> {
  const { queue, job, token } = run;
  switch (call.kind) {
    case "finish":
      return call.value;
    case "put-back":
      await job.moveToWait(token);
      throw new WaitingError();
    case "delay":
      if (await waitInPlace(run, call.forMs)) {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      await job.moveToDelayed(Date.now() + call.forMs, token);
      throw new DelayedError();
    case "rest":
      await queue.rateLimit(call.forMs);
      throw new RateLimitError();
    case "retry":
      await waitInPlace(run);
      throw withCauses(new Error(call.text), call.fault);
    case "fail":
      if (call.restMs > 0) await queue.rateLimit(call.restMs);
      throw withCauses(new UnrecoverableError(call.text), call.fault);
  }
}

/** Redis keeps only message and stack, so the stack carries a fault's chain of causes, or the place of a bug. */
function withCauses(shown: Error, fault: Fault | undefined): Error {
  const bug = fault?.code === "PROGRAM_BUG" && fault.cause instanceof Error ? fault.cause.stack : undefined;
  shown.stack = bug ?? [shown.message, ...describeCauses(fault)].join("\n  ← ");
  return shown;
}
