import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { address, describeSettings, duration, parseSettings, readSecretFiles, wholeNumber } from "@billferry/settings";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";

const SHAPE = {
  REDIS_URL: address("redis", "rediss"),
  WDT_APPSECRET: z.string().min(8),
  SYNC_EVERY: duration("SYNC_EVERY").default(60_000),
  LOADER_CONCURRENCY: wholeNumber(1, 64).default(4),
  KINGDEE_AUTH: z.enum(["sign", "password"]).default("sign"),
};

test("all problems come in one message, each with its name and what was expected", () => {
  const env = { REDIS_URL: "http://x", SYNC_EVERY: "soon", LOADER_CONCURRENCY: "0", KINGDEE_AUTH: "magic" };
  const parse = () => parseSettings(SHAPE, env, { problems: ["A:B 必填"] });
  expect(parse).toThrow(/共 6 处/);
  for (const name of [
    "REDIS_URL",
    "WDT_APPSECRET:未设置",
    "SYNC_EVERY",
    "LOADER_CONCURRENCY",
    "sign \\| password",
    "A:B",
  ])
    expect(parse).toThrow(new RegExp(name));
});

const parseSecrets = () => parseSettings(SHAPE, { REDIS_URL: "http://user:hunter2@host", WDT_APPSECRET: "tiny" });

test("a secret's value is in no message, and neither is a password within an address", () => {
  expect(parseSecrets).toThrow(/WDT_APPSECRET.*\[redacted\]/);
  expect(parseSecrets).not.toThrow(/tiny|hunter2/);
  const shown = JSON.stringify(
    describeSettings(SHAPE, { REDIS_URL: "redis://u:hunter2@h:1", WDT_APPSECRET: "tiny", KINGDEE_APP_ID: "1_tiny" }),
  );
  expect(shown).not.toMatch(/tiny|hunter2/);
});

test("an empty variable counts as not set", () => {
  const settings = parseSettings(SHAPE, { REDIS_URL: "redis://h", WDT_APPSECRET: "12345678", SYNC_EVERY: "" });
  expect(settings).toMatchObject({ SYNC_EVERY: 60_000, LOADER_CONCURRENCY: 4 });
});

test("a secret is read from its file without the trailing line break, and a missing file is named", () => {
  const folder = mkdtempSync(join(tmpdir(), "secret-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "s"), "s3cret-value\n");
  expect(readSecretFiles({ WDT_APPSECRET_FILE: join(folder, "s") })["WDT_APPSECRET"]).toBe("s3cret-value");
  expect(() => readSecretFiles({ WDT_APPSECRET_FILE: join(folder, "none") })).toThrow(/WDT_APPSECRET_FILE/);
  expect(readSecretFiles({ SSL_CERT_FILE: "/nowhere" })).not.toHaveProperty("SSL_CERT");
});

test("a password in the address of a vendor is not told either, whatever stands in it", () => {
  const shape = { KINGDEE_URL: address("https") };
  for (const url of ["ttp://u:p@ssTOP@h/k3cloud/", "ttp://u:pa/TOP@h/k3cloud/"])
    expect(() => parseSettings(shape, { KINGDEE_URL: url })).not.toThrow(/TOP|p@ss/);
});

test("a setting whose schema says how it is shown is shown so, in the log and in a problem", () => {
  const shape = {
    KEY: z
      .string()
      .max(3)
      .meta({ shown: (value: string) => `${value.slice(0, 1)}…` })
      .describe("a key"),
  };
  expect(describeSettings(shape, { KEY: "abc" })).toEqual({ KEY: "a…" });
  expect(() => parseSettings(shape, { KEY: "abcd" })).toThrow(/KEY.*a…/);
  expect(() => parseSettings(shape, { KEY: "abcd" })).not.toThrow(/abcd/);
});
