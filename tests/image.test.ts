import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import dockerignore from "@balena/dockerignore";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

test("all that the image is built from is in its context", () => {
  const copied = read("deploy/Dockerfile")
    .split("\n")
    .filter((line) => line.startsWith("COPY ") && !line.includes("--from="))
    .flatMap((line) => line.split(" ").slice(1, -1));
  expect(copied.length).toBeGreaterThan(5);
  const context = dockerignore.default().add(read(".dockerignore"));
  expect(copied.filter((path) => context.ignores(path))).toEqual([]);
  const commands = globSync("libs/*/src/**/*.lua", { cwd: ROOT });
  expect(commands.length).toBeGreaterThan(30);
  expect(commands.filter((path) => context.ignores(path))).toEqual([]);
});

test("the image installs from the lock file with each workspace's package.json", () => {
  const { workspaces } = JSON.parse(read("package.json")) as { workspaces: readonly string[] };
  const dockerfile = read("deploy/Dockerfile");
  const missing = workspaces.filter((name) => !dockerfile.includes(`COPY ${name.replace("/*", "")}`));
  expect(missing).toEqual([]);
});

test("the image runs without what the page is built of", () => {
  const { dependencies } = JSON.parse(read("libs/console-page/package.json")) as { dependencies: object };
  expect(Object.keys(dependencies).filter((name) => !name.startsWith("@billferry/"))).toEqual([]);
  expect(read("deploy/Dockerfile")).toContain("node libs/console-page/src/build/build-page.ts");
});
