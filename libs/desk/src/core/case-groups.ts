import {
  addDecimals,
  FAULT_CODES,
  type DecimalText,
  type FaultClass,
  type FaultCode,
  type MissingCode,
  type Owner,
} from "@billferry/contracts";
import type { CaseRecord } from "@billferry/ledger";

import { nameOf, remedyOfGap } from "./gap-remedy.ts";

/** A case with its scheme, and what is at stake where that is known. */
export interface StakedCase extends CaseRecord {
  readonly scheme: string;
  readonly amount: DecimalText | null;
}

export interface CaseCounts {
  /** Each bill once, however many of its orders wait. */
  readonly bills: number;
  readonly orders: number;
  /** In the bills' own currencies; null where no amount is known. */
  readonly amount: DecimalText | null;
}

/** All cases of one cause: a code, or one missing code, whose addition frees them all. */
export interface CaseGroup extends CaseCounts {
  readonly scheme: string;
  readonly code: FaultCode;
  /** Where the cause is a missing code. */
  readonly gap?: MissingCode;
  readonly faultClass: FaultClass;
  readonly meaning: string;
  readonly owner: Owner;
  readonly remedy: string;
  /** Since when the oldest waits, by Redis' clock. */
  readonly oldestMs: number;
}

interface Caused {
  readonly each: StakedCase;
  readonly gap: MissingCode | undefined;
}

/**
 * By cause, those that stop most bills first. A case that waits for several missing codes stands with each of them, so
 * that a group is exactly what its code stops; the sum of the groups may exceed the total.
 */
export function groupCases(cases: readonly StakedCase[]): readonly CaseGroup[] {
  const caused = cases.flatMap((each): readonly Caused[] =>
    each.gaps.length === 0 ? [{ each, gap: undefined }] : each.gaps.map((gap) => ({ each, gap })),
  );
  const groups = Map.groupBy(caused, ({ each, gap }) =>
    [each.scheme, each.code, ...(gap === undefined ? [] : [gap.kind, nameOf(gap)])].join("\n"),
  );
  return [...groups.values()]
    .map((members) =>
      describeGroup(
        members[0]!,
        members.map(({ each }) => each),
      ),
    )
    .toSorted((a, b) => b.bills - a.bills || a.oldestMs - b.oldestMs);
}

/** Whether a case is of this cause; what is left out does not matter. */
export function isOfCause(
  each: CaseRecord,
  cause: { readonly code?: string | undefined; readonly gap?: string | undefined },
): boolean {
  return (
    (cause.code === undefined || each.code === cause.code) &&
    (cause.gap === undefined || each.gaps.some((gap) => nameOf(gap) === cause.gap))
  );
}

export function countCases(cases: readonly StakedCase[]): CaseCounts {
  const amounts = cases.flatMap(({ amount }) => (amount === null ? [] : [amount]));
  return {
    bills: new Set(cases.map(({ scheme, billId }) => `${scheme}\n${billId}`)).size,
    orders: cases.filter(({ kind }) => kind === "order").length,
    amount: amounts.length === 0 ? null : addDecimals(amounts),
  };
}

function describeGroup({ each: { scheme, code }, gap }: Caused, cases: readonly StakedCase[]): CaseGroup {
  const { class: faultClass, meaning, owner, remedy } = FAULT_CODES[code];
  return {
    scheme,
    code,
    ...(gap === undefined ? {} : { gap }),
    faultClass,
    meaning,
    owner,
    remedy: gap === undefined ? remedy : remedyOfGap(gap),
    ...countCases(cases),
    oldestMs: cases.reduce((oldest, { sinceMs }) => Math.min(oldest, sinceMs), Infinity),
  };
}
