import { audited } from "@billferry/audit";
import { linesOf, quantityOf, type CorrectResult, type Errand } from "@billferry/contracts";
import { inConsoleWords } from "@billferry/contracts/console-words";
import { settleCase, type SettleOutcome } from "@billferry/desk";
import type { ErrandWork } from "@billferry/errands";

import { coveredValuesOf } from "./core/order-values.ts";
import { openEnds, type Office } from "./office.ts";

/** An order can have thousands of lines; what a person compares by eye has not. */
const MOST_VALUES = 400;

/** Pushes what a delivered order lacks, or the whole of it anew, once it was looked up what is there. */
export async function performCorrect(
  office: Office,
  errand: Extract<Errand, { readonly kind: "correct" }>,
  { by, signal }: ErrandWork,
): Promise<CorrectResult> {
  const { scheme, caseId, note, decision: kind, isOldCancelled, isDryRun, seen } = errand;
  const { wangdiantong } = await openEnds(office, scheme, signal);
  const decision = { kind, isOldCancelled, isDryRun };
  const settle = async (): Promise<SettleOutcome> =>
    settleCase(office.redis, office.log, { scheme, caseId, decision, by, note, seen, wangdiantong, signal });
  if (isDryRun) return tell(await settle());
  const subjects = [{ kind: "case", id: caseId } as const];
  const about = {
    by,
    via: "console",
    act: "correct",
    scheme,
    reason: note,
    subjects,
    before: { decision: kind },
  } as const;
  return audited(office.redis, { ...about, after: ({ outcome, outerNo }) => ({ outcome, outerNo }) }, async () =>
    tell(await settle()),
  );
}

function tell(outcome: SettleOutcome): CorrectResult {
  const nothing = { outerNo: null, warehouseNo: null, lines: [], values: [], valuesLeftOut: 0, reasons: [] };
  switch (outcome.kind) {
    case "corrected":
    case "planned": {
      const { order, target } = outcome.job;
      const lines = linesOf(target, order).map((line) => ({
        specNo: line.spec_no,
        quantity: quantityOf(target, line),
      }));
      const values = coveredValuesOf(target, order).map(({ place, label, value }) => ({ place, label, value }));
      return {
        ...{ ...nothing, outcome: outcome.kind, outerNo: order.outer_no, warehouseNo: order.warehouse_no, lines },
        ...{ values: values.slice(0, MOST_VALUES), valuesLeftOut: Math.max(0, values.length - MOST_VALUES) },
      };
    }
    case "refused":
      return { ...nothing, outcome: "refused", reasons: outcome.reasons.map(inConsoleWords) };
    case "not-a-case": {
      const { settled } = outcome;
      return { ...nothing, outcome: "not-a-case", reasons: settled ? [`${settled.by}:${settled.note}`] : [] };
    }
    case "changed":
    case "busy":
      return { ...nothing, outcome: outcome.kind };
    case "accepted":
    case "own-key":
      throw new Error(`a correction came to ${outcome.kind}`);
  }
}
