import {
  COVER,
  editOrder,
  hashContent,
  linesOf,
  TARGET_INTERFACES,
  type Cell,
  type OrderEdit,
  type TargetName,
  type TargetOrder,
} from "@billferry/contracts";
import type { BillStory, PushAnswer, ToldOrder } from "@billferry/ledger";
import { fullVersion, sourcesOf, type Scheme, type ValueSource } from "@billferry/scheme";

import { coverChanges } from "./order-edits.ts";

/** A value of an order, and the rule that it comes from by the scheme of now. */
interface ToldValue {
  /** `warehouse_no`, `detail_list[0].num`. */
  readonly place: string;
  readonly label: string;
  readonly value: string;
  readonly source: ValueSource | null;
}

/** What a bill was made of and what was made of it, for people. */
export interface ToldStory {
  readonly schemeVersion: string;
  /** Whether scheme and tables are the ones that it was made by; where not, the rules told are those of now. */
  readonly isPresent: boolean;
  readonly revision: number;
  readonly fields: readonly { readonly name: string; readonly label: string }[];
  readonly rows: readonly (readonly Cell[])[];
  readonly orders: readonly {
    readonly outerNo: string;
    readonly notes: readonly string[];
    readonly values: readonly ToldValue[];
    readonly edit: EditStory | null;
  }[];
}

/** What a person has changed of an order, beside what the mapping made of it. */
interface EditStory extends Pick<OrderEdit, "by" | "note" | "atMs"> {
  /** Whether it is of this content; else the bill has changed since, and it is none any more. */
  readonly isPresent: boolean;
  readonly changes: readonly { readonly place: string; readonly before: string; readonly value: string }[];
}

type Edits = ReadonlyMap<string, OrderEdit>;

/** What an attempt pushed, and what it was answered. */
export interface ToldAttempt extends Omit<PushAnswer, "contentHash" | "text" | "isLast"> {
  readonly answer: string;
  /** As it was sent, but for what the reader may not see; null where that content is not kept. */
  readonly request: string | null;
}

/** Cells that name or reach a person, and values made of them, are covered unless the reader may see them. */
export function toldStoryOf(
  story: BillStory,
  { scheme, edits }: { readonly scheme: Scheme; readonly edits: Edits },
  { seesPersonal }: { seesPersonal: boolean },
): ToldStory {
  const fields = story.fields.map((name) => ({ name, field: scheme.fields.find(name) }));
  const isPersonal = (name: string): boolean => !seesPersonal && scheme.fields.find(name)?.isPersonal === true;
  const isCovered = story.fields.map(isPersonal);
  return {
    schemeVersion: story.schemeVersion,
    isPresent: fullVersion(scheme) === story.schemeVersion,
    revision: story.revision,
    fields: fields.map(({ name, field }) => ({ name, label: field?.label ?? name })),
    rows: story.rows.map((row) => row.map((cell, index) => (isCovered[index] && !isEmpty(cell) ? COVER : cell))),
    orders: story.orders.map((order) => ({
      outerNo: order.order.outer_no,
      notes: order.notes,
      values: coverValues(order, scheme, { seesPersonal }),
      edit: toldEditOf(order, { scheme, edit: edits.get(order.order.outer_no) }, { seesPersonal }),
    })),
  };
}

function toldEditOf(
  told: ToldOrder,
  { scheme, edit }: { readonly scheme: Scheme; readonly edit: OrderEdit | undefined },
  { seesPersonal }: { seesPersonal: boolean },
): EditStory | null {
  if (edit === undefined) return null;
  const covered = seesPersonal ? new Set<string>() : coveredPlaces(told, scheme);
  const values = new Map(valuesOf(told, scheme).map(({ place, value }) => [place, value]));
  const { by, note, atMs, contentHash } = edit;
  return {
    ...{ by, note, atMs, isPresent: contentHash === hashContent(told.order) },
    changes: coverChanges(edit.changes, covered).map(({ place, value }) => {
      const before = values.get(place) ?? "";
      return { place, before: covered.has(place) ? before && COVER : before, value };
    }),
  };
}

/** Each attempt with the request of its content: as it was made, or as a person decided (a correction). */
export function toldAttemptsOf(
  answers: readonly PushAnswer[],
  {
    story,
    decided,
    scheme,
    edits,
  }: { story: BillStory | undefined; decided: readonly TargetOrder[]; scheme: Scheme; edits: Edits },
  { seesPersonal }: { seesPersonal: boolean },
): readonly ToldAttempt[] {
  const target = scheme.target.name;
  const requests = new Map<string, string>();
  for (const order of decided)
    requests.set(hashContent(order), requestOf(order, seesPersonal ? undefined : proseOf(target, order)));
  for (const told of [...(story?.orders ?? []), ...(story?.former ?? [])]) {
    const changes = edits.get(told.order.outer_no)?.changes;
    const edited = changes && editOrder(target, told.order, changes);
    for (const order of [told.order, ...(edited?.kind === "edited" ? [edited.order] : [])])
      requests.set(
        hashContent(order),
        requestOf(order, seesPersonal ? undefined : coveredPlaces({ ...told, order }, scheme)),
      );
  }
  return answers.map(({ outerNo, atMs, status, contentHash, text }) => ({
    outerNo,
    atMs,
    status,
    answer: text,
    request: requests.get(contentHash) ?? null,
  }));
}

/** The order's own JSON, in lines; the values at these places covered. */
function requestOf(order: TargetOrder, covered: ReadonlySet<string> = new Set()): string {
  const cover = (node: unknown, place: string): unknown => {
    if (covered.has(place)) return COVER;
    if (Array.isArray(node)) return node.map((each, index) => cover(each, `${place}[${index}]`));
    if (typeof node !== "object" || node === null) return node;
    const before = place === "" ? "" : `${place}.`;
    return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, cover(value, `${before}${name}`)]));
  };
  return JSON.stringify(cover(order, ""), null, 2);
}

/** Where people write freely. */
function proseOf(target: TargetName, order: TargetOrder): ReadonlySet<string> {
  const { head, line, lineList } = TARGET_INTERFACES[target];
  const ofHead = head.flatMap(({ name, type }) => (type === "prose" ? [name] : []));
  const ofLine = line.flatMap(({ name, type }) => (type === "prose" ? [name] : []));
  const lines = linesOf(target, order).flatMap((_, at) => ofLine.map((name) => `${lineList}[${at}].${name}`));
  return new Set([...ofHead, ...lines]);
}

/** What is made of a person's data, and what people write freely, is covered unless the reader may see it. */
function coverValues(told: ToldOrder, scheme: Scheme, { seesPersonal }: { seesPersonal: boolean }) {
  const values = valuesOf(told, scheme);
  if (seesPersonal) return values;
  const covered = coveredPlaces(told, scheme);
  return values.map((each) => (covered.has(each.place) ? { ...each, value: COVER } : each));
}

/** Where an order says what is made of a person's data, or what people write freely. */
export function coveredPlaces(told: ToldOrder, scheme: Scheme): ReadonlySet<string> {
  const isPersonal = (name: string): boolean => scheme.fields.find(name)?.isPersonal === true;
  const places = valuesOf(told, scheme).flatMap(({ place, source }) =>
    source?.fields.some(isPersonal) === true ? [place] : [],
  );
  return new Set([...places, ...proseOf(scheme.target.name, told.order)]);
}

/** In the target's order: the head, then line by line. */
function valuesOf(told: ToldOrder, scheme: Scheme): readonly ToldValue[] {
  const { name: target, lineList } = scheme.target;
  const sources = sourcesOf(scheme, told);
  const tell = (part: object, level: "head" | "line", before: string): readonly ToldValue[] =>
    Object.entries(part).flatMap(([name, value]: [string, unknown]) => {
      if (name === lineList) return [];
      const place = `${before}${name}`;
      return [{ place, label: labelOf(target, level, name), value: String(value), source: sources[place] ?? null }];
    });
  return [
    ...tell(told.order, "head", ""),
    ...linesOf(target, told.order).flatMap((line, index) => tell(line, "line", `${lineList}[${index}].`)),
  ];
}

function labelOf(target: TargetName, level: "head" | "line", name: string): string {
  return TARGET_INTERFACES[target][level].find((parameter) => parameter.name === name)?.label ?? name;
}

/** An empty cell stays empty: that it is empty helps, and tells nothing. */
function isEmpty(cell: Cell): boolean {
  return cell === null || String(cell).trim() === "";
}
