import { listSettings, type Setting, type SettingGroup } from "./settings-catalogue.ts";

const BEGIN = "<!-- 以下由 npm run docs 从代码生成,请勿手工修改 -->";
const END = "<!-- 生成部分结束 -->";

/** The page with its generated part made anew; what people wrote around it stays. */
export function renderPage(page: string): string {
  const [before, rest] = splitOnce(page, BEGIN);
  const [, after] = splitOnce(rest, END);
  return `${before}${BEGIN}\n\n${listSettings().map(renderGroup).join("\n\n")}\n\n${END}${after}`;
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
    [`# ── ${title}`, ...settings.flatMap(renderVariable)].join("\n"),
  );
  return `${head.join("\n")}\n\n${groups.join("\n\n")}\n`;
}

function renderGroup({ title, settings }: SettingGroup): string {
  const rows = settings.map((setting) => {
    const { name, form, isRequired, fallback, isSecret, hasFile, readers, description } = setting;
    const kept = isRequired ? "**必填**" : fallback === "" ? "—" : `\`${fallback}\``;
    const marks = [...(isSecret ? ["机密"] : []), ...(hasFile ? ["`_FILE`"] : [])].join(" ");
    return `| \`${name}\` | ${kept} | ${form} | ${marks} | ${readers.join("、")} | ${description} |`;
  });
  return [
    `### ${title}`,
    "",
    "| 名称 | 默认值 | 取值 | 标记 | 读取的服务 | 说明 |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function renderVariable({ name, description, form, fallback, isRequired }: Setting): string[] {
  const remarks = [...(form === "文本" ? [] : [form]), ...(isRequired ? ["必填"] : [])];
  const meaning = remarks.length === 0 ? description : `${description}(${remarks.join(",")})`;
  return [`# ${meaning}`, isRequired ? `${name}=` : `# ${name}=${fallback}`];
}

function splitOnce(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`docs/configuration.md has no line "${mark}"`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}
