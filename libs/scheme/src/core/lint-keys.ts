import type { SchemeValue } from "./definition.ts";
import type { Scheme } from "./scheme.ts";
import { renderTemplate, templateFields } from "./template.ts";
import { error, warning, type LintFinding, type Rule } from "./lint-finding.ts";

const AT = ["order", "outer_no"];

/** Pairs of values that a key has to tell apart, by the type of the field. */
const PAIRS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  date: [["2026-11-01 00:00:00", "2026-11-02 00:00:00"]],
  decimal: [["1", "2"]],
};
/** They differ at the end, and at the beginning. */
const PAIRS_OF_TEXTS = [
  ["XSCKD00000001", "XSCKD00000002"],
  ["AXSCKD0000001", "BXSCKD0000001"],
] as const;

function pairsOf({ fields }: Scheme, name: string): readonly (readonly [string, string])[] {
  return PAIRS[fields.find(name)?.type ?? "code"] ?? PAIRS_OF_TEXTS;
}

/** The key of a made-up order whose other fields are all alike; undefined where it cannot be made. */
function keyOf(scheme: Scheme, values: Readonly<Record<string, string>>): string | undefined {
  const template = scheme.definition.order["outer_no"] as string;
  const filled = templateFields(template).map((name) => [name, pairsOf(scheme, name)[0]?.[0] ?? ""]);
  const rendered = renderTemplate(template, { ...Object.fromEntries(filled), ...values });
  return "text" in rendered ? rendered.text : undefined;
}

const tellsApart: Rule = (scheme) => {
  const isBlind = (field: string): boolean =>
    pairsOf(scheme, field).some(([a, b]) => keyOf(scheme, { [field]: a }) === keyOf(scheme, { [field]: b }));
  if (isBlind("FBillNo"))
    return error(
      AT,
      "外部单号分不清单据编号:两张单据会得到同一单号,后一张被当作重复",
      "写入完整的 {{ FBillNo }},不要截取",
    );
  const blind = scheme.definition.group_by.filter(isBlind);
  if (blind.length > 0)
    return blind.map((field) =>
      error(AT, `按 ${field} 拆单,外部单号中却没有它:同一单据的两张订单单号相同`, `在 outer_no 中加入 {{ ${field} }}`),
    );
  return runTogether(scheme);
};

/** "A1" and "23" side by side is what "A12" and "3" is. */
function runTogether(scheme: Scheme): readonly LintFinding[] {
  return scheme.definition.group_by.flatMap((field) => {
    const [one, other] = [
      keyOf(scheme, { FBillNo: "XS1", [field]: "123" }),
      keyOf(scheme, { FBillNo: "XS11", [field]: "23" }),
    ];
    const reversed = [
      keyOf(scheme, { FBillNo: "123", [field]: "XS1" }),
      keyOf(scheme, { FBillNo: "23", [field]: "XS11" }),
    ];
    const isSame = (one !== undefined && one === other) || (reversed[0] !== undefined && reversed[0] === reversed[1]);
    return isSame
      ? error(
          AT,
          `单据编号与 ${field} 之间没有分隔,不同的单据会得到同一单号`,
          "以连字符隔开,例如 {{ FBillNo }}-{{ … }}",
        )
      : [];
  });
}

/** What may be edited must not be part of a key: the edited bill would be another order. */
const steady: Rule = (scheme) => {
  const { definition, fields } = scheme;
  const free = templateFields(definition.order["outer_no"] as string).filter(
    (name) => name !== "FBillNo" && !definition.group_by.includes(name),
  );
  return free.flatMap((name) => {
    const field = fields.find(name);
    const isText = field === undefined || field.type === "text" || field.type === "date" || field.type === "decimal";
    if (field?.level === "entry")
      return error(
        AT,
        `外部单号含分录字段 ${name}:一张订单有多行,只取第一行的值`,
        `从 outer_no 中去掉 ${name},或加入 group_by`,
      );
    return isText
      ? warning(AT, `外部单号含可以修改的字段 ${name}:修改后会成为另一张订单`, `从 outer_no 中去掉 ${name}`)
      : [];
  });
};

/** One value stands for all lines of an order, so its field has to be the same on each. */
const oneForAll: Rule = ({ definition, fields }) =>
  Object.entries(definition.order).flatMap(([parameter, value]) => {
    if (parameter === "outer_no" || (typeof value === "object" && "sum" in value)) return [];
    const loose = namedIn(value).filter(
      (name) => fields.find(name)?.level === "entry" && !definition.group_by.includes(name),
    );
    const at = ["order", parameter];
    return loose.map((name) =>
      parameter === "warehouse_no"
        ? error(
            at,
            `仓库取自分录字段 ${name},却没有按它拆单:多个仓库的行会进入同一张订单`,
            `在 group_by 中加入 ${name}`,
          )
        : warning(
            at,
            `${parameter} 取自分录字段 ${name}:各行不同时只取第一行的值`,
            `改用单据头字段,或在 group_by 中加入 ${name}`,
          ),
    );
  });

function namedIn(value: SchemeValue): readonly string[] {
  if (typeof value === "string") return templateFields(value);
  return "value" in value ? templateFields(value.value) : [];
}

export const KEY_RULES: readonly Rule[] = [tellsApart, steady, oneForAll];
