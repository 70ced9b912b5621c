import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { startRedis } from "@billferry/testing";
import { Redis } from "ioredis";

import { NOT_INJECTABLE, SCENARIOS } from "./catalogue.ts";
import { printTable, renderPage, summarize } from "./report.ts";
import { runScenario, type Row } from "./run-scenario.ts";
import type { Scenario } from "./scenario.ts";

/**
 * `npm run proof`: every fault of the list against the real services, and what the judge says. Exit code 1 if any row
 * is not clean, 2 for wrong arguments. Logs of each run stay under `.data/proof/`.
 */
const ROOT = join(import.meta.dirname, "..", "..");
const USAGE = `npm run proof -- [--fault NAME]… [--seed N] [--bills N] [--short] [--json] [--write] [--list]`;
const SHORT_BILLS = 60;

const options = readOptions();
if (options.list) printList();
else await prove(options);

interface Options {
  readonly scenarios: readonly Scenario[];
  readonly isAll: boolean;
  readonly seed: number;
  readonly bills: number;
  readonly json: boolean;
  readonly write: boolean;
  readonly list: boolean;
}

async function prove({ scenarios, isAll, seed, bills, json, write }: Options): Promise<void> {
  const startedAt = performance.now();
  const rows: Row[] = [];
  for (const scenario of scenarios) {
    process.stderr.write(`${String(scenario.number).padStart(2)} ${scenario.name} … `);
    const row = await runScenario(scenario, { bills, seed, logFolder: join(ROOT, ".data", "proof", scenario.name) });
    rows.push(row);
    process.stderr.write(`${row.verdict}, ${row.seconds} s\n`);
    for (const problem of row.problems) process.stderr.write(`   ${problem}\n`);
  }
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const notInjectable = isAll ? NOT_INJECTABLE : [];
  if (json) console.log(JSON.stringify({ seed, bills, seconds, rows, notInjectable }, null, 2));
  else console.log(printTable(rows, notInjectable));
  if (write) await writePage(rows, { seed, bills, seconds });
  const isClean = rows.every((row) => row.verdict === "clean");
  process.stderr.write(`${summarize(rows)}, ${seconds} s\n`);
  process.exit(isClean ? 0 : 1);
}

async function writePage(rows: readonly Row[], run: { seed: number; bills: number; seconds: number }): Promise<void> {
  const page = renderPage(rows, NOT_INJECTABLE, {
    ...run,
    command: `npm run proof -- --seed ${run.seed} --bills ${run.bills}`,
    cores: availableParallelism(),
    node: process.version.slice(1),
    redis: await readRedisVersion(),
  });
  await writeFile(join(ROOT, "docs", "proof.md"), page);
}

async function readRedisVersion(): Promise<string> {
  const redis = await startRedis();
  const connection = new Redis(redis.url);
  try {
    return /redis_version:(\S+)/.exec(await connection.info("server"))?.[1] ?? "?";
  } finally {
    connection.disconnect();
    await redis.stop();
  }
}

function printList(): void {
  for (const { number, name, zh, en, holds } of SCENARIOS)
    console.log(`${String(number).padStart(2)}  ${name}\n      ${zh}\n      ${en}\n      must hold: ${holds}`);
  for (const { number, name, zh, en, reason } of NOT_INJECTABLE)
    console.log(`${String(number).padStart(2)}  ${name} (not injectable)\n      ${zh}\n      ${en}\n      ${reason}`);
}

function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        fault: { type: "string", multiple: true },
        seed: { type: "string", default: "1" },
        bills: { type: "string" },
        short: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        write: { type: "boolean", default: false },
        list: { type: "boolean", default: false },
      },
    });
    const { fault, short, json, write, list } = values;
    const bills = readNumber("--bills", values.bills ?? String(short ? SHORT_BILLS : 1_000));
    const isAll = fault === undefined && !short;
    if (write && !isAll) throw new Error("--write needs a run of all faults");
    return {
      scenarios: choose(fault, short),
      isAll,
      seed: readNumber("--seed", values.seed),
      bills,
      json,
      write,
      list,
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    return process.exit(2);
  }
}

function choose(names: readonly string[] | undefined, isShort: boolean): readonly Scenario[] {
  if (names === undefined) return isShort ? SCENARIOS.filter((each) => each.isShort) : SCENARIOS;
  return names.map((name) => {
    const found = SCENARIOS.find((each) => each.name === name);
    if (!found) throw new Error(`no fault ${name}; --list names them all`);
    return found;
  });
}

function readNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Error(`${name}: a whole number from 1, not ${text}`);
  return Number(text);
}
