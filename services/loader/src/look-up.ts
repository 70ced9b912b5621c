import { isFault, type LoadJob } from "@billferry/contracts";
import type { CallGate, Reserve } from "@billferry/call-gate";
import type { Attempt } from "@billferry/runtime";
import type { DocumentRecord, WangdiantongDocuments } from "@billferry/wangdiantong";

import type { SeenOrder } from "./core/comparison.ts";
import type { SightLesson } from "./core/knowledge.ts";
import type { LookupWindow } from "./core/plan.ts";

export interface LookUpDependencies {
  /** Of the interface that the order is pushed by. */
  readonly documents: WangdiantongDocuments;
  readonly gate: CallGate;
}

/** How to look: by its number (mostly one call), or by time (a call for each page). */
export type Whereabouts =
  | { readonly stockoutNo: string }
  | { readonly outerNo: string; readonly warehouseNo: string; readonly window: LookupWindow };

/** Looks an order up through the gate; undefined where no page showed it, which proves nothing. */
export async function lookUp(
  { documents, gate }: LookUpDependencies,
  signal: AbortSignal,
  where: Whereabouts,
): Promise<SeenOrder | undefined> {
  const found = await gate.series(signal, async (reserve: Reserve) =>
    "stockoutNo" in where
      ? documents.findByNumber(where.stockoutNo, { beforeCall: reserve }, signal)
      : documents.findByOuterNo(
          where.outerNo,
          { ...where.window, warehouseNo: where.warehouseNo, beforeCall: reserve },
          signal,
        ),
  );
  return found === undefined ? undefined : toSeenOrder(found);
}

/** A row of a query as the core sees it; undefined where it has no number. */
export function toSeenOrder(record: DocumentRecord): SeenOrder | undefined {
  if (record.stockoutNo === null) return undefined;
  return {
    stockoutNo: record.stockoutNo,
    warehouseNo: record.warehouseNo,
    isCancelled: record.isCancelled,
    isAudited: record.isAudited,
    lines: record.details.map((line) => [line.specNo, line.goodsCount] as const),
  };
}

/** The most attempts at a look-up that fails for now; after them the order is judged by what is known without it. */
const PATIENT_ATTEMPTS = 8;

/** What a failed look-up teaches. Errors that are no faults, and a stop, are thrown on. */
export function toUnavailable(error: unknown, attempt: Attempt<"load">): SightLesson {
  if (!isFault(error) || error.code === "SHUTDOWN") throw error;
  const { order }: LoadJob = attempt.payload;
  attempt.log.info({ event: "look-up.failed", code: error.code, outerNo: order.outer_no }, "查询旺店通未成功");
  const isPassing = (error.recovery === "retry" || error.recovery === "snooze") && attempt.attempt <= PATIENT_ATTEMPTS;
  return { kind: "unavailable", fault: error, isPassing };
}
