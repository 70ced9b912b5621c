import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { expect, test } from "vitest";

import { loadSandboxConfig } from "../src/config.ts";

test("an empty environment gives the documented defaults", () => {
  expect(loadSandboxConfig({ SANDBOX_DATA: "" })).toEqual({
    SANDBOX_HOST: "127.0.0.1",
    SANDBOX_PORT: 3100,
    SANDBOX_DATA: "",
    SANDBOX_FORMS: ["SAL_OUTSTOCK"],
    SANDBOX_FORM_DIR: "",
    SANDBOX_ACCOUNTS: ["main"],
    SANDBOX_BILLS: 200,
    SANDBOX_SEED: 1,
    SANDBOX_CALLS_PER_MINUTE: 60,
    SANDBOX_WDT_ACCEPT_ALL: "0",
    SANDBOX_UNKNOWN_SKUS: 0,
  });
});

test("all problems come in one message", () => {
  expect(() => loadSandboxConfig({ SANDBOX_PORT: "x", SANDBOX_BILLS: "-1" })).toThrow(
    /SANDBOX_PORT: .*got "x"\nSANDBOX_BILLS: .*got "-1"/,
  );
});

test("the service says where it is once it is ready, and stops when told to", async () => {
  const main = new URL("../src/main.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [main], { env: { ...process.env, SANDBOX_PORT: "0" } });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const ready = JSON.parse(line) as { event: string; url: string };
  expect(ready.event).toBe("sandbox.ready");
  const health = await fetch(`${ready.url}/control/health`);
  expect(await health.json()).toEqual({ status: "ok" });
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});
