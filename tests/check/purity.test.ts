import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");

/** Every folder whose code has to be pure: `libs/contracts` and each `src/core`. */
const PURE_FOLDERS = ["libs/contracts", ...coreFolders()];

function coreFolders(): string[] {
  return ["libs", "services"].flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name === "core" && entry.parentPath.endsWith("/src"))
      .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
      .filter((folder) => !folder.includes("node_modules")),
  );
}

/** Compiles one line as if it stood in a pure folder, with that folder's own settings. */
async function compile(folder: string, source: string): Promise<string> {
  const cache = join(ROOT, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const place = mkdtempSync(join(cache, "purity-"));
  onTestFinished(() => rmSync(place, { recursive: true }));
  writeFileSync(join(place, "probe.ts"), `${source}\nexport {};\n`);
  const options = { rootDir: ".", composite: false, emitDeclarationOnly: false, noEmit: true, declaration: false };
  const settings = {
    extends: join(ROOT, folder, "tsconfig.json"),
    compilerOptions: options,
    include: ["."],
    references: [],
  };
  writeFileSync(join(place, "tsconfig.json"), JSON.stringify(settings));
  const { stdout } = await execa("tsc", ["-p", place], { cwd: ROOT, preferLocal: true, reject: false });
  return stdout;
}

test("there are pure folders, and each is part of the build that npm run check makes", () => {
  expect(PURE_FOLDERS.length).toBeGreaterThan(5);
  const unbuilt = coreFolders().filter((folder) => {
    const owner = readFileSync(join(ROOT, folder, "..", "..", "tsconfig.json"), "utf8");
    return !owner.includes('"./src/core"');
  });
  expect(unbuilt).toEqual([]);
});

test.each(PURE_FOLDERS)("the compiler keeps the outside world out of %s", async (folder) => {
  const impure = [
    "process.exit(1);",
    'await fetch("http://127.0.0.1");',
    "setTimeout(() => undefined, 1);",
    'console.log("x");',
    'import { readFileSync } from "node:fs"; readFileSync("x");',
  ];
  const output = await compile(folder, impure.join("\n"));
  for (const name of ["process", "fetch", "setTimeout", "console", "node:fs"]) expect(output).toContain(name);
});

test.each(["Date.now()", "Math.random()"])("the linter keeps %s out of pure code", async (call) => {
  const probe = join(ROOT, "libs/contracts/src", `purity-probe-${process.pid}.ts`);
  onTestFinished(() => rmSync(probe));
  writeFileSync(probe, `export const value = ${call};\n`);
  const { stdout, exitCode } = await execa("oxlint", [probe], { cwd: ROOT, preferLocal: true, reject: false });
  expect(exitCode).toBe(1);
  expect(stdout).toContain("pure code");
});
