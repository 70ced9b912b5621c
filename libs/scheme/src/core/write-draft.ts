import type { TargetInterface } from "@billferry/contracts";

import type { DraftField, DraftForm, FormInfo } from "./draft-form.ts";
import type { DraftAsked, DraftParameter } from "./draft-parameter.ts";
import { templateFields } from "./template.ts";

interface Drafted {
  readonly info: FormInfo;
  readonly form: DraftForm;
  readonly target: TargetInterface;
  readonly asked: DraftAsked;
  readonly parameters: readonly DraftParameter[];
  readonly warehouse: DraftField | undefined;
  readonly quantity: DraftField | undefined;
}

/** Known of every stock bill. */
const ALWAYS_KNOWN = new Set(["FID", "FBillNo", "FApproveDate", "FDocumentStatus", "FCancelStatus"]);
/** By which a value of the parameter is translated, where there is such a table. */
const TABLE_OF: Readonly<Record<string, string>> = { warehouse_no: "warehouses", logistics_code: "carriers" };

/** The draft as a file that a person goes on with: what each parameter is stands beside it. */
export function writeDraft(drafted: Drafted): string {
  const { info, form, target, asked, warehouse } = drafted;
  const group = warehouse?.name ?? "FBillNo";
  const { kingdee, wangdiantong } = asked.accounts;
  const areOwn = kingdee !== "main" || wangdiantong !== "main";
  const tables = usedTables(drafted);
  return [
    "# yaml-language-server: $schema=./scheme.schema.json",
    `# 集成方案:金蝶云星空 ${comment(info.title)} → 旺店通·企业版 ${target.title}。由账套的字段起草,格式见 docs/scheme.md。`,
    `name: ${quote(asked.name)} # 与文件名相同;上线后不再更改`,
    `title: ${quote(`${info.title} → ${target.title}`)}`,
    ...(areOwn ? [`accounts: { kingdee: ${quote(kingdee)}, wangdiantong: ${quote(wangdiantong)} }`] : []),
    "",
    "source:",
    `  form: ${quote(info.form)}`,
    "  # 已审核(C)、未作废(A)与时间上限由程序自动加上。",
    `  filter: "FApproveDate>='{{LAST_SYNC_TIME dateTime}}'"`,
    ...(form.entry === undefined || form.entry === "FEntity" ? [] : [`  entry: ${quote(form.entry)}`]),
    ...declare(usedFields(drafted)),
    ...excludeBills(form),
    "",
    ...selectLines(drafted),
    "",
    "# 每组一张订单;外部单号须含全部分组字段。",
    `group_by: ${quote(group)}`,
    "",
    `target: { interface: ${target.name} }`,
    "",
    "order:",
    `  outer_no: ${quote(warehouse === undefined ? "{{ FBillNo }}" : `{{ FBillNo }}-{{ ${group} }}`)} # 上线后不可更改`,
    ...writeLevel(drafted, "order"),
    "",
    "line:",
    ...writeLevel(drafted, "line"),
    ...(tables.length === 0
      ? []
      : [
          "",
          "# 对照表:没有对应行时沿用原编码。",
          "tables:",
          ...tables.map((table) => `  ${table}: ${quote(asked.tables[table] ?? "")}`),
        ]),
    "",
  ].join("\n");
}

function declare(fields: readonly DraftField[]): readonly string[] {
  if (fields.length === 0) return [];
  return [
    "  fields:",
    ...fields.map(({ name, key, label, level, type, isPersonal }) => {
      const own = key === name.replace(/_FNumber$/, ".FNumber") ? "" : `key: ${quote(key)}, `;
      const personal = isPersonal ? ", personal: true" : "";
      return `    ${name}: { ${own}label: ${quote(label)}, level: ${level}, type: ${type}${personal} }`;
    }),
  ];
}

/** Whatever the file names, once. */
function usedFields({ form, parameters, quantity, warehouse }: Drafted): readonly DraftField[] {
  const texts = parameters.flatMap(({ choice, field }) =>
    choice === undefined || field !== undefined ? [] : fieldsIn(choice),
  );
  const names = new Set([
    ...parameters.flatMap(({ field }) => field?.name ?? []),
    ...[quantity, warehouse].flatMap((field) => field?.name ?? []),
    ...texts,
    ...form.fields.filter(({ name }) => RULE_FIELDS.has(name)).map(({ name }) => name),
  ]);
  return form.fields.filter(({ name }) => names.has(name) && !ALWAYS_KNOWN.has(name));
}

/** A text that is no template is told by the check. */
function fieldsIn(text: string): readonly string[] {
  try {
    return templateFields(text);
  } catch {
    return [];
  }
}

/** Fields whose values say that a bill or line moves nothing this way. */
const RULE_FIELDS = new Set(["FStockDirect", "FRowType"]);

function hasField({ fields }: DraftForm, name: string): boolean {
  return fields.some((field) => field.name === name);
}

function excludeBills(form: DraftForm): readonly string[] {
  if (!hasField(form, "FStockDirect")) return [];
  return [
    "",
    "# 库存方向为“退货”的单据方向相反,不传输。",
    "bills:",
    "  exclude:",
    "    - { rule: 退货方向, field: FStockDirect, equals: RETURN }",
  ];
}

function selectLines({ form, quantity, parameters }: Drafted): readonly string[] {
  const hasAuxiliary = form.groups.some(({ key }) => /^FAuxPropId$/i.test(key));
  const isLotUsed = parameters.some(({ place, choice }) => place === "line.batch_no" && choice !== undefined);
  const unused = [
    ...(hasAuxiliary ? ["auxiliary_property: mixed"] : []),
    ...(isLotUsed ? [] : ["lot: note"]),
    "unit: mixed",
  ];
  return [
    "lines:",
    ...(quantity === undefined
      ? ["  # quantity: 待填:数量字段"]
      : [`  quantity: ${quantity.name} # 不大于 0 的分录不参与`]),
    ...(hasField(form, "FRowType") ? ["  exclude:", "    - { field: FRowType, equals: Parent } # 组合产品的父项"] : []),
    "  # 分录带有而下面没有用到的内容:mixed = 同一商家编码遇到不同的值时整张单据等待;另有 hold、note、ignore。",
    `  unused: { ${unused.join(", ")} }`,
  ];
}

function writeLevel(drafted: Drafted, level: DraftParameter["level"]): readonly string[] {
  return drafted.parameters
    .filter((each) => each.level === level && !each.isFixed)
    .flatMap((each) => {
      const { name, label } = each.parameter;
      const { meaning, form, isNeeded, example } = each.note;
      const shown = example === "" ? "" : `;例 ${example}`;
      const about = meaning.zh === label ? label : `${label}:${meaning.zh}`;
      const told = `  # [${isNeeded ? "必填" : "可选"}] ${about};${form.zh}${shown}`;
      return [told, each.choice === undefined ? `  # ${name}: ""` : `  ${name}: ${valueOf(drafted, each)}`];
    });
}

function valueOf({ target, asked }: Drafted, { parameter, field, choice = "", level }: DraftParameter): string {
  const { name, type } = parameter;
  if (field === undefined) return type === "flag" && /^[01]$/.test(choice) ? choice : quote(choice);
  const template = quote(`{{ ${field.name} }}`);
  const table = TABLE_OF[name];
  if (table !== undefined && asked.tables[table] !== undefined) return `{ lookup: ${table}, value: ${template} }`;
  if (type !== "decimal" || name === target.quantity) return template;
  return level === "order" && field.level === "entry"
    ? `{ sum: ${field.name}, round: 4 }`
    : `{ value: ${template}, round: 4 }`;
}

function usedTables({ parameters, asked }: Drafted): readonly string[] {
  return parameters.flatMap(({ parameter: { name }, field }) => {
    const table = TABLE_OF[name];
    return field !== undefined && table !== undefined && asked.tables[table] !== undefined ? [table] : [];
  });
}

/** JSON's texts are YAML's. */
function quote(text: string): string {
  return /^[A-Za-z][\w./-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

/** A title comes from the account, and must not end the comment. */
function comment(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
