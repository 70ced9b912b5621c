import { seqOf, type Bill, type Issue, type Line } from "./bill.ts";
import type { SchemeDefinition } from "./definition.ts";
import type { Scheme } from "./scheme.ts";
import type { RawLine } from "./merge.ts";
import { onceFor } from "./once-for.ts";
import type { TraitPolicy } from "./trait-policy.ts";
import { valueFields } from "./value.ts";

/** A trait tells goods of one material apart: auxiliary property (colour, size), lot, unit. Lines that differ only in a
 *  trait that the mapping does not use become one SKU, and stock is wrong where nothing looks wrong. So traits are
 *  asked for whatever the mapping uses, and what would be lost is a note, or an issue where goods would be mixed. */
const TRAITS = [
  { name: "auxiliary_property", label: "辅助属性", field: "FAuxPropId", isAlways: false, usual: "mixed" },
  { name: "lot", label: "批号", field: "FLot", isAlways: false, usual: "note" },
  { name: "unit", label: "单位", field: "FUnitID", isAlways: true, usual: "mixed" },
] as const;

type Trait = (typeof TRAITS)[number];
export type TraitName = Trait["name"];

/** A trait that lines of a bill carry and the mapping does not use. */
export interface UnusedTrait {
  readonly trait: TraitName;
  readonly label: string;
  readonly seqs: readonly string[];
}

/** A line of a bill, and what the mapping made of it. */
export interface MappedLine {
  readonly line: Line;
  readonly raw: RawLine;
}

/** What a scheme says of each trait, but for those that it does not want to hear of. */
const heededTraits = onceFor((scheme: Pick<Scheme, "definition" | "target">) =>
  TRAITS.map((trait) => ({ trait, policy: policyOf(scheme.definition, trait), isUsed: isUsed(scheme, trait) })).filter(
    ({ trait, policy, isUsed: used }) => policy !== "ignore" && !(trait.name === "unit" && used),
  ),
);

/** The fields that say which traits a line carries; by their ids, because a part of them is each account's own. */
export function traitFields(definition: SchemeDefinition): readonly string[] {
  return TRAITS.filter((trait) => policyOf(definition, trait) !== "ignore").map(({ field }) => field);
}

/** Whether the mapping says of a trait what becomes of it: by using it, or in words. */
export function isTraitSettled(
  scheme: Scheme,
  name: TraitName,
): { readonly isUsed: boolean; readonly isStated: boolean } {
  const trait = TRAITS.find((each) => each.name === name);
  const isStated = scheme.definition.lines.unused[name] !== undefined;
  return { isUsed: trait !== undefined && isUsed(scheme, trait), isStated };
}

/** What the lines carry and the mapping loses: issues where goods would be mixed, else what a note should tell. */
export function judgeTraits(
  bill: Bill,
  lines: readonly MappedLine[],
  scheme: Scheme,
): { readonly issues: readonly Issue[]; readonly unused: readonly UnusedTrait[] } {
  const issues: Issue[] = [];
  const unused: UnusedTrait[] = [];
  for (const { trait, policy, isUsed: used } of heededTraits(scheme)) {
    const carrying = lines.filter(({ line }) => valueOf(line, trait) !== undefined);
    const seqsOf = (own: readonly MappedLine[]): readonly string[] => own.map(({ line }) => seqOf(line, scheme.fields));
    const mixed = findMixed(carrying, lines, trait);
    const isMixing = policy === "mixed" || policy === "hold";
    if (mixed !== undefined && isMixing)
      issues.push(toMixedIssue(bill, trait, { ...mixed, seqs: seqsOf(mixed.lines) }));
    else if (carrying.length > 0 && !used && (!trait.isAlways || mixed !== undefined)) {
      const seqs = seqsOf(mixed !== undefined && trait.isAlways ? mixed.lines : carrying);
      if (policy === "hold" && !trait.isAlways) issues.push(toUnusedIssue(bill, trait, seqs));
      else unused.push({ trait: trait.name, label: trait.label, seqs });
    }
  }
  return { issues, unused };
}

/** The note of an order whose lines carry something that the mapping does not use. */
export function noteOf({ label, seqs }: UnusedTrait): string {
  return `第 ${seqs.join("、")} 行带有${label},方案没有用到`;
}

/** Of many bills: what their lines carry and the mapping does not use, with the bills where it is so. */
export interface UnusedInBills {
  readonly label: string;
  readonly billNos: readonly string[];
}

export function countUnused(
  bills: readonly { readonly billNo: string; readonly unused: readonly UnusedTrait[] }[],
): readonly UnusedInBills[] {
  const found = bills.flatMap(({ billNo, unused }) => unused.map(({ label }) => ({ billNo, label })));
  const byLabel = Map.groupBy(found, ({ label }) => label);
  return [...byLabel].map(([label, own]) => ({ label, billNos: own.map(({ billNo }) => billNo) }));
}

function policyOf({ lines }: SchemeDefinition, { name, usual }: Trait): TraitPolicy {
  return lines.unused[name] ?? usual;
}

/** Kingdee writes no value as 0 where it gives ids. */
function valueOf(line: Line, { field }: Trait): string | undefined {
  const cell = line[field];
  const text = cell === null || cell === undefined ? "" : String(cell);
  return text === "" || text === "0" || /^0\.0+$/.test(text) ? undefined : text;
}

/** A unit is used where the quantity is converted by it or in the base unit; the others where they tell goods apart. */
function isUsed({ definition, target }: Pick<Scheme, "definition" | "target">, { name, field }: Trait): boolean {
  const { line, group_by: groupBy } = definition;
  const telling = name === "unit" ? [target.quantity] : ["spec_no", "batch_no", "position_no"];
  const values = telling.flatMap((parameter) => line[parameter] ?? []);
  const fields = [...values.flatMap(valueFields), ...(name === "unit" ? [] : groupBy)];
  const own = new RegExp(`^${field}(_|$)`, "i");
  return fields.some((each) => own.test(each) || (name === "unit" && /^FBase(Unit)?Qty/i.test(each)));
}

interface Mixed {
  readonly sku: string;
  readonly lines: readonly MappedLine[];
}

/** Lines of one SKU, lot and position that differ in the trait, wherever in the bill they stand. */
function findMixed(carrying: readonly MappedLine[], lines: readonly MappedLine[], trait: Trait): Mixed | undefined {
  if (carrying.length === 0) return undefined;
  const groups = Map.groupBy(lines, ({ raw: { values } }) =>
    JSON.stringify([values["spec_no"], values["batch_no"], values["position_no"]]),
  );
  const found = [...groups.values()].find((own) => new Set(own.map(({ line }) => valueOf(line, trait))).size > 1);
  return found && { sku: String(found[0]?.raw.values["spec_no"]), lines: found };
}

function toMixedIssue(
  bill: Bill,
  { label, field }: Trait,
  { sku, lines, seqs }: Mixed & { readonly seqs: readonly string[] },
): Issue {
  const values = [...new Set(lines.map(({ line }) => String(line[field] ?? "无")))].slice(0, SHOWN_VALUES);
  const what = `第 ${seqs.join("、")} 行的${label}不同(${field}=${values.join("、")}),商家编码却同为 ${sku},会混成同一货品`;
  return { code: "MAP_GOODS_MIXED", message: `${bill.billNo}:${what}` };
}

function toUnusedIssue(bill: Bill, { label }: Trait, seqs: readonly string[]): Issue {
  return { code: "MAP_GOODS_MIXED", message: `${bill.billNo}:第 ${seqs.join("、")} 行带有${label},方案没有用到` };
}

const SHOWN_VALUES = 5;
