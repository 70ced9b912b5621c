import { z } from "zod";

import { TARGET_INTERFACES, type TargetName, type TargetParameter } from "./target-interface.ts";
import { issuesOfOrder, linesOf, type TargetLine, type TargetOrder } from "./target-order.ts";

/** A value that a person changes: `logistics_code`, `detail_list[0].batch_no`; an empty one is left out. */
export const orderChange = z.strictObject({ place: z.string().min(1).max(100), value: z.string().max(2_000) });

export type OrderChange = z.infer<typeof orderChange>;

/** What a person has changed of an order that is not delivered, bound to the content that was seen. */
export interface OrderEdit {
  /** Of the order as it is made; another content sets the edit aside. */
  readonly contentHash: string;
  readonly changes: readonly OrderChange[];
  readonly by: string;
  readonly note: string;
  readonly atMs: number;
}

/** A value that may be changed, as it is. */
export interface EditablePlace {
  readonly place: string;
  readonly label: string;
  /** Empty where the order has none. */
  readonly value: string;
}

export type OrderEditVerdict =
  | { readonly kind: "edited"; readonly order: TargetOrder }
  /** `fixed`: it moves stock, or is the order's key; `unknown`: the interface or the order has no such place. */
  | { readonly kind: "refused"; readonly place: string; readonly why: "fixed" | "unknown" }
  /** The interface does not take the value; `text` says what it takes. */
  | { readonly kind: "refused"; readonly place: string; readonly why: "form"; readonly text: string };

const PLACE = /^(?:(?<list>\w+)\[(?<line>\d{1,6})\]\.)?(?<name>\w+)$/;
/** The key, where it goes, and whether it is audited. What goods and how many are named by the interface. */
const FIXED = ["outer_no", "warehouse_no", "is_check", "spec_no"];

/** What stock an order moves, and under which key, is Kingdee's word; all else of it a person may change. */
function isFixed(target: TargetName, name: string): boolean {
  return FIXED.includes(name) || name === TARGET_INTERFACES[target].quantity;
}

/** The places of an order that may be changed: those of its head, and of its first lines. */
export function editablePlaces(target: TargetName, order: TargetOrder, mostLines: number): readonly EditablePlace[] {
  const { head, line, lineList } = TARGET_INTERFACES[target];
  const tell = (parameters: readonly TargetParameter[], part: TargetLine | TargetOrder, before: string) =>
    parameters
      .filter(({ name }) => !isFixed(target, name))
      .map(({ name, label }): EditablePlace => ({ place: `${before}${name}`, label, value: textOf(part[name]) }));
  return [
    ...tell(head, order, ""),
    ...linesOf(target, order)
      .slice(0, mostLines)
      .flatMap((each, at) => tell(line, each, `${lineList}[${at}].`)),
  ];
}

function textOf(value: TargetLine[string] | TargetOrder[string]): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The order with these values; the one given stays as it is. It moves the same stock under the same key. */
export function editOrder(target: TargetName, order: TargetOrder, changes: readonly OrderChange[]): OrderEditVerdict {
  const { lineList } = TARGET_INTERFACES[target];
  const lines = linesOf(target, order).map((line): Record<string, unknown> => ({ ...line }));
  const head: Record<string, unknown> = { ...order, [lineList]: lines };
  for (const { place, value } of changes) {
    const found = findPlace(target, place);
    const part = found?.line === undefined ? head : lines[found.line];
    if (found === undefined || part === undefined) return { kind: "refused", place, why: "unknown" };
    if (isFixed(target, found.parameter.name)) return { kind: "refused", place, why: "fixed" };
    if (value === "") delete part[found.parameter.name];
    else part[found.parameter.name] = found.parameter.type === "flag" ? Number(value) : value;
  }
  const [issue] = issuesOfOrder(target, head);
  if (issue === undefined) return { kind: "edited", order: head as TargetOrder };
  return { kind: "refused", place: toPlace(issue.path), why: "form", text: issue.message };
}

function findPlace(
  target: TargetName,
  place: string,
): { readonly parameter: TargetParameter; readonly line: number | undefined } | undefined {
  const { list, line, name } = PLACE.exec(place)?.groups ?? {};
  const { head, line: ofLine, lineList } = TARGET_INTERFACES[target];
  if (list !== undefined && list !== lineList) return undefined;
  const parameter = (list === undefined ? head : ofLine).find((each) => each.name === name);
  return parameter && { parameter, line: line === undefined ? undefined : Number(line) };
}

function toPlace(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (place, step) =>
      typeof step === "number" ? `${place}[${step}]` : place === "" ? String(step) : `${place}.${String(step)}`,
    "",
  );
}
