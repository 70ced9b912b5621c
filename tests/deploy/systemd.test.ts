import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";
import { parse } from "yaml";
import { describe, expect, onTestFinished, test } from "vitest";

import { listSettings } from "../docs/settings-catalogue.ts";
import { findProgram } from "../observability/programs.ts";
import { FOLDER, INSTALLED, listUnits, SERVICES } from "./units.ts";

const ROOT = join(FOLDER, "..", "..");
const SETTINGS = listSettings().flatMap((group) => group.settings);
/** Node's own, and the product's place of settings: no service's schema knows them. */
const NOT_OF_A_SCHEMA = ["NODE_ENV", "NODE_COMPILE_CACHE", "ENV_FILE"];

test("there is a unit for each service of the product, and the target wants them all", () => {
  const services = readdirSync(join(ROOT, "services")).filter((name) => !["cli", "sandbox"].includes(name));
  expect(SERVICES.map(({ name }) => name).toSorted()).toEqual(services.toSorted());
  const target = readFileSync(join(FOLDER, "billferry.target"), "utf8");
  const wanted = [...(/^Wants=(.*)$/m.exec(target)?.[1] ?? "").matchAll(/billferry-(\w+)\.service/g)].map(
    ([, name = ""]) => name,
  );
  expect(wanted.toSorted()).toEqual([...services, "redis"].toSorted());
  const users = readFileSync(join(FOLDER, "billferry.sysusers"), "utf8");
  for (const name of wanted) expect(users).toContain(`u billferry-${name} - `);
});

test.each(SERVICES.map((unit) => [unit.name, unit] as const))(
  "%s: every setting that the unit names is one that this service reads",
  (name, { environment }) => {
    const known = new Map(SETTINGS.map((setting) => [setting.name, setting]));
    const unread = Object.keys(environment).filter((variable) => {
      if (NOT_OF_A_SCHEMA.includes(variable)) return false;
      const isFile = variable.endsWith("_FILE") && variable !== "BOARD_USERS_FILE";
      const setting = known.get(isFile ? variable.slice(0, -"_FILE".length) : variable);
      return setting === undefined || !setting.readers.includes(name) || (isFile && !setting.hasFile);
    });
    expect(unread).toEqual([]);
  },
);

test.each(SERVICES.map((unit) => [unit.name, unit] as const))(
  "%s: has each secret that it reads as a file of root, under the name of the setting, and no other",
  (name, { environment, credentials, defaults }) => {
    const secrets = SETTINGS.filter(({ readers, hasFile, isSecret }) => readers.includes(name) && hasFile && isSecret);
    const files = Object.keys(credentials);
    expect(files).toEqual(expect.arrayContaining(secrets.map((secret) => secret.name.toLowerCase())));
    for (const file of files) {
      expect(credentials[file]).toBe(`/etc/billferry/secrets/${file}`);
      expect(environment[`${file.toUpperCase()}_FILE`]).toBe(`%d/${file}`);
    }
    const named = Object.keys(environment).filter((variable) => environment[variable]?.startsWith("%d/"));
    expect(named.toSorted()).toEqual(files.map((file) => `${file.toUpperCase()}_FILE`).toSorted());
    // What has to be set has no default, so that systemd itself tells which file is missing.
    const required = SETTINGS.filter((setting) => setting.isRequired && setting.name !== "REDIS_URL");
    const isRequired = (file: string): boolean => required.some((setting) => setting.name.toLowerCase() === file);
    expect(files.filter((file) => file !== "redis_url" && isRequired(file) === file in defaults)).toEqual([]);
  },
);

test("each service answers on a health port of its own, and the scrape job of this machine asks just these", () => {
  const ports = Object.fromEntries(SERVICES.map(({ name, environment }) => [name, environment["HEALTH_PORT"]]));
  expect(new Set(Object.values(ports)).size).toBe(SERVICES.length);
  const { scrape_configs: jobs, rule_files: rules } = parse(readFileSync(join(FOLDER, "prometheus.yml"), "utf8")) as {
    readonly rule_files: readonly string[];
    readonly scrape_configs: readonly {
      readonly static_configs: readonly { readonly targets: readonly string[]; readonly labels: { service: string } }[];
    }[];
  };
  const scraped = jobs.flatMap((job) => job.static_configs);
  expect(Object.fromEntries(scraped.map(({ targets, labels }) => [labels.service, targets[0]]))).toEqual(
    Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `127.0.0.1:${port}`])),
  );
  for (const file of rules) expect(existsSync(file.replace(INSTALLED, ROOT))).toBe(true);
});

test("the file of settings names what the catalogue knows, and no secret", () => {
  const named = [...readFileSync(join(FOLDER, "settings.env"), "utf8").matchAll(/^([A-Z_]+)=/gm)].map(
    ([, name = ""]) => name,
  );
  expect(named.length).toBeGreaterThan(3);
  for (const name of named) {
    const setting = SETTINGS.find((each) => each.name === name);
    expect({ name, isSecret: setting?.isSecret }).toEqual({ name, isSecret: false });
  }
});

const analyze = findProgram("systemd-analyze");
const NOTE = analyze === undefined ? " (没有 systemd-analyze)" : "";

describe.skipIf(analyze === undefined)(`systemd-analyze${NOTE}`, () => {
  test("finds nothing to say against the units", { timeout: 120_000 }, async () => {
    const { folder, paths } = unitsHere();
    const env = { SYSTEMD_UNIT_PATH: `${folder}:` };
    const { all, exitCode } = await execa(analyze ?? "", ["verify", "--man=no", ...paths], {
      env,
      all: true,
      reject: false,
    });
    expect({ all, exitCode }).toEqual({ all: "", exitCode: 0 });
    // The check can fail: a word that systemd does not know is told.
    const [path = ""] = paths.filter((each) => each.endsWith("loader.service"));
    writeFileSync(path, readFileSync(path, "utf8").replace("ExecStart=", "ExecStrat="));
    const broken = await execa(analyze ?? "", ["verify", path], { env, all: true, reject: false });
    expect(broken.all).toContain("ExecStrat");
  });

  test.each(listUnits().map(({ name }) => name))(
    "%s: is exposed no more than a service that only talks to others has to be",
    { timeout: 120_000 },
    async (name) => {
      const { folder } = unitsHere();
      const args = [
        "security",
        "--offline=yes",
        "--threshold=25",
        "--no-pager",
        join(folder, `billferry-${name}.service`),
      ];
      const { exitCode, stdout } = await execa(analyze ?? "", args, {
        env: { SYSTEMD_UNIT_PATH: `${folder}:` },
        reject: false,
      });
      expect({ exitCode, last: stdout.split("\n").at(-1) }).toMatchObject({ exitCode: 0 });
    },
  );
});

/** The units as if the product and a Redis were installed here. */
function unitsHere(): { readonly folder: string; readonly paths: readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), "billferry-units-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(FOLDER, folder, { recursive: true });
  const units = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(service|conf)$/.test(name),
  );
  for (const name of units) {
    const path = join(folder, name);
    const text = readFileSync(path, "utf8").replaceAll(INSTALLED, ROOT);
    // A program that is there, where this machine has no Redis of its own.
    writeFileSync(path, text.replaceAll("/usr/bin/redis-server", process.execPath));
  }
  const paths = readdirSync(folder).filter((name) => /\.(service|target)$/.test(name));
  return { folder, paths: paths.map((name) => join(folder, name)) };
}
