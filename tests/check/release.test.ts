import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";
import { expect, test } from "vitest";

import { findReleaseProblems } from "./release.ts";

const ROOT = join(import.meta.dirname, "..", "..");

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

async function listTags(): Promise<readonly string[]> {
  const { stdout, failed } = await execa("git", ["tag", "--list"], { cwd: ROOT, reject: false });
  // A copy of the sources without their history has no tags, either.
  return failed ? [] : stdout.split("\n").filter((tag) => tag !== "");
}

/** Every place that says a version by hand. */
function listVersions(): Record<string, string> {
  const packages = [
    "package.json",
    ...globSync(["{libs,services}/*/package.json", "{tests,bench}/package.json"], { cwd: ROOT }),
  ];
  const programs = globSync("services/*/src/run.ts", { cwd: ROOT });
  const manifests = globSync("deploy/kubernetes/**/kustomization.yaml", { cwd: ROOT });
  const pairs = [
    ...packages.map((path) => [path, (JSON.parse(read(path)) as { version: string }).version]),
    ...programs.flatMap((path) =>
      [...read(path).matchAll(/version: "([^"]+)"/g)].map(([, version]) => [path, version]),
    ),
    ...manifests.flatMap((path) => [...read(path).matchAll(/newTag: (\S+)/g)].map(([, version]) => [path, version])),
  ];
  return Object.fromEntries(pairs) as Record<string, string>;
}

test("version, changelog and newest tag are one, in every package, program and manifest", async () => {
  const versions = listVersions();
  expect(Object.keys(versions).length).toBeGreaterThan(40);
  expect(versions).toHaveProperty(["services/loader/src/run.ts"]);
  expect(versions).toHaveProperty(["deploy/kubernetes/overlays/production/kustomization.yaml"]);
  expect(findReleaseProblems({ changelog: read("CHANGELOG.md"), versions, tags: await listTags() })).toEqual([]);
});

const CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n\n## [0.1.0] - 2026-11-30\n";
const GOOD = { changelog: CHANGELOG, versions: { "package.json": "0.2.0" }, tags: ["v0.1.0", "v0.2.0", "experiment"] };

test.each([
  ["all is one", {}, []],
  ["nothing was released yet", { changelog: "## [Unreleased]\n", tags: [] }, []],
  ["a release that has no tag yet is being made", { tags: ["v0.1.0"] }, ["the newest tag is v0.1.0, not v0.2.0"]],
  [
    "a package was forgotten",
    { versions: { "package.json": "0.2.0", "libs/a/package.json": "0.1.0" } },
    ["libs/a/package.json says 0.1.0, package.json 0.2.0"],
  ],
  [
    "the heading was forgotten",
    { versions: { "package.json": "0.3.0" }, tags: [...GOOD.tags, "v0.3.0"] },
    [
      "CHANGELOG.md ends at 0.2.0, package.json says 0.3.0",
      "v0.3.0 has no heading in CHANGELOG.md",
      "the newest tag is v0.3.0, not v0.2.0",
    ],
  ],
  [
    "there is no place for what is new",
    { changelog: CHANGELOG.replace("## [Unreleased]", "") },
    ["CHANGELOG.md has no heading Unreleased"],
  ],
  [
    "a tenth version is newer than a ninth",
    {
      changelog: "## [Unreleased]\n## [0.10.0] - 2027-01-01\n## [0.9.0] - 2026-12-01\n",
      versions: { "package.json": "0.10.0" },
      tags: ["v0.9.0", "v0.10.0"],
    },
    [],
  ],
] as const)("%s", (_name, change, problems) => {
  expect(findReleaseProblems({ ...GOOD, ...change })).toEqual(problems);
});
