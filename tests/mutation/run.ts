import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { oneLine, type Mutant } from "./mutant.ts";
import { explainedIds, replaceFigures, summarize, type Result } from "./report.ts";
import { ROOT } from "./root.ts";
import { listMutants, type MutatedFile } from "./targets.ts";
import { Trial } from "./trial.ts";

/**
 * `npm run mutation`: deliberate mistakes in the planner, the watermark and the ledger's transitions, one at a time,
 * and whether a test notices. No file is changed: the tests load another text instead. Exit code 1 if a mutant survives
 * that docs/mutation.md does not explain, 2 for wrong arguments.
 */
const PAGE = join(ROOT, "docs", "mutation.md");
const USAGE = `npm run mutation -- [--file PATTERN] [--only ID]… [--jobs N] [--json] [--list] [--write]`;

const options = readOptions();
const files = (await listMutants(options.file)).map((each) => ({
  ...each,
  mutants: each.mutants.filter(({ id }) => options.only.length === 0 || options.only.includes(id)),
}));
const explained = explainedIds(await readFile(PAGE, "utf8"));
if (options.list) printList();
else await run();

async function run(): Promise<void> {
  const queue = files.filter(({ mutants }) => mutants.length > 0);
  if (queue.length === 0) endWith(2, "no such mutant");
  const results: Result[] = [];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results.push(...(await tryFile(next)));
  };
  await Promise.all(Array.from({ length: options.jobs }, work));
  if (options.json) console.log(JSON.stringify(results.map(withoutSource), null, 2));
  else console.log(summarize(results));
  if (options.write) await writeFile(PAGE, replaceFigures(await readFile(PAGE, "utf8"), results));
  process.exit(results.some(({ verdict, isExplained }) => verdict === "survived" && !isExplained) ? 1 : 0);
}

async function tryFile({ file, guards, mutants }: MutatedFile): Promise<readonly Result[]> {
  const trial = new Trial(file, guards);
  try {
    // Tests that fail without a mistake prove nothing about mistakes.
    const plain = await trial.run({ source: await readFile(join(ROOT, file), "utf8"), active: null });
    if (plain.verdict !== "survived") endWith(2, `${file}: its tests fail without a mutant: ${plain.noticedBy}`);
    const results: Result[] = [];
    for (const mutant of mutants) {
      const result = { ...mutant, ...(await trial.run(mutant)), isExplained: explained.has(mutant.id) };
      results.push(result);
      printProgress(result, mutants.length - results.length);
    }
    return results;
  } finally {
    trial.stop();
  }
}

function printProgress(result: Result, left: number): void {
  const mark = result.verdict === "survived" && result.isExplained ? "survived, explained" : result.verdict;
  process.stderr.write(`${left} left in its file: ${describe(result)} ${mark} ${result.noticedBy}\n`);
}

function printList(): void {
  for (const { mutants } of files) for (const mutant of mutants) console.log(describe(mutant));
}

function describe({ id, file, line, rule, original, replacement }: Mutant): string {
  return `${id} ${file}:${line} ${rule}: ${shorten(original)} → ${shorten(replacement)}`;
}

function shorten(text: string): string {
  const line = oneLine(text);
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}

function withoutSource(result: Result): Omit<Result, "source" | "active"> {
  return Object.fromEntries(
    Object.entries(result).filter(([name]) => name !== "source" && name !== "active"),
  ) as unknown as Omit<Result, "source" | "active">;
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        file: { type: "string", default: "" },
        only: { type: "string", multiple: true, default: [] },
        jobs: { type: "string", default: "1" },
        json: { type: "boolean", default: false },
        list: { type: "boolean", default: false },
        write: { type: "boolean", default: false },
      },
    });
    const jobs = Number(values.jobs);
    if (!Number.isInteger(jobs) || jobs < 1) endWith(2, USAGE);
    return { ...values, jobs, only: values.only.flatMap((ids) => ids.split(",")) };
  } catch (error) {
    return endWith(2, `${String(error)}\n${USAGE}`);
  }
}

function endWith(exitCode: number, text: string): never {
  console.error(text);
  process.exit(exitCode);
}
