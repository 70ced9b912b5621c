import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

import { parseSync } from "vite";

/** The repository as the checks of words and references see it. Paths are relative to its root. */
export interface Repository {
  /** Every path, folders too. */
  readonly paths: ReadonlySet<string>;
  /** Our own documents, by path. */
  readonly documents: ReadonlyMap<string, string>;
  readonly sources: readonly Source[];
  /** Every word of code, comments left out, and of the files of data and settings beside it. */
  readonly words: ReadonlySet<string>;
}

export interface Source {
  readonly path: string;
  readonly text: string;
  readonly comments: readonly Comment[];
  /** The text without its comments. */
  readonly code: string;
  /** Names that the file itself declares and exports. */
  readonly exports: readonly string[];
}

interface Comment {
  readonly text: string;
  readonly line: number;
}

const ROOT = join(import.meta.dirname, "..", "..");

/** Neither ours nor kept: packages, caches, what a run leaves. */
const SKIPPED = new Set(["node_modules", ".git", ".cache", ".data", ".turbo", ".temp"]);

const DATA =
  /\.(json|ya?ml|csv|conf|js|mjs|sh|toml)$|(^|\/)(Dockerfile|\.env\.example|\.dockerignore|\.npmrc)$|^\.ci\//;

export function readRepository(): Repository {
  const paths = listPaths(ROOT);
  const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
  const sources = paths.filter((path) => /\.(tsx?|lua)$/.test(path)).map((path) => readSource(path, read(path)));
  const data = paths.filter((path) => DATA.test(path) && path !== "package-lock.json").map(read);
  return {
    paths: new Set(paths),
    documents: new Map(paths.filter((path) => path.endsWith(".md")).map((path) => [path, read(path)])),
    sources,
    words: new Set(
      [...sources.map(({ code }) => code), ...data, ...paths].flatMap((text) => text.match(/[\w$]+/g) ?? []),
    ),
  };
}

/** A file of TypeScript or Lua with its comments, each with the line on which it begins. */
export function readSource(path: string, text: string): Source {
  if (path.endsWith(".lua")) {
    const comments = commentsOfLua(text);
    return { path, text, comments, code: withoutComments(text, comments), exports: [] };
  }
  const { comments: found, module } = parseSync(path, text);
  const comments = found.map(({ start, end }) => ({ text: text.slice(start, end), line: lineAt(text, start) }));
  return {
    path,
    text,
    comments,
    code: withoutComments(text, comments),
    exports: module.staticExports
      .flatMap(({ entries }) => entries)
      .filter(({ moduleRequest }) => moduleRequest === null)
      .flatMap(({ exportName }) => exportName.name ?? []),
  };
}

function commentsOfLua(text: string): Comment[] {
  return text.split("\n").flatMap((line, index) => {
    const at = line.search(/(^|\s)--/);
    return at < 0 ? [] : [{ text: line.slice(at).trim(), line: index + 1 }];
  });
}

function withoutComments(text: string, comments: readonly Comment[]): string {
  return comments.reduce((code, comment) => code.replace(comment.text, ""), text);
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

function listPaths(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name) || entry.isSymbolicLink()) return [];
    const path = join(folder, entry.name);
    const own = relative(ROOT, path);
    return entry.isDirectory() ? [own, ...listPaths(path)] : [own];
  });
}
