import type { Language } from "@billferry/contracts";

import { ANY_TEXT, listSettings, type Setting, type SettingGroup } from "./settings-catalogue.ts";

const WORDS = {
  zh: {
    begin: "<!-- 以下由 npm run docs 从代码生成,请勿手工修改 -->",
    end: "<!-- 生成部分结束 -->",
    row: "| 名称 | 默认值 | 取值 | 标记 | 读取的服务 | 说明 |",
    required: "**必填**",
    secret: "机密",
    comma: "、",
  },
  en: {
    begin: "<!-- Written by npm run docs from here on -->",
    end: "<!-- end of what npm run docs writes -->",
    row: "| name | default | values | marks | read by | meaning |",
    required: "**required**",
    secret: "secret",
    comma: ", ",
  },
} as const;

/** The page with its generated part made anew; what people wrote around it stays. */
export function renderPage(page: string, language: Language): string {
  const { begin, end } = WORDS[language];
  const [before, rest] = splitOnce(page, begin);
  const [, after] = splitOnce(rest, end);
  const groups = listSettings().map((group) => renderGroup(group, language));
  return `${before}${begin}\n\n${groups.join("\n\n")}\n\n${end}${after}`;
}

/** `.env.example`: every setting with its meaning; only what has no default stands uncommented. */
export function renderEnvExample(): string {
  const head = [
    "# Billferry 的设置。复制为 .env 后填写;全部含义见 docs/configuration.md。",
    "# npm start、npm run extractor 等脚本、billferry 命令和 docker compose 都读取 .env;环境中已有的变量优先。",
    "# KINGDEE_URL 与 WDT_URL 均留空时,npm start 或 docker compose --profile sandbox up 以沙箱试用。",
    "# 含 $、#、空格的值(例如密码)请用单引号括起:KINGDEE_PASSWORD='Ab$c123x'。不加引号时 docker compose 会展开 $;",
    "# 写成 Ab$$c123x 也可以,但只适用于 compose。写好后运行 npx billferry env check,它指出会被读成别的值。",
    "# 机密也可以放在文件里:名称后加 _FILE,值为文件路径,例如 KINGDEE_PASSWORD_FILE=/run/secrets/kingdee_password",
    "# (compose 把 SECRETS_DIR 所指的目录挂载为 /run/secrets,默认 deploy/secrets)。",
    "# 本文件由 npm run docs 从代码生成。",
  ];
  const groups = listSettings().map(({ title, settings }) =>
    [`# ── ${title.zh}`, ...settings.flatMap(renderVariable)].join("\n"),
  );
  return `${head.join("\n")}\n\n${groups.join("\n\n")}\n`;
}

function renderGroup({ title, settings }: SettingGroup, language: Language): string {
  const { row, required, secret, comma } = WORDS[language];
  const rows = settings.map((setting) => {
    const { name, form, isRequired, fallback, isSecret, hasFile, readers, meaning } = setting;
    const kept = isRequired ? required : fallback === "" ? "—" : `\`${fallback}\``;
    const marks = [...(isSecret ? [secret] : []), ...(hasFile ? ["`_FILE`"] : [])].join(" ");
    return `| \`${name}\` | ${kept} | ${form[language]} | ${marks} | ${readers.join(comma)} | ${meaning[language]} |`;
  });
  return [`### ${title[language]}`, "", row, "| --- | --- | --- | --- | --- | --- |", ...rows].join("\n");
}

function renderVariable({ name, meaning, form, fallback, isRequired }: Setting): string[] {
  const remarks = [...(form === ANY_TEXT ? [] : [form.zh]), ...(isRequired ? ["必填"] : [])];
  const told = remarks.length === 0 ? meaning.zh : `${meaning.zh}(${remarks.join(",")})`;
  return [`# ${told}`, isRequired ? `${name}=` : `# ${name}=${fallback}`];
}

function splitOnce(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`the page of settings has no line "${mark}"`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}
