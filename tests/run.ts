import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";

import { addTallies, formatTally, isGreen, tallyChecks, tallyVitest, type Tally, type VitestReport } from "./tally.ts";

/**
 * What `npm test` runs: 1. the checks, 2. all tests; further arguments go to vitest. Both run to the end even if the
 * first fails, so that one run shows everything. The last line of stdout counts them.
 */
const ROOT = join(import.meta.dirname, "..");
const CHECKS = join(import.meta.dirname, "check", "run.ts");

const total = addTallies([...(existsSync(CHECKS) ? [await runChecks()] : []), await runVitest(process.argv.slice(2))]);
console.log(formatTally(total));
process.exitCode = isGreen(total) ? 0 : 1;

async function runChecks(): Promise<Tally> {
  const { stdout, exitCode } = await execa(process.execPath, [CHECKS], {
    cwd: ROOT,
    reject: false,
    stdin: "ignore",
    stdout: ["pipe", "inherit"],
    stderr: "inherit",
  });
  return tallyChecks(stdout, exitCode ?? 1);
}

async function runVitest(args: readonly string[]): Promise<Tally> {
  const dir = await mkdtemp(join(tmpdir(), "billferry-test-"));
  const report = join(dir, "report.json");
  try {
    const { exitCode } = await execa(
      "vitest",
      ["run", "--root", ROOT, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...args],
      {
        cwd: ROOT,
        preferLocal: true,
        localDir: ROOT,
        reject: false,
        stdin: "ignore",
        stdout: "inherit",
        stderr: "inherit",
      },
    );
    return tallyVitest(await readReport(report), exitCode ?? 1);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function readReport(file: string): Promise<VitestReport | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as VitestReport;
  } catch {
    // vitest broke before it could report; its exit code says so.
    return undefined;
  }
}
