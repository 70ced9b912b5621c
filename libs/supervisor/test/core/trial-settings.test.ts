import { expect, test } from "vitest";

import { applyTrialSettings, toTrialSettings } from "../../src/core/trial-settings.ts";

const OWNER = { pid: 1, born: "boot:1" };
const REDIS = "redis://127.0.0.1:6400";
const SERVICES = {
  PATH: "/bin",
  REDIS_URL: REDIS,
  KINGDEE_URL: "http://127.0.0.1:3100/k3cloud/",
  WDT_APPSECRET: "sandbox",
  KINGDEE_PASSWORD: "of a real account, left over in the caller's shell",
};

test("only what the sandbox set itself is written down, and no address of Redis", () => {
  const trial = toTrialSettings(SERVICES, REDIS, OWNER);
  expect(trial.env).toEqual({ KINGDEE_URL: SERVICES.KINGDEE_URL, WDT_APPSECRET: "sandbox" });
  expect(JSON.stringify(trial)).not.toContain("6400");
});

test("a second terminal finds the trial's vendors, but not for another Redis and not over accounts of its own", () => {
  const trial = toTrialSettings(SERVICES, REDIS, OWNER);
  expect(applyTrialSettings({ PATH: "/bin" }, trial, REDIS)).toMatchObject({ WDT_APPSECRET: "sandbox" });
  expect(applyTrialSettings({ PATH: "/bin" }, trial, "redis://production")).toEqual({ PATH: "/bin" });
  const own = { KINGDEE_URL: "https://k.example/", WDT_SID: "mine" };
  expect(applyTrialSettings(own, trial, REDIS)).toEqual(own);
  // A pace in .env is no account.
  expect(applyTrialSettings({ WDT_CALLS_PER_MINUTE: "60" }, trial, REDIS)).toMatchObject({ WDT_APPSECRET: "sandbox" });
  expect(applyTrialSettings({ PATH: "/bin" }, undefined, REDIS)).toEqual({ PATH: "/bin" });
});
