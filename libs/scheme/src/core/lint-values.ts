import type { TargetParameter } from "@billferry/contracts";

import type { SchemeValue } from "./definition.ts";
import type { Scheme } from "./scheme.ts";
import { fitValue } from "./limits.ts";
import { renderTemplate, templateFields } from "./template.ts";
import { valueFields } from "./value.ts";
import { error, warning, type Found, type Rule } from "./lint-finding.ts";

interface Mapped {
  readonly at: readonly string[];
  readonly parameter: TargetParameter;
  readonly value: SchemeValue;
  readonly fields: readonly string[];
}

/** Every parameter that the scheme sets, of head and lines. */
function mapped({ definition, target }: Scheme): readonly Mapped[] {
  return (["order", "line"] as const).flatMap((level) =>
    Object.entries(definition[level]).flatMap(([name, value]): Mapped[] => {
      const parameter = target[level === "order" ? "head" : "line"].find((each) => each.name === name);
      return parameter === undefined ? [] : [{ at: [level, name], parameter, value, fields: valueFields(value) }];
    }),
  );
}

function each(find: (entry: Mapped, scheme: Scheme) => Found): Rule {
  return (scheme) => mapped(scheme).flatMap((entry) => find(entry, scheme));
}

const constants = each(({ at, parameter, value, fields }) => {
  if (typeof value !== "string" || fields.length > 0) return [];
  const rendered = renderTemplate(value, {});
  if (!("text" in rendered)) return error(at, `${parameter.name}:${rendered.problem}`, "改正该模板");
  const fitted = fitValue(parameter, rendered.text);
  if ("issue" in fitted) return error(at, fitted.issue.message, `${parameter.label}须符合旺店通的长度与格式`);
  return fitted.notes.map((note) => warning(at, note, "缩短该常量"));
});

/** The fixed text of a template: what it gives when every field is empty. */
const fixedParts = each(({ at, parameter, value, fields }) => {
  const { maxLength, name } = parameter;
  if (typeof value !== "string" || fields.length === 0 || maxLength === undefined || name === "outer_no") return [];
  const rendered = renderTemplate(value, Object.fromEntries(fields.map((field) => [field, ""])));
  const length = "text" in rendered ? [...rendered.text].length : 0;
  if (length < maxLength) return [];
  const make = parameter.type === "prose" ? warning : error;
  return make(at, `${name}:模板的固定文字已有 ${length} 个字符,旺店通最多 ${maxLength}`, "缩短模板中的固定文字");
});

const audited: Rule = ({ definition }) => {
  const isSet = "is_check" in definition.order;
  if (isSet && definition.order["is_check"] !== "0") return [];
  const at = isSet ? ["order", "is_check"] : ["order"];
  return warning(at, "订单推送后停在“待审核”,仓库不会出库", "设置 is_check: 1,除非由人在旺店通中审核");
};

const personal = each(({ at, parameter, fields: names }, { fields }) => {
  const found = names.filter((name) => fields.find(name)?.isPersonal);
  return found.length === 0
    ? []
    : warning(
        at,
        `${parameter.name} 使用个人信息 ${found.join("、")}:会存入 Redis 并写进旺店通单据`,
        "不需要时去掉;需要时请告知收货人信息的保管人",
      );
});

const prices = each(({ at, parameter, value, fields }) => {
  if (typeof value === "object" && "sum" in value) {
    const remedy = `写作 { sum: ${value.sum}, round: 4 };合计只供参考,舍入会记入 notes`;
    return value.round === undefined
      ? warning(at, `${parameter.name} 没有舍入:金额的合计可多于 4 位小数,这样的单据会成为异常单`, remedy)
      : [];
  }
  const isPrice = parameter.type === "decimal" && fields.some((name) => /Price/.test(name));
  if (!isPrice || typeof value !== "string" || /\|\s*round\b/.test(value)) return [];
  const remedy = `写作 { value: "${value}", round: 4 }`;
  return warning(at, `${parameter.name} 没有舍入:金蝶单价可多于 4 位小数,这样的单据会成为异常单`, remedy);
});

const quantity: Rule = ({ definition, target }) => {
  const value = definition.line[target.quantity];
  if (value === undefined) return [];
  const at = ["line", target.quantity];
  const named = valueFields(value);
  if (named.includes("FMustQty") || definition.lines.quantity === "FMustQty")
    return warning(
      named.includes("FMustQty") ? at : ["lines", "quantity"],
      "FMustQty 是应发数量,实际出库的是 FRealQty",
      "改用 FRealQty",
    );
  return named.includes(definition.lines.quantity)
    ? []
    : warning(at, `推送的数量不是选行所用的 ${definition.lines.quantity}`, "两处使用同一字段");
};

const BARE = /^\{\{\s*(\w+)\s*\}\}$/;

const types = each(({ at, parameter, value }, { fields }) => {
  if (typeof value === "object" && "sum" in value) {
    const type = fields.find(value.sum)?.type;
    return type === undefined || type === "decimal"
      ? []
      : error(at, `不能合计 ${value.sum}:它不是数值(${type})`, "改用数值字段,或在 source.fields 中声明 type: decimal");
  }
  const template = typeof value === "string" ? value : value.value;
  const name = BARE.exec(template.trim())?.[1];
  const type = name === undefined ? undefined : fields.find(name)?.type;
  if (parameter.type !== "decimal" || type === undefined || type === "decimal") return [];
  return warning(
    at,
    `${parameter.name} 应为数值,而 ${String(name)} 是${type === "text" ? "文本" : ` ${type}`}`,
    "改用数值字段,或在 source.fields 中声明 type: decimal",
  );
});

const tables: Rule = ({ definition, tables: { codes, units } }) => {
  const uses = [...Object.values(definition.order), ...Object.values(definition.line)].flatMap((value) => {
    if (typeof value === "string") return [];
    if ("lookup" in value) return [{ table: value.lookup, needsRow: value.missing === "hold" }];
    return "convert" in value ? [{ table: value.convert, needsRow: true }] : [];
  });
  return Object.keys(definition.tables).flatMap((name) => {
    const at = ["tables", name];
    const own = uses.filter(({ table }) => table === name);
    if (own.length === 0) return warning(at, `对照表 ${name} 没有被使用`, "删去它,或以 lookup / convert 使用它");
    const size = codes[name]?.size ?? units[name]?.size ?? 0;
    return size === 0 && own.some(({ needsRow }) => needsRow)
      ? warning(at, `对照表 ${name} 没有任何行:每张单据都会等待`, "填写该表")
      : [];
  });
};

const merging: Rule = ({ definition }) => {
  const at = ["merge_by"];
  const remedy = "写作 merge_by: [spec_no, batch_no, position_no]";
  if (!definition.merge_by.includes("spec_no"))
    return warning(at, "同一货品的行不合并:旺店通可能拒绝重复的货品行", remedy);
  return (["batch_no", "position_no"] as const)
    .filter((name) => name in definition.line && !definition.merge_by.includes(name))
    .map((name) => warning(at, `不同 ${name} 的行会合并为一行,只留下第一行的 ${name}`, remedy));
};

const bundles: Rule = ({ definition }) => {
  const { form } = definition.source;
  const isExcluded = definition.lines.exclude.some(
    ({ field, equals, in: list = [] }) => field === "FRowType" && [equals, ...list].includes("Parent"),
  );
  return form !== "SAL_OUTSTOCK" || isExcluded
    ? []
    : warning(
        ["lines"],
        "组合产品的父项也会推送,与其子项重复",
        "在 lines.exclude 中加入 { field: FRowType, equals: Parent }",
      );
};

/** The target marks the lines of a serialised item; a list of numbers without the mark is not looked at. */
const serials: Rule = ({ definition }) =>
  "sn_list" in definition.line && !("is_enable_sn" in definition.line)
    ? warning(["line", "sn_list"], "有序列号而没有 is_enable_sn:旺店通不会看序列号", "设置 is_enable_sn: 1")
    : [];

/** A value that never changes for a parameter that tells things apart. */
const fixedCodes = each(({ at, parameter, value }) =>
  parameter.name === "spec_no" && typeof value === "string" && templateFields(value).length === 0
    ? error(at, "商家编码是常量:所有货品会变成同一个", '写作 "{{ FMaterialID_FNumber }}" 一类的模板')
    : [],
);

export const VALUE_RULES: readonly Rule[] = [
  constants,
  fixedParts,
  fixedCodes,
  audited,
  personal,
  prices,
  quantity,
  types,
  tables,
  merging,
  bundles,
  serials,
];
