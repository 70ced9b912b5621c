/** What a bill was made of. */
const zhCN = {
  "made-of.title": "原始行与取值",
  "made-of.show": "查看",
  "made-of.hide": "收起",
  "made-of.none": "没有保留这张单据的原始行:保留期(STORY_DAYS)已过,或尚未转换。",
  "made-of.version": "方案与对照表版本 {{version}},单据第 {{revision}} 版",
  "made-of.other-version": "方案或对照表此后有改动:下面的值是当时的,“规则”一栏是现在的。",
  "made-of.kept": "还保留 {{days}} 天",
  "made-of.rows": "金蝶原始行",
  "made-of.empty": "另有 {{count}} 个字段全为空,未列出",
  "made-of.order": "推送内容 {{order}}",
  "made-of.place": "参数",
  "made-of.value": "值",
  "made-of.rule": "规则",
  "made-of.fields": "来自字段",
  "made-of.table": "对照表 {{table}}",
  "made-of.lines": "单据行 {{lines}}",
};

const en: Readonly<Record<keyof typeof zhCN, string>> = {
  "made-of.title": "Rows and values",
  "made-of.show": "Show",
  "made-of.hide": "Hide",
  "made-of.none": "The rows of this bill are not kept: its term (STORY_DAYS) is over, or it was not turned yet.",
  "made-of.version": "Version {{version}} of scheme and tables; revision {{revision}} of the bill",
  "made-of.other-version": "Scheme or tables have changed since: values are those of then, rules are those of now.",
  "made-of.kept": "kept for {{days}} more days",
  "made-of.rows": "Rows as Kingdee gave them",
  "made-of.empty": "{{count}} more fields are empty in each row",
  "made-of.order": "What is pushed: {{order}}",
  "made-of.place": "Parameter",
  "made-of.value": "Value",
  "made-of.rule": "Rule",
  "made-of.fields": "From fields",
  "made-of.table": "table {{table}}",
  "made-of.lines": "lines {{lines}}",
};

export const MADE_OF_WORDS = { zhCN, en };
