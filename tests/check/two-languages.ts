import { readCommands, withoutWords } from "../pages/read-commands.ts";

/** What a page has people find in it, apart from its words: the same in each language. */
export interface Skeleton {
  /** The level of each heading. */
  readonly headings: readonly number[];
  /** The rows of each table. */
  readonly tables: readonly number[];
  readonly commands: readonly string[];
  readonly settings: readonly string[];
}

const FENCES = /^```(\w*)[^\n]*\n([^]*?)^```$/gm;
const CODE_SPAN = /`[^`\n]+`/g;
const HAN = /\p{Script=Han}/u;
/** What a button, a menu or a vendor's page says, quoted. */
const LABEL = /“[^”。;!?]{1,20}”/g;
/** A vendor's term beside its translation. */
const TERM = /\([\p{Script=Han}·、/ ]{1,16}\)/gu;
/** Columns that give the Chinese of what stands beside it. */
const CHINESE_COLUMNS = new Set(["Chinese", "Wangdiantong's name"]);
const ENGLISH_SENTENCE = /(?:[A-Za-z][a-z']*[,;:]? ){6,}[A-Za-z][a-z']+/;

export function readSkeleton(page: string, knownSettings: ReadonlySet<string>): Skeleton {
  const prose = page.replace(FENCES, "");
  const named = page.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? [];
  return {
    headings: [...prose.matchAll(/^(#+) /gm)].map(([, marks = ""]) => marks.length),
    tables: (prose.match(/(?:^\|.*\n)+/gm) ?? []).map((table) => table.trim().split("\n").length),
    commands: [...commandsInBlocks(page), ...commandsInText(prose).toSorted()],
    settings: [...new Set(named)].filter((name) => knownSettings.has(name)).toSorted(),
  };
}

function commandsInBlocks(page: string): string[] {
  return readCommands(page).flatMap((step) => {
    if (step.kind === "command") return [withoutWords(step.text)];
    return step.kind === "left out" ? step.commands.map(withoutWords) : [];
  });
}

/** In backticks; what stands for a word of the reader's has a name in each language. */
function commandsInText(prose: string): string[] {
  const spans = (prose.match(CODE_SPAN) ?? []).map((span) => span.slice(1, -1));
  return spans
    .filter((span) => /^(npx billferry|billferry|npm|docker) /.test(span))
    .map((span) => withoutWords(span).replaceAll(/<[^>]*>/g, "<>"));
}

/** Lines of an English page with Chinese in them that is neither code nor a label nor a vendor's term. */
export function findChineseProse(page: string): string[] {
  return linesOf(page).filter((line) =>
    HAN.test(line.replaceAll(CODE_SPAN, "").replaceAll(LABEL, "").replaceAll(TERM, "")),
  );
}

/** Lines of a Chinese page with an English sentence in them. */
export function findEnglishProse(page: string): string[] {
  return linesOf(page).filter((line) => ENGLISH_SENTENCE.test(line.replaceAll(CODE_SPAN, "``")));
}

/** Lines of text: of blocks of code only what is said to people, of tables no column of Chinese terms. */
function linesOf(page: string): string[] {
  const inBlocks = [...page.matchAll(FENCES)].flatMap(([, language = "", block = ""]) =>
    block.split("\n").map((line) => wordsOfCode(language, line)),
  );
  let left = new Set<number>();
  const inText = page
    .replace(FENCES, "")
    .replaceAll(/<!--[^]*?-->/g, "")
    .split("\n")
    .map((line, index, lines) => {
      if (!line.startsWith("|")) return line;
      const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
      if (!(lines[index - 1] ?? "").startsWith("|"))
        left = new Set(cells.flatMap((cell, column) => (CHINESE_COLUMNS.has(cell) ? [column] : [])));
      return cells.filter((_cell, column) => !left.has(column)).join(" | ");
    });
  return [...inText, ...inBlocks].filter((line) => line !== "");
}

function wordsOfCode(language: string, line: string): string {
  if (language === "mermaid") return line;
  return language === "sh" || language === "yaml" ? (/(?:^|\s)#\s(.*)$/.exec(line)?.[1] ?? "") : "";
}
