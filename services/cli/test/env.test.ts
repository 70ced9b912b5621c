import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";

import { findEnvProblems } from "@billferry/settings";
import { execa } from "execa";
import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { parse } from "yaml";

vi.setConfig({ testTimeout: 120_000 });

const LAUNCHER = join(import.meta.dirname, "..", "bin", "billferry.js");

function folderWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "billferry-env-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, ".env"), text);
  return folder;
}

async function check(text: string, ...args: readonly string[]) {
  const path = join(folderWith(text), ".env");
  const env = { PATH: process.env["PATH"] ?? "", ENV_FILE: path };
  return execa(process.execPath, [LAUNCHER, "env", "check", ...args], { env, extendEnv: false, reject: false });
}

test("each value that would be read as another is named by its line, its setting and its remedy, and not shown", async () => {
  const { stdout, exitCode } = await check(
    [
      "# 说明 $ # '",
      "REDIS_URL=redis://:pa$word~A@redis:6379",
      "WDT_APPSECRET='half~B",
      "KINGDEE_PASSWORD=cut~C #tail",
      "KINGDEE_USER=li#~D",
      "KINGDEE_APP_SECRET='x${E}y'",
      'WDT_SID="a$~F"',
      "WDT_APPKEY=key~G'",
      "INSTALLATION=“H”",
      "LOG_LEVEL=info",
      "LOG_LEVEL=debug",
      "half a line",
    ].join("\r\n"),
  );
  expect(exitCode).toBe(1);
  const told = [...stdout.matchAll(/第 (\d+) 行 (\w*):/g)].map(([, line, name]) => `${line} ${name}`);
  expect(told).toEqual([
    "2 REDIS_URL",
    "3 WDT_APPSECRET",
    "4 KINGDEE_PASSWORD",
    "5 KINGDEE_USER",
    "6 KINGDEE_APP_SECRET",
    "7 WDT_SID",
    "8 WDT_APPKEY",
    "9 INSTALLATION",
    "11 LOG_LEVEL",
    "12 ",
  ]);
  expect(stdout.match(/→ /g)).toHaveLength(told.length);
  expect(stdout).toContain("KINGDEE_APP_SECRET_FILE=/run/secrets/kingdee_app_secret");
  expect(stdout).not.toMatch(/~[A-G]|word|li#|x\$|“H”/);
});

test("a file of plain values is good, as is the one that .env.example makes", async () => {
  const { stdout, exitCode } = await check("KINGDEE_PASSWORD='Ab$c123x' # 说明\nexport WDT_SID=it's\nLOG_LEVEL=\n");
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining("原样读到")]);
  const example = join(import.meta.dirname, "..", "..", "..", ".env.example");
  expect((await check("", example)).exitCode).toBe(0);
});

test("a file that is not there is a mistake of usage, with what to do", async () => {
  const { stderr, exitCode } = await check("", "/nowhere/.env");
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(".env.example")]);
});

const value = fc
  .array(fc.constantFrom("a", "B", "7", "$", "${", "}", "#", " ", "'", '"', "`", "\\", "中", "=", "@", ":"), {
    maxLength: 9,
  })
  .map((parts) => parts.join("").trim());
// A value that begins with a quote is a quoted one: the two forms are made on purpose.
const written = fc.tuple(value, fc.constantFrom("", "'", '"')).map(([text, quote]) => {
  const meant = quote === "" ? text.replace(/^['"`]+/, "") : text.replaceAll(quote, "");
  return { meant, line: `${quote}${meant}${quote}` };
});

test("law: what is approved, Node reads as it stands", () => {
  fc.assert(
    fc.property(written, ({ meant, line }) => {
      if (findEnvProblems(`WDT_SID=${line}`).length > 0) return;
      expect(parseEnv(`WDT_SID=${line}`)["WDT_SID"]).toBe(line === meant ? meant.trim() : meant);
    }),
    { numRuns: 3_000 },
  );
});

/** Which compose this machine has; reading a file needs no engine. */
function findCompose(): readonly string[] | undefined {
  return [["docker", "compose"], ["docker-compose"]].find(([program = "", ...args]) => {
    try {
      execFileSync(program, [...args, "version"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}

const compose = findCompose();

test.skipIf(compose === undefined)("what is approved, this machine's docker compose reads as Node does", async () => {
  const values = fc
    .sample(written, { numRuns: 2_000, seed: 17 })
    .map(({ line }) => line)
    .filter((line) => line !== "" && findEnvProblems(`WDT_SID=${line}`).length === 0);
  expect(values.length).toBeGreaterThan(100);
  const lines = values.map((line, index) => `V${index}=${line}`);
  const folder = folderWith(`${lines.join("\n")}\n`);
  const environment = Object.fromEntries(values.map((_line, index) => [`V${index}`, `\${V${index}:-}`]));
  const file = { version: "3.9", services: { one: { image: "none", environment } } };
  writeFileSync(join(folder, "docker-compose.yml"), JSON.stringify(file));
  const [program = "", ...args] = compose ?? [];
  const { stdout } = await execa(program, [...args, "config"], { cwd: folder });
  const read = (parse(stdout) as { services: { one: { environment: Record<string, string | null> } } }).services.one
    .environment;
  const byNode = parseEnv(`${lines.join("\n")}\n`);
  // `config` writes each $ twice.
  const byCompose = (name: string): string => (read[name] ?? "").replaceAll("$$", "$");
  const others = values.filter((_line, index) => byCompose(`V${index}`) !== byNode[`V${index}`]);
  expect(others).toEqual([]);
});

test.each([
  ["start", "2 处会被", []],
  ["doctor", "2 lines are not read as they stand", ["--lang", "en"]],
])("%s says at once that a value of .env is read as another, by its name alone", async (command, told, args) => {
  // One vendor without the other: it ends before anything is begun.
  const folder = folderWith("KINGDEE_URL=https://kingdee.test/\nKINGDEE_PASSWORD=pa$word~A\nWDT_APPSECRET='half~B\n");
  const env = { PATH: process.env["PATH"] ?? "", ENV_FILE: join(folder, ".env"), DATA_DIR: folder };
  const { stderr, exitCode } = await execa(process.execPath, [LAUNCHER, command, ...args], {
    env,
    extendEnv: false,
    reject: false,
  });
  expect(exitCode).not.toBe(0);
  const line = stderr.split("\n").find((each) => each.includes("billferry env check"));
  expect(line).toContain(told);
  expect(line).toMatch(/KINGDEE_PASSWORD.*WDT_APPSECRET/);
  expect(stderr).not.toContain("~A");
});
