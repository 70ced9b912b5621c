import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { ROWS } from "./catalogue.ts";
import { medians, type Measurement, type Row } from "./measurement.ts";
import { describeMachine } from "./report/machine.ts";
import { printFigures, type RowResult } from "./report/table.ts";

/**
 * `npm run bench`: every row of docs/performance.md, Billferry and the rival in turns in one run, medians of several
 * runs. Exit code 2 for wrong arguments. The last results of each row stay in `.data/bench/results.json`.
 */
const ROOT = join(import.meta.dirname, "..");
const USAGE = `npm run bench -- [--only ROW]… [--runs N] [--bills N] [--quick] [--json] [--profile] [--list]`;
const FOLDER = join(ROOT, ".data", "bench");

const options = readOptions();
if (options.list) for (const { name, title } of ROWS) console.log(`${name.padEnd(12)} ${title}`);
else await bench(options);

interface Options {
  readonly rows: readonly Row[];
  readonly runs: number;
  readonly bills: number | undefined;
  readonly isQuick: boolean;
  readonly json: boolean;
  readonly profile: boolean;
  readonly list: boolean;
}

async function bench({ rows, runs, bills, isQuick, json, profile }: Options): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const results: RowResult[] = [];
  for (const row of rows) {
    const measurements: Measurement[] = [];
    const startedAt = performance.now();
    const profileFolder = profile ? join(FOLDER, "profiles", row.name) : undefined;
    for (let run = 1; run <= Math.min(runs, row.mostRuns ?? runs); run += 1) {
      process.stderr.write(`${row.name}: run ${run}\n`);
      measurements.push(...(await row.measure({ bills, isQuick, profileFolder })));
    }
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    results.push({ row: row.name, title: row.title, seconds, medians: medians(measurements), measurements });
    writeFileSync(join(FOLDER, "results.json"), JSON.stringify({ machine: describeMachine(), results }, null, 2));
  }
  console.log(json ? JSON.stringify({ machine: describeMachine(), results }, null, 2) : printFigures(results));
}

function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: "string", multiple: true },
        runs: { type: "string" },
        bills: { type: "string" },
        quick: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        profile: { type: "boolean", default: false },
        list: { type: "boolean", default: false },
      },
    });
    const names = values.only ?? ROWS.map(({ name }) => name);
    const rows = ROWS.filter(({ name }) => names.includes(name));
    const unknown = names.filter((name) => !ROWS.some((row) => row.name === name));
    if (unknown.length > 0) throw new Error(`there is no row ${unknown.join(", ")}`);
    return {
      rows,
      runs: readNumber(values.runs) ?? (values.quick ? 1 : 5),
      bills: readNumber(values.bills),
      isQuick: values.quick,
      json: values.json,
      profile: values.profile,
      list: values.list,
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    process.exit(2);
  }
}

function readNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`expected a number of 1 or more, got ${text}`);
  return number;
}
