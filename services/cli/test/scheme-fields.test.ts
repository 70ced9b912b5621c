import { join } from "node:path";

import { execa } from "execa";
import { expect, test } from "vitest";

import { SECRETS, setupWorld } from "./doctor-world.ts";

const LAUNCHER = join(import.meta.dirname, "..", "bin", "billferry.js");

async function listFields(...args: readonly string[]) {
  const { env } = await setupWorld();
  return execa(process.execPath, [LAUNCHER, "scheme", "fields", ...args], {
    env: { PATH: process.env["PATH"] ?? "", ENV_FILE: "/dev/null", ...env },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    timeout: 60_000,
  });
}

test("the fields of a form are listed as Kingdee's own screen calls them, with their types and entries", async () => {
  const { stdout, exitCode } = await listFields("SAL_OUTSTOCK", "--json");
  expect(exitCode).toBe(0);
  const fields = JSON.parse(stdout) as { key: string; entity: string; label: string; type: string }[];
  expect(fields).toContainEqual(expect.objectContaining({ key: "FBillNo", entity: "FBillHead" }));
  expect(fields.find(({ key }) => key === "FStockID")).toMatchObject({ entity: "FEntity", type: "BaseDataField" });
  expect(fields.every(({ label }) => label !== "")).toBe(true);
});

test("a part of a name finds its fields, and what is not there is told by the exit code; no secret is shown", async () => {
  const found = await listFields("SAL_OUTSTOCK", "--like", "stockid");
  expect([found.exitCode, found.stderr]).toEqual([0, ""]);
  expect(found.stdout).toContain("FStockID");
  for (const secret of SECRETS.filter((text) => text !== "")) expect(found.stdout).not.toContain(secret);
  const none = await listFields("SAL_OUTSTOCK", "--like", "no-such-field");
  expect(none.exitCode).toBe(1);
});
