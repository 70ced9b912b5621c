import { linesOf, TARGET_INTERFACES, type Cell, type TargetName } from "@billferry/contracts";
import type { BillStory, ToldOrder } from "@billferry/ledger";
import { fullVersion, sourcesOf, type Scheme, type ValueSource } from "@billferry/scheme";

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
  }[];
}

const COVER = "***";

/** Cells that name or reach a person, and values made of them, are covered unless the reader may see them. */
export function toldStoryOf(story: BillStory, scheme: Scheme, { seesPersonal }: { seesPersonal: boolean }): ToldStory {
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
      values: valuesOf(order, scheme).map((told) =>
        told.source?.fields.some(isPersonal) === true ? { ...told, value: COVER } : told,
      ),
    })),
  };
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
