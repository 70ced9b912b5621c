import { readFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");

interface Locked {
  readonly link?: boolean;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
}

const { packages } = readJson("package-lock.json") as { readonly packages: Readonly<Record<string, Locked>> };
const foreign = Object.entries(packages).filter(([path, { link }]) => path.includes("node_modules/") && !link);

test("every package of the lock file has a sum, and comes from no place of its own", () => {
  expect(foreign.length).toBeGreaterThan(300);
  expect(foreign.filter(([, { integrity }]) => !integrity?.startsWith("sha512-")).map(([path]) => path)).toEqual([]);
  const elsewhere = foreign.filter(([, { resolved = "https://registry.npmjs.org/" }]) => {
    return !resolved.startsWith("https://registry.npmjs.org/");
  });
  expect(elsewhere.map(([path]) => path)).toEqual([]);
});

test("every package that would run a script when it is installed is on the list of those that may not", () => {
  const { allowScripts } = readJson("package.json") as { readonly allowScripts: Readonly<Record<string, boolean>> };
  const named = foreign.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
  expect(new Set(named)).toEqual(new Set(Object.keys(allowScripts)));
  expect(Object.values(allowScripts).filter(Boolean)).toEqual([]);
  expect(readFileSync(join(ROOT, "deploy/Dockerfile"), "utf8").match(/npm ci .*/g)).toSatisfy(
    (calls: readonly string[]) => calls.length > 0 && calls.every((call) => call.includes("--ignore-scripts")),
  );
});

test("the list of packages has all that runs, and marks the tools of development", { timeout: 120_000 }, async () => {
  const { stdout } = await execa("npm", ["run", "-s", "sbom"], { cwd: ROOT, preferLocal: true, localDir: ROOT });
  const { bomFormat, components } = JSON.parse(stdout) as {
    readonly bomFormat: string;
    readonly components: readonly {
      readonly name: string;
      readonly properties?: readonly { readonly name: string }[];
    }[];
  };
  expect(bomFormat).toBe("CycloneDX");
  const tools = components.filter(({ properties = [] }) =>
    properties.some(({ name }) => name === "cdx:npm:package:development"),
  );
  const names = new Set(components.map(({ name }) => name));
  for (const { name } of tools) names.delete(name);
  // `--omit dev` would leave out what a workspace of tests names as well: these three.
  expect([...names]).toEqual(expect.arrayContaining(["bullmq", "ioredis", "zod", "fastify"]));
  expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(["vitest", "oxlint", "knip"]));
});

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), "utf8"));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}
