import { dirname, join } from "node:path";

import { parse } from "yaml";

import type { Repository, Source } from "./repository.ts";

/**
 * What comments and documents refer to, and whether it is there: a vendor's fact (`[kingdee 3.4]`), a path, a name of
 * the code. Each answer is a list of what leads nowhere, in the words "where: what".
 */

/** The vendors' pages, and what each of them numbers: headings ("### 2.5") and facts ("**2.5.1**"). */
export function listFacts(repository: Repository): ReadonlySet<string> {
  const facts = new Set<string>();
  for (const [path, text] of repository.documents) {
    const vendor = /^docs\/vendors\/(\w+)\.md$/.exec(path)?.[1];
    if (vendor === undefined) continue;
    for (const match of text.matchAll(/^(?:#+ |- \*\*)(\d+(?:\.\d+)*)(?:\.? |\*\*)/gm))
      facts.add(`${vendor} ${match[1]}`);
  }
  return facts;
}

/** Citations of facts: `[kingdee 3.1]`, `[kingdee 2.1 to 2.4]`, `[wangdiantong 2.5, 2.6 and 4]`. */
export function findLostCitations(path: string, text: string, facts: ReadonlySet<string>): string[] {
  const vendors = new Set([...facts].map((fact) => fact.split(" ")[0] ?? ""));
  return [...text.matchAll(/\[([a-z]+) (\d[^\]\n]*)\]/g)]
    .filter((match) => vendors.has(match[1] ?? ""))
    .flatMap(([citation, vendor, list]) => {
      const numbers = (list ?? "").split(/, | and | to /);
      return numbers.some((number) => !facts.has(`${vendor} ${number}`)) ? [`${path}: ${citation}`] : [];
    });
}

/** The paths of the repository, ready to be asked for. */
export interface PathIndex {
  readonly paths: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  /** A path that begins with one of the root's own files and folders. */
  readonly fromRoot: RegExp;
}

export function indexPaths(paths: ReadonlySet<string>): PathIndex {
  const roots = [...paths].filter((one) => !one.includes("/")).map((one) => one.replaceAll(".", "\\."));
  return {
    paths,
    names: new Set([...paths].map((one) => one.split("/").at(-1) ?? "")),
    fromRoot: new RegExp(`(?<![\\w./@-])(?:${roots.join("|")})(?:/[\\w.*-]+)+`, "g"),
  };
}

/** Paths, in backticks or bare: from the root ("docs/delivery.md"), or a file's own name in backticks ("plan.ts"). */
export function findLostPaths(path: string, text: string, index: PathIndex): string[] {
  const whole = [...text.matchAll(index.fromRoot)].map(([found]) => found.replace(/[.-]+$/, ""));
  const names = [...text.matchAll(/`([\w-]+(?:\.[\w-]+)*\.(?:ts|lua|md|csv))`/g)].map((match) => match[1] ?? "");
  const lost = [
    ...whole.filter((one) => !hasPath(index.paths, one)),
    ...names.filter((name) => !index.names.has(name)),
  ];
  return lost.map((one) => `${path}: ${one}`);
}

/** A "*" stands for any part of one folder or file name; at least one must fit. */
function hasPath(paths: ReadonlySet<string>, path: string): boolean {
  if (!path.includes("*")) return paths.has(path);
  const pattern = path.split("*").map((part) => part.replaceAll(".", "\\."));
  const fits = new RegExp(`^${pattern.join("[^/]*")}$`);
  return [...paths].some((one) => fits.test(one));
}

/** Names of the code in backticks (`planOrder`, `KnownOrder.state`), and calls with or without them (`planOrder()`). */
export function findLostNames(path: string, text: string, words: ReadonlySet<string>): string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "");
  const spans = [...prose.matchAll(/`([A-Za-z][\w$]*(?:\.[A-Za-z][\w$]*)*)(?:\(\))?`/g)].map((match) => match[1] ?? "");
  const calls = [...prose.matchAll(/(?<![\w.$`])([A-Za-z][\w$]*)\(\)/g)].map((match) => match[1] ?? "");
  const lost = [...spans, ...calls].filter((name) => !name.split(".").every((word) => words.has(word)));
  return lost.map((name) => `${path}: ${name}`);
}

/** Comments that are wider than the code may be. */
export function findWideComments({ path, text, comments }: Source, width: number): string[] {
  const lines = text.split("\n");
  return comments.flatMap((comment) => {
    const first = comment.line - 1;
    const own = lines.slice(first, first + comment.text.split("\n").length);
    return own.flatMap((line, index) => ([...line].length > width ? [`${path}:${first + index + 1}`] : []));
  });
}

/** Links to a heading of this document or of another one: `[3.3](#33-failures)`, `(errors.md#redis_unusable)`. */
export function findLostAnchors(path: string, documents: ReadonlyMap<string, string>): string[] {
  const text = documents.get(path) ?? "";
  return [...text.matchAll(/\]\(([^)#:\s]*)#([^)]+)\)/g)].flatMap(([, target = "", anchor = ""]) => {
    const other = target === "" ? path : join(dirname(path), target);
    return anchorsOf(documents.get(other) ?? "").has(anchor) ? [] : [`${path}: ${target}#${anchor}`];
  });
}

/** As GitHub makes them: small letters, no punctuation, hyphens for blanks. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? "");
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replaceAll(" ", "-"),
    ),
  );
}

/** What each "Architecture invariant" of a document says, and the tests and rules that it names as holding it. */
export function listInvariants(text: string): { readonly says: string; readonly heldBy: readonly string[] }[] {
  const parts = text.split("**Architecture invariant:**").slice(1);
  return parts.map((part) => {
    const own = part.split(/\n\n/)[0] ?? "";
    const held = /_Held by_ ((?:`[^`]+`(?:,\s| and\s)?)+)/.exec(own.replaceAll("\n", " "))?.[1] ?? "";
    return { says: own.trim().slice(0, 60), heldBy: [...held.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "") };
  });
}

/** "tests/a.test.ts" is a file with tests; "turbo.json#boundaries.tags.vendor" is a member of a file of settings. */
export function isHolding(name: string, paths: ReadonlySet<string>, read: (path: string) => string): boolean {
  const [path = "", member] = name.split("#");
  if (!paths.has(path)) return false;
  if (member === undefined) return path.endsWith(".test.ts") && /^ *test(\.each)?[.(]/m.test(read(path));
  const found = member
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], parse(read(path)));
  return found !== undefined;
}
