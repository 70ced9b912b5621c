import { expect, test } from "vitest";

import { applyTrialSettings, toTrialSettings } from "../../src/core/trial-settings.ts";

const REDIS = "redis://127.0.0.1:6400";
const SERVICES = {
  PATH: "/bin",
  REDIS_URL: REDIS,
  KINGDEE_URL: "http://127.0.0.1:3100/k3cloud/",
  WDT_APPSECRET: "sandbox",
  KINGDEE_PASSWORD: "of a real account, left over in the caller's shell",
};

test("only what the sandbox set itself is written down, and no address of Redis", () => {
  const trial = toTrialSettings(SERVICES, REDIS, 1);
  expect(trial.env).toEqual({ KINGDEE_URL: SERVICES.KINGDEE_URL, WDT_APPSECRET: "sandbox" });
  expect(JSON.stringify(trial)).not.toContain("6400");
});

test("a second terminal finds the trial's vendors, but not for another Redis and not over accounts of its own", () => {
  const trial = toTrialSettings(SERVICES, REDIS, 1);
  expect(applyTrialSettings({ PATH: "/bin" }, trial, REDIS)).toMatchObject({ WDT_APPSECRET: "sandbox" });
  expect(applyTrialSettings({ PATH: "/bin" }, trial, "redis://production")).toEqual({ PATH: "/bin" });
  expect(applyTrialSettings({ WDT_SID: "mine" }, trial, REDIS)).toEqual({ WDT_SID: "mine" });
  expect(applyTrialSettings({ PATH: "/bin" }, undefined, REDIS)).toEqual({ PATH: "/bin" });
});
