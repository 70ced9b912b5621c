import {
  addDecimals,
  hashContent,
  linesOf,
  parseDecimal,
  TARGET_INTERFACES,
  targetOrder,
  type DecimalText,
  type TargetName,
  type TargetOrder,
  type TargetParameter,
  type TransformJob,
} from "@billferry/contracts";

import { seqOf, toBill, type Bill, type Issue, type Line } from "./bill.ts";
import { checkConservation } from "./conservation.ts";
import type { Scheme } from "./scheme.ts";
import { fitLines } from "./fit-lines.ts";
import { mergeLines, type RawLine } from "./merge.ts";
import { findExclusion, groupLines, RULE_NO_LINES, selectLines, type SkippedLine } from "./selection.ts";
import { judgeTraits, noteOf, type MappedLine, type UnusedTrait } from "./traits.ts";
import { usedFields } from "./fields.ts";
import { onceFor } from "./once-for.ts";
import type { SchemeDefinition, SchemeValue } from "./definition.ts";
import { sourceOf, ValueWriter, type ValueSource } from "./value.ts";

/** One order, ready to push, with the hash by which the ledger sees a change and the notes a person should see. */
export interface PlannedOrder {
  readonly target: TargetName;
  readonly order: TargetOrder;
  readonly contentHash: string;
  readonly notes: readonly string[];
  /** Of each of its lines, the numbers of the bill's lines that it stands for. */
  readonly seqs: readonly (readonly string[])[];
}

/** What becomes of a bill: orders, nothing by a named rule, or every issue that keeps it from going on. */
export type Transformation =
  | {
      readonly kind: "ordered";
      readonly orders: readonly PlannedOrder[];
      /** Lines that take no part, and why. */
      readonly skipped: readonly SkippedLine[];
      /** What tells goods apart, is carried by lines and is not used. */
      readonly unused: readonly UnusedTrait[];
    }
  | { readonly kind: "excluded"; readonly rule: string }
  | { readonly kind: "refused"; readonly issues: readonly Issue[] };

/**
 * rows → bill → orders, total and pure: the same bill and scheme give the same orders and keys, whatever the order of
 * the rows.
 *
 * 1. The rows become a bill (head fields agree) or issues.
 * 2. The bill takes part or is excluded by a named rule; so do its lines.
 * 3. Lines are grouped, one order each; those that the target would refuse as repeats are merged, exactly.
 * 4. Then every value is fitted to the target's limits; what does not fit exactly is an issue, never a guess.
 * 5. Conservation is checked: quantity per SKU, and the amount; and that no goods are mixed.
 *
 * One issue anywhere keeps the whole bill back: half a bill is wrong stock.
 */
export function transformBill(job: Pick<TransformJob, "billNo" | "fields" | "rows">, scheme: Scheme): Transformation {
  const bill = toBill(job, scheme.fields, usedFields(scheme));
  if (!("lines" in bill)) return { kind: "refused", issues: bill };
  const exclusion = findExclusion(bill, scheme);
  if (exclusion !== undefined) return { kind: "excluded", rule: exclusion };
  const { lines, skipped, issues: unreadable } = selectLines(bill, scheme);
  if (unreadable.length > 0) return { kind: "refused", issues: unreadable };
  if (lines.length === 0) return { kind: "excluded", rule: RULE_NO_LINES };
  const { groups, issues: ungrouped } = groupLines(bill, lines, scheme.definition.group_by);
  if (ungrouped.length > 0) return { kind: "refused", issues: ungrouped };

  const planned = groups.map((own) => planOrder(bill, scheme, own));
  const issues = planned.flatMap((each) => ("issues" in each ? each.issues : []));
  if (issues.length > 0) return { kind: "refused", issues };
  const orders = planned.flatMap((each) => ("issues" in each ? [] : [each]));
  const broken = checkConservation(bill, lines, orders, scheme);
  const mapped = orders.map(({ rawLines }, index) => pairLines(groups[index] ?? [], rawLines));
  const traits = judgeTraits(bill, mapped.flat(), scheme);
  const wrong = [...broken, ...traits.issues];
  if (wrong.length > 0) return { kind: "refused", issues: wrong };
  const { unused } = traits;
  const noted = orders.map(({ rawLines, notes, ...order }) => ({
    ...order,
    notes: [...notes, ...tell(unused, rawLines)],
  }));
  return { kind: "ordered", orders: noted, skipped, unused };
}

/** Each line with what was written of it, in the same order. */
function pairLines(lines: readonly Line[], rawLines: readonly RawLine[]): readonly MappedLine[] {
  return rawLines.flatMap((raw, index) => {
    const line = lines[index];
    return line === undefined ? [] : [{ line, raw }];
  });
}

/** What of it concerns the lines of one order. */
function tell(unused: readonly UnusedTrait[], rawLines: readonly RawLine[]): readonly string[] {
  const own = new Set(rawLines.flatMap(({ seqs }) => seqs));
  return unused.flatMap((each) => {
    const seqs = each.seqs.filter((seq) => own.has(seq));
    return seqs.length === 0 ? [] : [noteOf({ ...each, seqs })];
  });
}

function planOrder(
  bill: Bill,
  scheme: Scheme,
  lines: readonly Line[],
): (PlannedOrder & { readonly rawLines: readonly RawLine[] }) | { readonly issues: readonly Issue[] } {
  const { target, definition } = scheme;
  const head = new ValueWriter(scheme, bill.billNo, "head");
  for (const { parameter, value } of mappedParameters(definition).head) head.write(parameter, value, lines);
  head.require(target.head);
  const written = writeLines(bill, scheme, lines);
  const merged = mergeLines(written.issues.length > 0 ? [] : written.lines, definition.merge_by, target);
  const fitted = fitLines(bill, scheme, merged.lines);
  const issues = [...head.issues, ...written.issues, ...fitted.issues];
  if (issues.length > 0) return { issues };
  const content = { ...head.values, [target.lineList]: fitted.lines.map(({ values }) => values) };
  const parsed = targetOrder(target.name).safeParse(content);
  if (!parsed.success) {
    const messages = parsed.error.issues.map((issue) => `${issue.path.join(".")}:${issue.message}`);
    return { issues: [{ code: "MAP_NUMBER_INEXACT", message: `${bill.billNo}:${messages.join(";")}` }] };
  }
  return {
    target: target.name,
    order: parsed.data,
    contentHash: hashContent(parsed.data),
    notes: [...bill.notes, ...head.notes, ...written.notes, ...merged.notes, ...fitted.notes],
    seqs: fitted.lines.map(({ seqs }) => seqs),
    rawLines: written.lines,
  };
}

function writeLines(
  bill: Bill,
  scheme: Scheme,
  lines: readonly Line[],
): { readonly lines: readonly RawLine[]; readonly issues: readonly Issue[]; readonly notes: readonly string[] } {
  const { target, definition, fields } = scheme;
  const mapped = mappedParameters(definition).line;
  const writers = lines.map((line) => {
    const seq = seqOf(line, fields);
    const writer = new ValueWriter(scheme, `${bill.billNo} 第 ${seq} 行`, "line");
    for (const { parameter, value } of mapped) writer.write(parameter, value, [line]);
    writer.require(target.line);
    return { writer, seq };
  });
  return {
    lines: writers.map(({ writer, seq }) => ({ values: writer.values, seqs: [seq] })),
    issues: writers.flatMap(({ writer }) => writer.issues),
    notes: writers.flatMap(({ writer }) => writer.notes),
  };
}

interface MappedParameter {
  readonly parameter: TargetParameter;
  readonly value: SchemeValue;
}

/** What a scheme says of the target's parameters, in the target's order. */
const mappedParameters = onceFor(({ target, order, line }: SchemeDefinition) => {
  const { head: ofHead, line: ofLine } = TARGET_INTERFACES[target.interface];
  return { head: pairUp(ofHead, order), line: pairUp(ofLine, line) };
});

function pairUp(parameters: readonly TargetParameter[], values: SchemeDefinition["order"]): readonly MappedParameter[] {
  return parameters.flatMap((parameter) => {
    const value = values[parameter.name];
    return value === undefined ? [] : [{ parameter, value }];
  });
}

/** Where each value of an order comes from, by its place: `warehouse_no`, `detail_list[0].num`. */
export function sourcesOf(
  { target, definition }: Scheme,
  { order, seqs }: Pick<PlannedOrder, "order" | "seqs">,
): Readonly<Record<string, ValueSource>> {
  const ofHead = Object.keys(order).flatMap((name) => {
    const value = definition.order[name];
    return value === undefined ? [] : [[name, sourceOf(value)] as const];
  });
  const ofLines = linesOf(target.name, order).flatMap((line, index) =>
    Object.keys(line).flatMap((name) => {
      const value = definition.line[name];
      if (value === undefined) return [];
      return [[`${target.lineList}[${index}].${name}`, { ...sourceOf(value), lines: seqs[index] ?? [] }] as const];
    }),
  );
  return Object.fromEntries([...ofHead, ...ofLines]);
}

/** What waits with a bill that cannot go on: what its lines are grouped by, and the amount where a sum is mapped. */
export function stakeOf(
  job: Pick<TransformJob, "billNo" | "fields" | "rows">,
  scheme: Scheme,
): { readonly billNo: string; readonly groups: readonly string[]; readonly amount: DecimalText | null } {
  const bill = toBill(job, scheme.fields, usedFields(scheme));
  const lines = "lines" in bill ? selectLines(bill, scheme).lines : [];
  const { group_by: groupBy, order } = scheme.definition;
  const groups = lines.map((line) => groupBy.map((name) => String(line[name] ?? "")).join("/"));
  const total = scheme.target.total === null ? undefined : order[scheme.target.total];
  const sum = typeof total === "object" && "sum" in total ? total.sum : undefined;
  const amounts = lines.flatMap((line) => {
    const cell = sum === undefined ? undefined : line[sum];
    return typeof cell === "string" ? (parseDecimal(cell) ?? []) : [];
  });
  return {
    billNo: job.billNo,
    groups: [...new Set(groups)].toSorted(),
    amount: amounts.length === 0 ? null : addDecimals(amounts),
  };
}
