import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { expect, test } from "vitest";

const LOGGER = join(import.meta.dirname, "../src/logger.ts");
const START = `import { createLogger } from ${JSON.stringify(LOGGER)};
const log = createLogger({ name: "test", level: "info", version: "0" });
for (let line = 1; line <= 1000; line += 1) log.info({ line });`;

/** The numbers of the lines that came. */
async function run(end: string): Promise<readonly number[]> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", `${START}\n${end}`], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const lines = (await text(child.stderr)).split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => (JSON.parse(line) as { line: number }).line);
}

const ALL = Array.from({ length: 1_000 }, (_, index) => index + 1);

test.each([
  ["comes to its end", ""],
  ["is ended by its own word", "process.exit(3)"],
  ["ends by an error that nobody catches", "throw new Error('lost')"],
  ["ends by a promise that nobody catches", "await Promise.reject(new Error('lost'))"],
])("no line is lost or moved where a process %s", async (_case, end) => {
  expect(await run(end)).toEqual(ALL);
});

test("a warning brings what waited with it, whatever becomes of the process then", async () => {
  expect(await run("log.warn({ line: 1001 }); process.kill(process.pid, 'SIGKILL')")).toEqual([...ALL, 1_001]);
});

test.each([
  ["zh", "任务 7 完成"],
  ["en", "job 7 done"],
  ["", "任务 7 完成"],
])("a line in two languages is said in that of the installation: %s", async (language, words) => {
  const line = `log.info({ line: 1001 }, { zh: "任务 %s 完成", en: "job %s done" }, 7);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", `${START}\n${line}`], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, BILLFERRY_LANG: language },
  });
  const last = (await text(child.stderr)).split("\n").findLast((each) => each.startsWith("{"));
  expect(JSON.parse(last ?? "")).toMatchObject({ line: 1_001, msg: words });
});

test("lines of a busy stretch go out by few writes", async () => {
  const counted = `import fs from "node:fs";
let writes = 0;
const write = fs.writeSync;
fs.writeSync = (...args) => { writes += 1; return write(...args); };
process.on("exit", () => write(2, JSON.stringify({ line: -writes }) + "\\n"));`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", `${counted}\n${START}`], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const numbers = [...(await text(child.stderr)).matchAll(/^\{.*"line":(-?\d+)/gm)].map(([, number]) => Number(number));
  expect(numbers.filter((number) => number > 0)).toEqual(ALL);
  expect(Math.min(...numbers)).toBeGreaterThan(-40);
});

test.skipIf(process.platform !== "linux")(
  "whoever reads along on a terminal gets words, and everybody else JSON",
  async () => {
    // `script` gives its command a terminal, and passes on what is written there.
    const program = `${START.replace("1000", "1")}\nlog.warn({ billNo: "XSCKD000001" }, "任务未完成");`;
    const command = `${process.execPath} --input-type=module -e '${program}'`;
    const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const shown = await text(child.stdout);
    expect(shown).toMatch(/\d\d:\d\d:\d\d\.\d{3}/);
    expect(shown).toContain("任务未完成");
    expect(shown).toContain("XSCKD000001");
    expect(shown).not.toContain('{"level"');
  },
);
