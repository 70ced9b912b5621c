import type { SchemeValue } from "./definition.ts";
import type { Scheme } from "./scheme.ts";
import { hint, warning, type LintFinding, type Rule } from "./lint-finding.ts";
import { renderTemplate, templateFields } from "./template.ts";
import { isTraitSettled } from "./traits.ts";

/** What only the data can show: whether goods, or keys, of two kinds fall together. */

const auxiliaryProperty: Rule = (scheme) => {
  const { isUsed, isStated } = isTraitSettled(scheme, "auxiliary_property");
  if (isUsed) return [];
  const sku = scheme.definition.line["spec_no"];
  const field = typeof sku === "string" ? (templateFields(sku)[0] ?? "FMaterialID_FNumber") : "FMaterialID_FNumber";
  const remedy = `有颜色、尺码时写作 spec_no: "{{ ${field} }}-{{ FAuxPropId_FF100001_FNumber }}"(FF100001 为贵公司的属性编号)`;
  const what = "商家编码没有用到分录的辅助属性:仅颜色、尺码不同的货品会是同一个编码";
  const at = ["line", "spec_no"];
  const { auxiliary_property: stated } = scheme.definition.lines.unused;
  if (isStated)
    return stated === "ignore" || stated === "note" ? [] : hint(at, `${what};在同一单据中相遇时整张等待`, remedy);
  return warning(at, what, `${remedy};没有时在 lines.unused 中写明 auxiliary_property: mixed 或 ignore`);
};

const lot: Rule = (scheme) => {
  const { isUsed, isStated } = isTraitSettled(scheme, "lot");
  if (isUsed || isStated) return [];
  return warning(
    ["line"],
    "方案没有用到批号:分录带有批号时不会传给旺店通,不同批号会合并",
    '写作 batch_no: "{{ FLot_FNumber }}";旺店通不管批次时在 lines.unused 中写明 lot: note 或 ignore',
  );
};

/** Bill `ZZ1` in stock `B2C-MAIN` and bill `ZZ1-B2C` in stock `MAIN` have one key. Keys never change their form, so
 *  this is only said: with certainty where a table shows such codes, else as a hint. */
const separators: Rule = (scheme) => {
  const key = scheme.definition.order["outer_no"] as string;
  const fields = ["FBillNo", ...scheme.definition.group_by].filter((name) => templateFields(key).includes(name));
  return fields.slice(1).flatMap((field, index): LintFinding[] | LintFinding => {
    const before = fields[index] ?? "FBillNo";
    const separator = findSeparator(key, before, field);
    if (separator === undefined || !isAmbiguous(key, { before, field, separator })) return [];
    const at = ["order", "outer_no"];
    const what = `外部单号以“${separator}”相连,而 ${before} 和 ${field} 的值中也可以有“${separator}”`;
    const remedy = "不要改 outer_no(改后每张单据都会再推一次);真有两张单据同号时,后一张成为异常单,写明两张单据";
    const known = knownCodes(scheme, field);
    const found = known.filter((code) => code.includes(separator));
    if (found.length > 0)
      return warning(at, `${what}:${found.slice(0, SHOWN).join("、")},两张单据可能得到同一单号`, remedy);
    return known.length > 0
      ? []
      : hint(at, `${what}:ZZ1 与 B2C${separator}MAIN、ZZ1${separator}B2C 与 MAIN 同号`, remedy);
  });
};

const SHOWN = 3;

function render(key: string, values: Readonly<Record<string, string>>): string | undefined {
  const others = Object.fromEntries(templateFields(key).map((name) => [name, ""]));
  const rendered = renderTemplate(key, { ...others, ...values });
  return "text" in rendered ? rendered.text : undefined;
}

/** What stands between two fields of a key; undefined where they do not stand side by side as they are. */
function findSeparator(key: string, before: string, field: string): string | undefined {
  const [one, other] = ["ONE1", "TWO2"];
  const text = render(key, { [before]: one, [field]: other }) ?? "";
  const from = text.indexOf(one);
  const separator = from < 0 ? "" : text.slice(from + one.length, text.indexOf(other));
  return separator !== "" && text.includes(`${one}${separator}${other}`) ? separator : undefined;
}

function isAmbiguous(
  key: string,
  { before, field, separator }: { readonly before: string; readonly field: string; readonly separator: string },
): boolean {
  const one = render(key, { [before]: "ZZ1", [field]: `B2C${separator}MAIN` });
  return one !== undefined && one === render(key, { [before]: `ZZ1${separator}B2C`, [field]: "MAIN" });
}

/** The codes that a table lists for a field, as far as one does. */
function knownCodes({ definition, tables }: Scheme, field: string): readonly string[] {
  const tableOf = (value: SchemeValue): readonly string[] =>
    typeof value === "object" && "lookup" in value && templateFields(value.value).join() === field
      ? [value.lookup]
      : [];
  const names = Object.values(definition.order).flatMap(tableOf);
  return names.flatMap((name) => [...(tables.codes[name]?.keys() ?? [])]);
}

export const GOODS_RULES: readonly Rule[] = [auxiliaryProperty, lot, separators];
