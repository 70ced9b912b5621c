import { hasSecretFile } from "./secret-names.ts";

/** What a line of `.env` makes of its value, other than what stands there. The value itself is never told. */
export interface EnvProblem {
  readonly line: number;
  /** The name of the setting; empty where the line has none. */
  readonly name: string;
  /** What is there, and what becomes of it. */
  readonly text: string;
  readonly remedy: string;
}

type Finding = Omit<EnvProblem, "line" | "name"> | undefined;

const QUOTES = "'\"`";
const ONE_LINE = "写成一行;多行的内容放进文件,用 名称_FILE";

/**
 * The lines whose values Node, docker compose and docker-compose 1.29 do not all read as they stand. Node expands no
 * `$` but ends a plain value at any `#`; compose expands `$` and cuts at ` #`; 1.29 expands `${…}` even within single
 * quotes and ends a quoted value at its line's end.
 */
export function findEnvProblems(text: string): readonly EnvProblem[] {
  const seen = new Map<string, number>();
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .flatMap((written, index) => {
      const content = written.trim();
      if (content === "" || content.startsWith("#")) return [];
      const line = index + 1;
      const [, name = "", value = ""] = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/.exec(content) ?? [];
      if (name === "") return [{ line, name, text: "不是“名称=值”", remedy: ONE_LINE }];
      const former = seen.get(name);
      seen.set(name, line);
      const findings = [findTwice(former), findInValue(value, name)];
      return findings.flatMap((finding) => (finding === undefined ? [] : [{ line, name, ...finding }]));
    });
}

function findTwice(former: number | undefined): Finding {
  if (former === undefined) return undefined;
  return { text: `第 ${former} 行已有同名的一行,以后一行为准`, remedy: "删去其中一行" };
}

function findInValue(value: string, name: string): Finding {
  const opening = value.charAt(0);
  if (opening !== "" && QUOTES.includes(opening)) return findInQuotes(value, name);
  if (/^[“”‘’]|[“”‘’]$/.test(value)) return { text: "引号是全角的,会成为值的一部分", remedy: "改用半角单引号 '…'" };
  if (value.includes("$"))
    return { text: "有 $:docker compose 会把 $ 之后的部分当作变量展开", remedy: howToQuote(value, name) };
  if (/\s#/.test(value)) return { text: "有“空格 #”:其后的部分被当作注释丢掉", remedy: commentOrQuote(value, name) };
  if (value.includes("#"))
    return { text: "有 #:npm start 与 billferry 命令读到 # 为止", remedy: howToQuote(value, name) };
  if (/['"`]$/.test(value)) return { text: "末尾有一个落单的引号,会成为值的一部分", remedy: "两端都加单引号,或都不加" };
  return undefined;
}

function findInQuotes(value: string, name: string): Finding {
  const quote = value.charAt(0);
  const end = value.indexOf(quote, 1);
  if (end < 0) return { text: `开头的引号 ${quote} 在这一行没有结束,会连下面的行一起读入`, remedy: ONE_LINE };
  const [inner, after] = [value.slice(1, end), value.slice(end + 1).trim()];
  if (after !== "" && !after.startsWith("#"))
    return { text: `引号 ${quote} 在中间就结束了,其后的部分被丢掉`, remedy: useFile(name) };
  if (quote === "`") return { text: "反引号只有 Node 认识", remedy: howToQuote(inner, name) };
  if (quote === '"' && /[$\\]/.test(inner))
    return { text: "双引号里有 $ 或 \\:docker compose 会展开或转义", remedy: howToQuote(inner, name) };
  if (quote === "'" && inner.includes("${"))
    return { text: "单引号里有 ${:docker-compose 1.x 会展开它", remedy: useFile(name) };
  if (/\\\\|\\$/.test(inner))
    return { text: "有连着的或末尾的 \\:docker-compose 1.x 会把它当作转义", remedy: useFile(name) };
  return undefined;
}

function commentOrQuote(value: string, name: string): string {
  return `# 之后若是说明,移到上一行;若属于值,${howToQuote(value, name)}`;
}

/** Single quotes where they mend it for every reader, else a file. */
function howToQuote(value: string, name: string): string {
  return /['\\]|\$\{/.test(value) ? useFile(name) : `用单引号括起:${name}='…'`;
}

function useFile(name: string): string {
  if (!hasSecretFile(name)) return "换成不含这些字符的值";
  const file = name.toLowerCase();
  return `把值放进文件 deploy/secrets/${file},改写为 ${name}_FILE=/run/secrets/${file}(npm start 则写文件的实际路径)`;
}
