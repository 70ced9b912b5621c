import {
  afterFailure,
  CANCELLED,
  dayAfter,
  judgeDue,
  NO_CLERK,
  type ReconcileRound,
  type RoundPart,
} from "@billferry/alerts";
import { FAULT_CODES, reconcileResult, type ErrandProblem, type FaultCode, type Told } from "@billferry/contracts";
import { FAULT_WORDS_EN } from "@billferry/contracts/fault-words-en";
import { keepReport } from "@billferry/desk/kept-reports";
import type { Errands } from "@billferry/errands";
import type { RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";

interface RoundParts {
  readonly redis: RedisConnection;
  readonly log: Logger;
  readonly errands: Errands;
  readonly keepMs: number;
  /** How long the day's message waits for it. */
  readonly waitMs: number;
}

/** Who asks, as the console's list of errands shows it. */
const ASKER = "watcher";

const UNREADABLE: Told = {
  zh: "办事员(clerk)的版本与值守进程不一致,结果无法读取;请一并升级",
  en: "the clerk's version is another one, and its result cannot be read; upgrade both",
};

/**
 * Takes yesterday's reconciliation one step further at each look: asks a clerk, waits for what came of it, keeps it.
 * Each step may be repeated: an errand has the day's name, and what is kept is replaced by the same.
 */
export class DailyRound {
  readonly #parts: RoundParts;

  constructor(parts: RoundParts) {
    this.#parts = parts;
  }

  async advance(round: ReconcileRound, nowMs: number): Promise<ReconcileRound> {
    const steps = Object.entries(round.parts).map(
      async ([scheme, part]) => [scheme, await this.#step(round, { scheme, part, nowMs })] as const,
    );
    return { ...round, parts: Object.fromEntries(await Promise.all(steps)) };
  }

  /** Another day has come: what is still under way of this one is of no use any more. */
  async giveUp({ parts }: ReconcileRound): Promise<void> {
    for (const part of Object.values(parts)) if (part.kind === "asked") await this.#parts.errands.cancel(part.id);
  }

  async #step(round: ReconcileRound, { scheme, part, nowMs }: Step): Promise<RoundPart> {
    if (part.kind === "due") return this.#ask(round, { scheme, part, nowMs });
    return part.kind === "asked" ? this.#look(round, { scheme, part, nowMs }) : part;
  }

  async #ask({ day, begunMs }: ReconcileRound, { scheme, part, nowMs }: Step<"due">): Promise<RoundPart> {
    const { errands, log, waitMs } = this.#parts;
    const clerks = await errands.countClerks(scheme);
    const judged = judgeDue(part, { nowMs, begunMs, clerks, waitMs });
    if (judged === "rest") return part;
    if (judged === "give-up") return { kind: "failed", why: NO_CLERK };
    const tries = part.tries + 1;
    const errand = { kind: "reconcile", scheme, from: day, to: dayAfter(day) } as const;
    const { id } = await errands.ask(errand, { by: ASKER, requestId: `daily-${day}-${tries}` });
    log.info(
      { event: "reconcile.asked", scheme, day, tries },
      { zh: "每日对账已交办", en: "the daily reconciliation is handed over" },
    );
    return { kind: "asked", tries, id };
  }

  async #look({ day }: ReconcileRound, { scheme, part, nowMs }: Step<"asked">): Promise<RoundPart> {
    const { errands, redis, log, keepMs } = this.#parts;
    const view = await errands.find(part.id);
    if (view?.state === "waiting" || view?.state === "active") return part;
    // One that waited and was cancelled is gone.
    if (view === undefined || view.state === "cancelled") return { kind: "failed", why: CANCELLED };
    const result = reconcileResult.safeParse(view.result);
    if (view.state === "done" && result.success) {
      const { expected, differences } = await keepReport(redis, { scheme, day, keepMs, result: result.data });
      log.info(
        { event: "reconcile.kept", scheme, day, expected, differences },
        { zh: "每日对账已保存", en: "the daily reconciliation is kept" },
      );
      return { kind: "kept", expected, differences };
    }
    const { problem } = view;
    const why = problem === null ? UNREADABLE : explain(problem);
    log.warn(
      { event: "reconcile.failed", scheme, day, code: problem?.code ?? null },
      { zh: "每日对账未成功", en: "the daily reconciliation did not succeed" },
    );
    return afterFailure(part, { nowMs, why });
  }
}

/** A fault by its meaning: what else its text holds may be anything, and is not told. */
function explain({ code, zh, en }: ErrandProblem): Told {
  if (!(code in FAULT_CODES)) return { zh, en };
  const known = code as FaultCode;
  return { zh: `[${code}] ${FAULT_CODES[known].meaning}`, en: `[${code}] ${FAULT_WORDS_EN[known].meaning}` };
}

interface Step<Kind extends RoundPart["kind"] = RoundPart["kind"]> {
  readonly scheme: string;
  readonly part: Extract<RoundPart, { readonly kind: Kind }>;
  readonly nowMs: number;
}
