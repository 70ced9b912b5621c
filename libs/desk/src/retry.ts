import { FAULT_CODES, type FaultClass, type QueueName } from "@billferry/contracts";
import { Ledger, parseCaseId, type GapMember } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";
import { openQueue, type Logger } from "@billferry/runtime";

import { nameOf } from "./core/gap-remedy.ts";
import { retryItem, type ItemVerdict, type Retried, type RetryContext, type RetryTarget } from "./retry-item.ts";
import { retryFailedJobs, retryOneJob } from "./retry-jobs.ts";

/** What is to be tried again. `job` is a failed job by its id, in whatever queue it is; `all` is every case, and every
 *  failed job that belongs to none. */
export type RetrySelection =
  | { readonly kind: "job"; readonly id: string }
  | { readonly kind: "queue"; readonly name: QueueName }
  | { readonly kind: "bills"; readonly billNos: readonly string[] }
  | { readonly kind: "orders"; readonly outerNos: readonly string[] }
  | { readonly kind: "gap"; readonly name: string }
  | { readonly kind: "class"; readonly faultClass: FaultClass }
  | { readonly kind: "case"; readonly caseId: string }
  | { readonly kind: "all" };

export interface RetryReport {
  readonly retried: readonly Retried[];
  /** On their way already: by itself, or since somebody else has asked. */
  readonly skipped: number;
  /** What no retry may touch, and why: delivered, withdrawn, settled. */
  readonly leftAlone: readonly { readonly id: string; readonly why: string }[];
  /** Asked for by name, and unknown here. */
  readonly notFound: readonly string[];
  /** Stopped before its end; what was retried by then stays retried. */
  readonly isCutShort: boolean;
}

export interface RetryOptions {
  readonly scheme: string;
  readonly selection: RetrySelection;
  readonly isDryRun: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

type Report = {
  -readonly [Key in keyof RetryReport]: RetryReport[Key] extends readonly (infer Item)[] ? Item[] : RetryReport[Key];
};

const TOGETHER = 20;
/** So many of one run overtake the backlog: who retries ten thousand would hold up the day's work. */
const MOST_URGENT = 100;

/**
 * Tries again what has failed. A bill or order that waits for a person is made anew from Kingdee's rows, with the
 * scheme and tables of now, whether its job is still there or not; a failed job that belongs to none of them is put
 * back to work. Each is done before the next page is looked at, so memory stays small and a stop loses nothing. The
 * first hundred overtake whatever backlog there is. Pressing twice is one effect: what is on its way already is counted
 * as skipped, and brought forward with it.
 */
export async function retry(redis: RedisConnection, log: Logger, options: RetryOptions): Promise<RetryReport> {
  const { scheme, isDryRun } = options;
  const queues = {
    transform: openQueue({ stage: "transform", scheme }, redis, log),
    load: openQueue({ stage: "load", scheme }, redis, log),
  };
  const ledger = new Ledger(redis, scheme);
  const report: Report = { retried: [], skipped: 0, leftAlone: [], notFound: [], isCutShort: false };
  const urgency = { left: MOST_URGENT };
  const context: RetryContext = { ledger, queues, scheme, isDryRun, urgency, asked: new Map(), jobIds: new Set() };
  try {
    await run({ ...options, ledger, context, report });
    return report;
  } finally {
    await Promise.all([queues.transform.close(), queues.load.close()]);
  }
}

interface Run extends RetryOptions {
  readonly ledger: Pick<Ledger, "bills" | "cases" | "gaps" | "openItems" | "orders" | "progress">;
  readonly context: RetryContext;
  readonly report: Report;
}

async function run(work: Run): Promise<void> {
  const { context, ledger, report, selection, isDryRun } = work;
  const { queues } = context;
  if (selection.kind === "job") {
    for (const name of ["transform", "load"] as const)
      note(report, await retryOneJob(queues[name], selection.id, context));
    return;
  }
  const names =
    selection.kind === "queue" ? [selection.name as "transform" | "load"] : (["transform", "load"] as const);
  const failed = await Promise.all(names.map(async (name) => queues[name].getFailedCount()));
  const isByJobs = selection.kind === "queue" || selection.kind === "all";
  const { held, open } = selection.kind === "all" ? await ledger.progress.read() : { held: 0, open: 0 };
  const total = held + open + (isByJobs ? failed.reduce((sum, each) => sum + each, 0) : 0);
  const seen = { done: 0 };
  const progress = (step: number): void => {
    seen.done += step;
    if (total > 0) work.onProgress?.(Math.min(seen.done, total), total);
  };
  for await (const targets of findTargets(ledger, selection, report)) {
    for (let start = 0; start < targets.length; start += TOGETHER) {
      if (work.signal?.aborted) return void (report.isCutShort = true);
      const batch = targets.slice(start, start + TOGETHER);
      for (const verdicts of await Promise.all(batch.map(async (target) => retryItem(context, target))))
        for (const verdict of verdicts) note(report, verdict);
      progress(batch.length);
    }
  }
  if (!isByJobs) return;
  for (const name of names) {
    const options = {
      isDryRun,
      urgency: context.urgency,
      skipIds: context.jobIds,
      ...(work.signal === undefined ? {} : { signal: work.signal }),
    };
    for await (const verdicts of retryFailedJobs(queues[name], options)) {
      for (const verdict of verdicts) note(report, verdict);
      progress(verdicts.length);
    }
    if (work.signal?.aborted) report.isCutShort = true;
  }
}

function note(report: Report, verdict: ItemVerdict): void {
  if (verdict.kind === "retried") report.retried.push(verdict.job);
  else if (verdict.kind === "skipped") report.skipped += 1;
  else if (verdict.kind === "left-alone") report.leftAlone.push({ id: verdict.id, why: verdict.why });
}

/** The bills and orders that are meant, page by page. */
async function* findTargets(
  ledger: Run["ledger"],
  selection: RetrySelection,
  report: Report,
): AsyncGenerator<readonly RetryTarget[]> {
  switch (selection.kind) {
    case "job":
    case "queue":
      return;
    case "bills":
      for (const billNo of selection.billNos) {
        const bills = await ledger.bills.findByNumber(billNo);
        if (bills.length === 0) report.notFound.push(billNo);
        yield bills.map(({ billId }) => ({ kind: "bill", id: billId, isNamed: true }));
      }
      return;
    case "orders":
      for (const outerNo of selection.outerNos) {
        if ((await ledger.orders.find(outerNo)) === undefined) report.notFound.push(outerNo);
        else yield [{ kind: "order", id: outerNo, isNamed: true }];
      }
      return;
    case "case": {
      const parsed = parseCaseId(selection.caseId);
      const known =
        parsed?.kind === "bill" ? await ledger.bills.find(parsed.id) : await ledger.orders.find(parsed?.id ?? "");
      if (parsed === undefined || known === undefined) report.notFound.push(selection.caseId);
      else yield [{ ...parsed, isNamed: true }];
      return;
    }
    case "gap": {
      const gaps = (await ledger.gaps.list()).filter((each) => nameOf(each) === selection.name);
      if (gaps.length === 0) report.notFound.push(selection.name);
      for (const gap of gaps) yield (await ledger.gaps.members(gap)).map(({ kind, id }: GapMember) => ({ kind, id }));
      return;
    }
    case "class":
      for await (const page of ledger.cases.walk())
        yield page.filter(({ code }) => FAULT_CODES[code].class === selection.faultClass);
      return;
    case "all":
      yield* ledger.cases.walk();
      // Work whose job is gone, or failed in a way that nobody could record.
      for await (const page of ledger.openItems.walk()) yield page.map(({ kind, id }) => ({ kind, id, isOpen: true }));
  }
}
