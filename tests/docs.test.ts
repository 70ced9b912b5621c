import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { FAULT_CODES } from "@billferry/contracts";
import { execa } from "execa";
import { expect, test } from "vitest";
import { parse } from "yaml";

import { generateFiles } from "./docs/generated-files.ts";
import { listSettings } from "./docs/settings-catalogue.ts";

const ROOT = join(import.meta.dirname, "..");

const DOCUMENTS = [
  "README.md",
  "README.zh-CN.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => join("docs", path)),
];

const FRONT_PAGES = ["README.md", "README.zh-CN.md", join("docs", "architecture.md")];

test("there are documents to look at", () => {
  expect(DOCUMENTS.length).toBeGreaterThan(15);
  expect(listSettings().flatMap((group) => group.settings).length).toBeGreaterThan(30);
});

test("the page of errors has a section for each code and for no other", () => {
  const sections = [...read("docs/errors.md").matchAll(/^### (\S+)$/gm)].map((match) => match[1]);
  expect(new Set(sections)).toEqual(new Set(Object.keys(FAULT_CODES)));
  expect(sections).toHaveLength(Object.keys(FAULT_CODES).length);
});

test.each(Object.entries(FAULT_CODES))(
  "%s: meaning, recovery, owner and class on the page are those of the table",
  (code, entry) => {
    const section = read("docs/errors.md").split(`### ${code}\n`)[1]?.split(/^##/m)[0] ?? "";
    expect(section).toContain(entry.meaning);
    expect(section).toContain(`程序的处理:\`${entry.recovery}\``);
    expect(section).toContain(OWNERS[entry.owner]);
    expect(section).toContain(`类别:\`${entry.class}\``);
  },
);

const OWNERS = { it: "IT", "master-data": "master data", warehouse: "warehouse", finance: "finance", vendor: "vendor" };

test("the page of settings and .env.example are what npm run docs would write", async () => {
  for (const { path, content } of await generateFiles()) expect(content).toBe(readFileSync(path, "utf8"));
});

test.each(["docs/mapping.md", "docs/en/mapping.md"])(
  "%s: every parameter of the shipped scheme is there, with its template",
  (path) => {
    const page = read(path);
    const scheme = parse(read("schemes/sal-outstock.yaml")) as Record<"order" | "line", Record<string, unknown>>;
    const parameters = Object.entries({ ...scheme.order, ...scheme.line });
    expect(parameters.length).toBeGreaterThan(10);
    const rows = page.split("\n").filter((line) => line.startsWith("| `"));
    for (const [name, value] of parameters) {
      const fields = [...JSON.stringify(value).matchAll(/\bF[A-Za-z]\w+/g)].map((match) => match[0]);
      const row = rows.find(
        (line) => line.startsWith(`| \`${name}\``) && fields.every((field) => line.includes(field)),
      );
      expect({ name, fields, isOnPage: row !== undefined }).toEqual({ name, fields, isOnPage: true });
    }
  },
);

test.each(FRONT_PAGES)("%s: every path in backticks is there", (document) => {
  const named = codeSpans(document).filter((span) =>
    /^[\w.*-]+(\/[\w.*-]+)+\/?$|^[\w.-]+\.(md|ts|ya?ml|json|csv)$/.test(span),
  );
  const paths = named.filter((span) => TOP_LEVEL.has(span.split("/")[0] ?? ""));
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.filter((path) => !isThere(path))).toEqual([]);
});

test.each(DOCUMENTS)("%s: every link leads somewhere", (document) => {
  const targets = [...read(document).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? "");
  const local = targets.filter((target) => !/^[a-z]+:/.test(target));
  expect(local.filter((target) => !existsSync(join(ROOT, document, "..", target)))).toEqual([]);
});

test.each(DOCUMENTS)("%s: every npm script that it names exists", (document) => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const named = [...read(document).matchAll(/npm run (?:-s )?([\w:-]+)/g)].map((match) => match[1] ?? "");
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test("every billferry command that a document names exists", async () => {
  const help = (await execa(process.execPath, ["services/cli/bin/billferry.js", "--help"], { cwd: ROOT })).stdout;
  const commands = new Set([...help.matchAll(/^ {2}(\w+)/gm)].map((match) => match[1]));
  expect(commands.has("status")).toBe(true);
  const named = DOCUMENTS.flatMap((document) =>
    [...read(document).matchAll(/npx billferry ([a-z]+)/g)].map((match) => match[1]),
  );
  expect(named.filter((name) => !commands.has(name))).toEqual([]);
});

test.each(["README.md", "README.zh-CN.md", join("docs", "delivery.md"), join("docs", "errors.md")])(
  "%s: every setting that it names exists",
  (document) => {
    const settings = new Set(listSettings().flatMap((group) => group.settings.map((setting) => setting.name)));
    const isKnown = (name: string): boolean => settings.has(name) || name in FAULT_CODES || NO_SETTINGS.has(name);
    const named = [...read(document).matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map((match) => match[0]);
    expect(named.filter((name) => !isKnown(name))).toEqual([]);
  },
);

test("every setting that a meaning or a remedy names exists", () => {
  const settings = new Set(listSettings().flatMap((group) => group.settings.map((setting) => setting.name)));
  const named = Object.entries(FAULT_CODES).flatMap(([code, { meaning, remedy }]) =>
    [...`${meaning} ${remedy}`.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map((match) => [code, match[0]]),
  );
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter(([, name]) => !settings.has(name ?? "") && !NO_SETTINGS.has(name ?? ""))).toEqual([]);
});

const NO_SETTINGS = new Set(["SAL_OUTSTOCK", "FAULT_CODES"]);

test("every secret that may be a file may be one in docker-compose.yml too, for each service that reads it", () => {
  const { services } = parse(read("docker-compose.yml"), { merge: true }) as {
    services: Record<string, { environment: Record<string, string> }>;
  };
  const byFile = listSettings()
    .flatMap((group) => group.settings)
    .filter(({ hasFile }) => hasFile);
  expect(byFile.length).toBeGreaterThan(5);
  const missing = byFile.flatMap(({ name, readers }) =>
    readers
      .filter((reader) => services[reader]?.environment[`${name}_FILE`] !== fileOf(name))
      .map((reader) => `${reader} ${name}_FILE`),
  );
  expect(missing).toEqual([]);
});

/** Where Redis is nowhere named, a file of the image names the one of compose. */
function fileOf(name: string): string {
  return name === "REDIS_URL" ? "${REDIS_URL_FILE:-/app/deploy/redis-url}" : `\${${name}_FILE:-}`;
}

test("every setting may be given to docker-compose.yml, for each service that reads it", () => {
  const { services } = parse(read("docker-compose.yml"), { merge: true }) as {
    services: Record<string, { environment: Record<string, string> }>;
  };
  const settings = listSettings().flatMap((group) => group.settings);
  const missing = settings.flatMap(({ name, readers }) =>
    readers
      .filter((reader) => reader !== "sandbox" && services[reader]?.environment[name] === undefined)
      .map((reader) => `${reader} ${name}`),
  );
  expect(missing).toEqual([]);
});

test("a password with a dollar sign is explained where people copy their settings from", () => {
  expect(read(".env.example")).toContain("KINGDEE_PASSWORD='Ab$c123x'");
  for (const page of ["docs/configuration.md", "docs/en/configuration.md"]) expect(read(page)).toContain("'Ab$c123x'");
});

test.each([...DOCUMENTS, ".env.example"])("%s: tells nothing of the machine on which it was written", (document) => {
  expect(read(document)).not.toMatch(/(?:^|[\s"'`(=])\/(?:work|root|home|tmp|Users)\//);
});

test.each(readdirSync(join(ROOT, "docs", "adr")))("adr/%s: at most 60 lines", (name) => {
  expect(read(join("docs", "adr", name)).split("\n").length).toBeLessThanOrEqual(61);
});

test.each([
  ["README.md", 150],
  ["README.zh-CN.md", 150],
  [join("docs", "architecture.md"), 150],
])("%s: at most %i lines", (document, most) => {
  expect(read(document).split("\n").length).toBeLessThanOrEqual(most + 1);
});

const TOP_LEVEL = new Set(readdirSync(ROOT));

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

function codeSpans(document: string): string[] {
  const prose = read(document).replace(/^```[\s\S]*?^```$/gm, "");
  return [...prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
}

/** A "*" stands for any one folder, of which at least one must fit. */
function isThere(path: string): boolean {
  const [before = "", after] = path.split("*");
  if (after === undefined) return existsSync(join(ROOT, path));
  return readdirSync(join(ROOT, before)).some((name) => existsSync(join(ROOT, before, name, after)));
}
