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

/** Paths, in backticks or bare: from the root ("docs/delivery.md"), or a file's own name in backticks ("plan.ts"). */
export function findLostPaths(path: string, text: string, paths: ReadonlySet<string>): string[] {
  const roots = [...paths].filter((one) => !one.includes("/")).map((one) => one.replaceAll(".", "\\."));
  const fromRoot = new RegExp(`(?<![\\w./@-])(?:${roots.join("|")})(?:/[\\w.*-]+)+`, "g");
  const whole = [...text.matchAll(fromRoot)].map(([found]) => found.replace(/[.-]+$/, ""));
  const names = [...text.matchAll(/`([\w-]+(?:\.[\w-]+)*\.(?:ts|lua|md|csv))`/g)].map((match) => match[1] ?? "");
  const known = new Set([...paths].map((one) => one.split("/").at(-1) ?? ""));
  const lost = [...whole.filter((one) => !hasPath(paths, one)), ...names.filter((name) => !known.has(name))];
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
