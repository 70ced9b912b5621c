import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { changedPlaces } from "./changed.ts";

/**
 * `npm run check`: format, lint, types, purity, layers and dead code in one command. Each tool must also show that it
 * read something: a gate that reads nothing and reports success is no gate. The last line counts the checks.
 *
 * `--changed` is for the time between two commits: lint reads only the packages that differ from the last one, and
 * dead code, which only the whole tells, is left to the whole.
 */
const ROOT = join(import.meta.dirname, "..", "..");

interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** How much the tool says it has read, from its output. */
  countRead(output: string): number;
  readonly leastRead: number;
}

const SOURCES = listSources();

const CHECKS: readonly Check[] = [
  {
    name: "format",
    command: ["oxfmt", "--check"],
    countRead: (output) => Number(/on (\d+) files/.exec(output)?.[1] ?? 0),
    leastRead: SOURCES.length,
  },
  {
    name: "lint",
    command: ["oxlint", "--type-aware", "--report-unused-disable-directives"],
    countRead: (output) => Number(/on (\d+) files/.exec(output)?.[1] ?? 0),
    leastRead: SOURCES.length,
  },
  {
    name: "types",
    command: ["tsc", "-b"],
    countRead: countDeclarations,
    leastRead: SOURCES.length,
  },
  {
    name: "layers",
    command: ["turbo", "boundaries", "--no-color"],
    countRead: (output) => Number(/Checked (\d+) files/.exec(output)?.[1] ?? 0),
    leastRead: 50,
  },
  {
    name: "dead code",
    command: ["knip", "--treat-config-hints-as-errors"],
    // knip is silent when all is well; that its configuration names every workspace is what can be counted.
    countRead: () => Object.keys(JSON.parse(readFileSync(join(ROOT, "knip.json"), "utf8")).workspaces as object).length,
    leastRead: 3,
  },
];

const checks = process.argv.includes("--changed") ? forChanges(await changedPlaces(ROOT)) : CHECKS;
let failed = 0;
for (const check of checks) failed += (await run(check)) ? 0 : 1;
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function forChanges(places: readonly string[]): readonly Check[] {
  const quick = CHECKS.filter(({ name }) => name !== "dead code" && (name !== "lint" || places.length > 0));
  return quick.map((check) =>
    check.name === "lint"
      ? { ...check, command: [...check.command, ...places] as const, leastRead: places.length }
      : check,
  );
}

async function run(check: Check): Promise<boolean> {
  const [file, ...args] = check.command;
  const result = await execa(file, args, {
    cwd: ROOT,
    preferLocal: true,
    reject: false,
    all: true,
    env: { TURBO_TELEMETRY_DISABLED: "1", NO_COLOR: "1" },
  });
  const output = result.all;
  const read = check.countRead(output);
  const isGood = result.exitCode === 0 && read >= check.leastRead;
  console.log(`${isGood ? "ok  " : "FAIL"} ${check.name} (${check.command.join(" ")}), ${read} read`);
  if (result.exitCode !== 0) console.log(output);
  else if (!isGood) console.log(`  read ${read}, expected at least ${check.leastRead}: the tool has missed sources`);
  return isGood;
}

/** Every TypeScript file of ours from which declarations are made. */
function listSources(): string[] {
  return ["libs", "services", "tests"].flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && /(?<!\.d)\.tsx?$/.test(entry.name) && !entry.parentPath.includes("node_modules"),
      )
      .map((entry) => join(entry.parentPath, entry.name)),
  );
}

/** The compiler prints nothing; the declarations it keeps tell which sources it has read. */
function countDeclarations(): number {
  const cache = join(ROOT, "node_modules", ".cache", "tsc");
  const built = new Set(
    readdirSync(cache, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.name.endsWith(".d.ts"))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return SOURCES.filter((source) => built.has(source.replace(ROOT, cache).replace(/\.tsx?$/, ".d.ts"))).length;
}
