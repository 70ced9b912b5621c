import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { BUDGET_FILE, renewBudget } from "./budget.ts";
import { ROWS } from "./catalogue.ts";
import { medians, type Measurement, type Row } from "./measurement.ts";
import { readOptions, type Options } from "./options.ts";
import { describeMachine } from "./report/machine.ts";
import { replacePart, writePage, type KeptResult } from "./report/page.ts";
import { summarizeProfiles } from "./report/profile.ts";
import { printFigures } from "./report/table.ts";

/**
 * `npm run bench`: every row of docs/performance.md, Billferry and the rival in turns in one run, medians of several
 * runs. Exit code 2 for wrong arguments. The last result of each row stays in `.data/bench/results.json`.
 */
const ROOT = join(import.meta.dirname, "..");
const DOCS = join(ROOT, "docs");
const FOLDER = join(ROOT, ".data", "bench");
const RUNS = 5;
const RESULTS = join(FOLDER, "results.json");

const options = readOptions();
mkdirSync(FOLDER, { recursive: true });
if (options.list) for (const { name, title } of ROWS) console.log(`${name.padEnd(12)} ${title}`);
else if (options.budget) console.log(`${BUDGET_FILE}: ${JSON.stringify(await renewBudget(), null, 2)}`);
else {
  // As it is once warm: a first start runs from the sources, and assembles while it is measured.
  execFileSync(process.execPath, [join(ROOT, "libs/launch/src/assemble.ts")]);
  await bench(options);
}

async function bench(options: Options): Promise<void> {
  const results: KeptResult[] = [];
  const failed: string[] = [];
  for (const row of options.rows)
    try {
      results.push(await measureRow(row, options));
      // A profile costs time of its own.
      if (!options.profile) keep(results);
    } catch (error) {
      // The other rows are worth their time all the same.
      failed.push(row.name);
      process.stderr.write(`${row.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  console.log(options.json ? JSON.stringify(results, null, 2) : printFigures(results));
  if (options.profile) tellProfiles(options.write);
  else if (options.write) writePage(DOCS, readKept());
  if (failed.length > 0) process.exitCode = 1;
}

async function measureRow(row: Row, { runs, bills, isQuick, profile }: Options): Promise<KeptResult> {
  const startedAt = performance.now();
  const machine = describeMachine();
  const measurements: Measurement[] = [];
  const profileFolder = profile ? join(FOLDER, "profiles") : undefined;
  if (profileFolder !== undefined) rmSync(profileFolder, { recursive: true, force: true });
  for (let run = 1; run <= (runs ?? Math.min(isQuick ? 1 : RUNS, row.mostRuns ?? RUNS)); run += 1) {
    process.stderr.write(`${row.name}: run ${run}\n`);
    measurements.push(...(await row.measure({ bills, isQuick, profileFolder })));
  }
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const { name, title, plot } = row;
  return { row: name, title, plot, seconds, machine, isQuick, medians: medians(measurements), measurements };
}

function tellProfiles(write: boolean): void {
  const profiles = join(FOLDER, "profiles");
  const summary = summarizeProfiles(profiles, write ? join(DOCS, "images") : profiles);
  if (write) replacePart(DOCS, "profiles", summary);
  else console.log(`\n${summary}`);
}

/** In the order of the catalogue: those of before, but for the rows that were measured anew. */
function keep(results: readonly KeptResult[]): void {
  const byRow = new Map([...readKept(), ...results].map((each) => [each.row, each]));
  writeFileSync(
    RESULTS,
    JSON.stringify(
      ROWS.flatMap(({ name }) => byRow.get(name) ?? []),
      null,
      2,
    ),
  );
}

function readKept(): readonly KeptResult[] {
  try {
    return JSON.parse(readFileSync(RESULTS, "utf8")) as readonly KeptResult[];
  } catch {
    return [];
  }
}
