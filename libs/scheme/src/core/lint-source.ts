import type { Scheme } from "./scheme.ts";
import { error, warning, type LintFinding, type Rule } from "./lint-finding.ts";
import { suggestSpelling } from "./suggest.ts";

const AT = ["source", "filter"];
const CURSOR = /([A-Za-z_][\w.]*)\s*(>=|<=|<>|!=|>|<|=)\s*'?\s*\{\{\s*LAST_SYNC_TIME\s+dateTime\s*\}\}/;
const WHY_NOT: Readonly<Record<string, string>> = {
  FDate: "单据日期可以早于审核:上月日期、今天审核的单据永远读不到",
  FCreateDate: "创建早于审核:先建单、后审核的单据会读不到",
  FModifyDate: "修改时间会变动,单据会在翻页之间移位",
};

/** The filter without its texts and placeholders, so that words in them do not count. */
function bareFilter({ definition }: Scheme): string {
  return definition.source.filter.replaceAll(/\{\{.*?\}\}/gs, "?").replaceAll(/'(?:[^']|'')*'/g, "''");
}

const cursor: Rule = ({ definition }) => {
  const [, field, operator] = CURSOR.exec(definition.source.filter) ?? [];
  const remedy = "改为 FApproveDate>='{{LAST_SYNC_TIME dateTime}}'";
  if (field === undefined) return error(AT, "{{LAST_SYNC_TIME dateTime}} 没有与字段比较", remedy);
  if (field !== "FApproveDate")
    return error(AT, `以 ${field} 作时间下限:${WHY_NOT[field] ?? "只有审核时间在审核后不再变动"}`, remedy);
  return operator === ">=" ? [] : error(AT, `时间下限的比较是 ${operator},会漏单`, remedy);
};

const placeholders: Rule = ({ definition }) =>
  [...definition.source.filter.matchAll(/\{\{(.*?)\}\}/gs)]
    .map(([all, inner = ""]) => ({ all, words: inner.trim().replaceAll(/\s+/g, " ") }))
    .filter(({ words }) => words !== "LAST_SYNC_TIME dateTime")
    .map(({ all }) => error(AT, `未知的占位符 ${all}`, "只可使用 {{LAST_SYNC_TIME dateTime}};时间上限由程序加上"));

const wholeText: Rule = (scheme) => {
  const bare = bareFilter(scheme);
  const opened = depths(bare);
  if (bare.replaceAll("''", "").includes("'"))
    return error(AT, "引号不成对", "文本写在一对单引号内;其中的单引号写两次");
  if (opened.some((depth) => depth < 0) || opened.at(-1) !== 0) return error(AT, "括号不成对", "核对过滤条件中的括号");
  const found = [...bare.matchAll(/\bor\b/gi)].some(({ index }) => opened[index] === 0);
  return found
    ? error(
        AT,
        "OR 在括号之外:时间下限只约束其中一支,另一支每次全部读出",
        "把含 OR 的部分放进括号,再以 AND 连接时间下限",
      )
    : [];
};

/** How many parentheses are open at each character, and after the last. */
function depths(text: string): readonly number[] {
  let open = 0;
  const before = [...text].map((character) => {
    if (character === ")") open -= 1;
    const here = open;
    if (character === "(") open += 1;
    return here;
  });
  return [...before, open];
}

/** The program adds `FDocumentStatus='C'`, `FCancelStatus='A'` and an upper bound; against them, nothing is found. */
const contradictions: Rule = (scheme) => {
  const { filter } = scheme.definition.source;
  const wrong = (field: string, wanted: string): boolean =>
    [...filter.matchAll(new RegExp(`\\b${field}\\s*(=|<>|!=)\\s*'([^']*)'`, "g"))].some(
      ([, operator, value]) => (operator === "=") !== (value === wanted),
    );
  const found: LintFinding[] = [];
  if (wrong("FDocumentStatus", "C"))
    found.push(
      error(AT, "只传输已审核单据,此处的 FDocumentStatus 与之矛盾,不会读到任何单据", "删去该条件;已审核(C)由程序加上"),
    );
  if (wrong("FCancelStatus", "A"))
    found.push(
      error(AT, "只传输未作废单据,此处的 FCancelStatus 与之矛盾,不会读到任何单据", "删去该条件;未作废(A)由程序加上"),
    );
  if (/\bFApproveDate\s*<=?/.test(filter))
    found.push(error(AT, "自带的审核时间上限会使传输到此为止", "删去该条件;时间上限由程序加上"));
  return found;
};

/** Kingdee knows more fields than any table here, so a key that is like none is let through. */
const filterFields: Rule = (scheme) => {
  const keys = scheme.fields.names.map((name) => scheme.fields.keyOf(name));
  const named = [
    ...bareFilter(scheme).matchAll(
      /\b(F[A-Za-z0-9_]*(?:\.F?[A-Za-z0-9_]+)?)\s*(?:[<>=!]|\bin\b|\blike\b|\bis\b|\bnot\b)/gi,
    ),
  ];
  return named.flatMap(([, key = ""]) => {
    if (keys.includes(key) || key.startsWith("F_")) return [];
    if (scheme.fields.names.includes(key))
      return error(AT, `过滤条件中的 ${key} 不是金蝶的写法`, `改为 ${scheme.fields.keyOf(key)}`);
    const meant = suggestSpelling(key, keys);
    return meant === undefined
      ? []
      : error(AT, `过滤条件中的字段 ${key} 未知`, `是否为 ${meant}?如确有此字段,请在 source.fields 中声明`);
  });
};

const OLDEST_LIMIT = 2_000;

const paging: Rule = ({ definition }) =>
  definition.source.page_size > OLDEST_LIMIT
    ? warning(
        ["source", "page_size"],
        `page_size ${definition.source.page_size}:2021 年以前的金蝶最多返回 ${OLDEST_LIMIT} 行`,
        `改为 ${OLDEST_LIMIT};更大也会读全,只是服务器少给的行要再次查询`,
      )
    : [];

const overlap: Rule = ({ definition }) =>
  /^0+(\.0+)?\s*\D/.test(definition.source.overlap)
    ? warning(
        ["source", "overlap"],
        "没有回读时间:晚于读取提交的单据要等下一次补漏才被发现",
        "至少 1m,默认 10m;重复读到的单据不会重复推送",
      )
    : [];

export const SOURCE_RULES: readonly Rule[] = [
  cursor,
  placeholders,
  wholeText,
  contradictions,
  filterFields,
  paging,
  overlap,
];

/** Two schemes that select the same bills of the same account for the same target would push each bill twice. */
export function findRivals(
  schemes: readonly Scheme[],
): readonly { readonly name: string; readonly finding: LintFinding }[] {
  const seen = new Map<string, string>();
  return schemes.flatMap(({ definition }) => {
    const { name, accounts, bills, lines, source, target } = definition;
    const filter = source.filter.replaceAll(/\s+/g, "");
    const key = JSON.stringify([accounts, source.form, filter, bills, lines.exclude, target.interface]);
    const other = seen.get(key);
    seen.set(key, other ?? name);
    if (other === undefined) return [];
    const what = `与方案 ${other} 读取同一账套的同一批单据,并推送到同一接口:每张单据会推送两次`;
    const remedy = "以 source.filter 或 bills 区分两个方案的单据,或在 SCHEMES 中只运行其中一个";
    return [{ name, finding: error(["source"], what, remedy) }];
  });
}
