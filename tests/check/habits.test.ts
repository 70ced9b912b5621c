import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";

import { changedPlaces } from "./changed.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

test("what runs on every push is the gate itself, the one that a checkout runs at home", () => {
  const { jobs } = parse(read(".github/workflows/ci.yml")) as { jobs: Record<string, { steps: { run?: string }[] }> };
  const runs = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run }) => run));
  expect(runs).toContain("bash .ci/run");
});

test("the hook runs a script that there is, and nobody has it who did not ask for it", () => {
  const { scripts, allowScripts } = JSON.parse(read("package.json")) as Manifest;
  const [, name = ""] = /^npm run --silent (\w+) -- --changed\n$/.exec(read(".husky/pre-commit")) ?? [];
  expect(scripts).toHaveProperty(name);
  expect(scripts).toHaveProperty("hooks", "husky");
  // An installation builds the page and does nothing else, and is not hindered where that fails.
  const installing = Object.entries(scripts).filter(([each]) => /^(pre|post)?(install|prepare)$/.test(each));
  expect(installing).toEqual([["prepare", "node libs/console-page/src/build/build-page.ts || true"]]);
  const { packages } = JSON.parse(read("package-lock.json")) as {
    packages: Record<string, { hasInstallScript?: boolean }>;
  };
  const scripted = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
    hasInstallScript === true ? [path.replace(/^.*node_modules\//, "")] : [],
  );
  expect(scripted.filter((each) => allowScripts[each] !== false)).toEqual([]);
});

test("a change is looked at with its whole package, a script of the tests by itself, and what is gone not at all", async () => {
  const root = mkdtempSync(join(tmpdir(), "billferry-changed-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const write = (path: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${Math.random()}\n`);
  };
  const git = async (...args: readonly string[]) =>
    execa("git", ["-c", "user.name=a", "-c", "user.email=a@b.invalid", ...args], { cwd: root });
  await git("init", "--quiet");
  for (const path of ["libs/a/src/x.ts", "libs/b/src/x.ts", "tests/x.ts", "tests/gone.ts", "docs/x.md"]) write(path);
  await git("add", "--all");
  await git("commit", "--quiet", "--message=first");
  expect(await changedPlaces(root)).toEqual([]);

  for (const path of ["libs/a/src/x.ts", "libs/a/test/new.test.ts", "tests/x.ts", "docs/x.md"]) write(path);
  rmSync(join(root, "tests/gone.ts"));
  await git("add", "libs/a/src/x.ts");
  expect([...(await changedPlaces(root))].toSorted()).toEqual(["libs/a", "tests/x.ts"]);
});
