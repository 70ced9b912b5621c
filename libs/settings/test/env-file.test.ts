import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { loadEnvFile } from "@billferry/settings";

function load(text: string, env: Record<string, string> = {}): NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), "billferry-env-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, ".env"), text);
  const target: NodeJS.ProcessEnv = { ...env };
  loadEnvFile(target, folder);
  return target;
}

test.each([
  ["KINGDEE_AUTH=password\nKINGDEE_PASSWORD=Ab$c123x\n", "Ab$c123x"],
  ["KINGDEE_PASSWORD='Ab$c123x'\n", "Ab$c123x"],
  ["\uFEFFKINGDEE_PASSWORD='a#b $x'\r\n", "a#b $x"],
])("a password comes out of .env as it stands, whatever signs it has", (text, password) => {
  expect(load(text)["KINGDEE_PASSWORD"]).toBe(password);
});

test("what the environment says wins over .env, and an empty line there sets nothing in its place", () => {
  expect(load("WDT_SID=file\nBOARD_PORT=\n", { WDT_SID: "real" })).toEqual({ WDT_SID: "real", BOARD_PORT: "" });
  expect(load("WDT_SID=file\n", { WDT_SID: "" })).toEqual({ WDT_SID: "" });
});

test("a secret of the environment is not overruled by the other form of the same secret", () => {
  const byFile = { KINGDEE_PASSWORD_FILE: "/run/secrets/kingdee" };
  expect(load("KINGDEE_PASSWORD=stale\n", byFile)).toEqual(byFile);
  expect(load("KINGDEE_PASSWORD_FILE=/stale\n", { KINGDEE_PASSWORD: "real" })).toEqual({ KINGDEE_PASSWORD: "real" });
  expect(load("KINGDEE_PASSWORD=file\n", { KINGDEE_PASSWORD_FILE: "" })).toMatchObject({ KINGDEE_PASSWORD: "file" });
});

test("without .env nothing is missing; a file that was named has to be there", () => {
  const env: NodeJS.ProcessEnv = {};
  loadEnvFile(env, "/nowhere");
  expect(env).toEqual({});
  expect(() => loadEnvFile({ ENV_FILE: "/nowhere/.env" }, "/")).toThrow(/ENV_FILE/);
});
