import { describeParameter, sayIn, TARGET_INTERFACES, type TargetParameter } from "@billferry/contracts";

const WORDS = {
  zh: {
    head: "# 旺店通接口的参数\n\n<!-- 由 npm run docs 从代码生成,请勿手工修改 -->\n\n方案的 `order`(表头)与 `line`(明细)可以给出的全部参数。空值不发送。",
    parts: ["表头", "明细"],
    row: "| 参数 | 名称 | 含义 | 格式与上限 | 必填 | 例 |",
    needed: "是",
  },
  en: {
    head: "# Parameters of Wangdiantong's interfaces\n\n<!-- Written by npm run docs -->\n\nAll that `order` (the head) and `line` of a scheme can give. What is empty is not sent.",
    parts: ["Head", "Lines"],
    row: "| parameter | Wangdiantong's name | meaning | form and limits | required | example |",
    needed: "yes",
  },
} as const;

/** Every parameter of every interface that an order can be pushed by. */
export function renderTargets(language: "zh" | "en"): string {
  const { head, parts, row, needed } = WORDS[language];
  const table = (parameters: readonly TargetParameter[]): string => {
    const rows = parameters.map((parameter) => {
      const { meaning, form, isNeeded, example } = describeParameter(parameter);
      return `| \`${parameter.name}\` | ${parameter.label} | ${meaning[language]} | ${form[language]} | ${isNeeded ? needed : ""} | ${example === "" ? "" : `\`${example}\``} |`;
    });
    return [row, "| --- | --- | --- | --- | --- | --- |", ...rows].join("\n");
  };
  const sections = Object.values(TARGET_INTERFACES).map((target) =>
    [
      `## ${target.name} · ${language === "zh" ? target.title : `${sayIn("en")(target.title)} (${target.title})`}`,
      `### ${target.name}: ${parts[0]}`,
      table(target.head),
      `### ${target.name}: ${parts[1]} (\`${target.lineList}\`)`,
      table(target.line),
    ].join("\n\n"),
  );
  return `${[head, ...sections].join("\n\n")}\n`;
}
