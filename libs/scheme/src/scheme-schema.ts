import { TARGET_INTERFACES, type TargetParameter } from "@billferry/contracts";
import { z } from "zod";

import { schemeDefinition } from "./core/definition.ts";

/** Places of the format, and what they are, for whoever writes a scheme in an editor. */
const MEANINGS: Readonly<Record<string, string>> = {
  name: "方案名,与文件名相同;一经上线不再更改",
  title: "给人看的名称",
  accounts: "使用哪个金蝶账套、哪个旺店通账号;main 以外的账号见 docs/configuration.md",
  source: "从金蝶读取什么",
  "source.request": "接口文档的“请求参数”表,整表粘贴",
  "source.form": "业务对象表单 Id,例如 SAL_OUTSTOCK",
  "source.filter": "过滤条件;须有 FApproveDate>='{{LAST_SYNC_TIME dateTime}}',已审核、未作废与时间上限由程序加上",
  "source.page_size": "每页行数;旧版金蝶最多 2000",
  "source.start_row": "为粘贴文档而接受;翻页由程序完成",
  "source.entry": "分录实体的标识,默认 FEntity",
  "source.fields": "内置字段表以外的字段,或对其修正",
  "source.overlap": "每次往回多读的时间,用于捕获迟提交的单据",
  "source.settle": "距金蝶当前时间多久以内的单据留待下次;默认 0s,审核后立即读取",
  "source.max_waiting_orders": "待推送订单超过此数时暂停读取",
  "source.max_waiting_mb": "待处理任务在 Redis 中约占的兆字节超过此数时暂停读取",
  personal_data: "omit = 仅读取用到的个人信息;keep = 读取全部字段",
  bills: "哪些单据参与(整张)",
  "bills.only": "须全部符合的条件",
  "bills.exclude": "符合任何一条即不参与",
  lines: "哪些分录参与",
  "lines.quantity": "数量字段;不大于 0 的分录不参与",
  "lines.exclude": "符合任何一条的分录不参与",
  "lines.unused": "分录带有而方案没有用到的辅助属性、批号、单位怎样处理:mixed、hold、note、ignore",
  group_by: "按什么拆成多张订单,例如仓库",
  target: "推送到旺店通的哪个接口",
  order: "单据头参数",
  line: "货品行参数",
  merge_by: "这些都相同的行合并",
  tables: "对照表:名称 → CSV 文件",
};

type Node = Record<string, unknown> & {
  properties?: Record<string, Node>;
  additionalProperties?: unknown;
  description?: string;
};

/** The format of a scheme file as JSON Schema (draft 7), for editors. What only the program can judge (`billferry
 *  scheme check`) is not in it. */
export function toJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(schemeDefinition, { io: "input", target: "draft-7" }) as Node;
  for (const [path, meaning] of Object.entries(MEANINGS)) {
    const node = path.split(".").reduce<Node | undefined>((parent, name) => parent?.properties?.[name], schema);
    if (node === undefined) throw new Error(`the format has no ${path}`);
    node.description = meaning;
  }
  const { order, line } = schema.properties ?? {};
  if (order === undefined || line === undefined) throw new Error("the format has no order or no line");
  schema["definitions"] = { value: order.additionalProperties };
  const targets = Object.values(TARGET_INTERFACES);
  const heads = targets.flatMap(({ head }) => head);
  const lines = targets.flatMap((target) => target.line);
  nameParameters(order, heads);
  nameParameters(line, lines);
  return schema;
}

/** Any parameter of any interface; which of them the chosen one has, the program checks. */
function nameParameters(node: Node, parameters: readonly TargetParameter[]): void {
  const value = { $ref: "#/definitions/value" };
  node.properties = Object.fromEntries(
    parameters.map(({ name, label }) => [name, { description: label, allOf: [value] }]),
  );
  node.additionalProperties = false;
  delete node["propertyNames"];
}
