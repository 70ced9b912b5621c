import { expect, test } from "vitest";

import {
  chooseVendors,
  rehearsalEnvironment,
  serviceEnvironment,
  watcherEnvironment,
  withoutAlerts,
  withoutVendors,
  yesterdayInKingdee,
  type SandboxAccess,
} from "../../src/core/child-environment.ts";

const SANDBOX: SandboxAccess = {
  url: "http://127.0.0.1:3100",
  kingdee: { account: "a", user: "u", password: "p", appId: "id", appSecret: "s" },
  wangdiantong: { sid: "sid", appkey: "key", appsecret: "secret" },
  callsPerMinute: 6_000,
  startFrom: "2026-11-19 00:00:00",
};

test("vendors are real only where both addresses are given, also as files", () => {
  expect(chooseVendors({})).toBe("sandbox");
  expect(chooseVendors({ KINGDEE_URL: "", WDT_URL: "" })).toBe("sandbox");
  expect(chooseVendors({ KINGDEE_URL: "https://k", WDT_URL_FILE: "/run/wdt" })).toBe("real");
  expect(chooseVendors({ WDT_URL: "https://w" })).toBe("half");
});

test("with the sandbox no setting of a real account shines through", () => {
  const env = {
    KINGDEE_USER: "real",
    WDT_APPSECRET: "real",
    WDT_APPSECRET_FILE: "/run/real",
    HEALTH_PORT: "9000",
    LANG: "C",
  };
  const made = serviceEnvironment(env, "redis://r", SANDBOX);
  expect(JSON.stringify(made)).not.toContain("real");
  expect(made).toMatchObject({
    LANG: "C",
    REDIS_URL: "redis://r",
    KINGDEE_URL: "http://127.0.0.1:3100/k3cloud/",
    WDT_URL: "http://127.0.0.1:3100/openapi2/",
    WDT_CALLS_PER_MINUTE: "6000",
    SYNC_EVERY: "2s",
    START_FROM: "2026-11-19 00:00:00",
  });
  expect(made).not.toHaveProperty("HEALTH_PORT");
});

test("what the caller says about pace and go-live holds in the sandbox too", () => {
  const env = { WDT_CALLS_PER_MINUTE: "60", SYNC_EVERY: "10s", START_FROM: "2026-11-01 00:00:00" };
  expect(serviceEnvironment(env, "redis://r", SANDBOX)).toMatchObject(env);
});

test("a rehearsal's services are told of no account but the stand-in's", () => {
  const env = {
    KINGDEE_APP_SECRET: "real",
    WDT_SHOP2_APPSECRET: "real",
    WDT_APPSECRET_FILE: "/run/real",
    REDIS_URL_FILE: "/run/real",
    HEALTH_PORT: "9000",
    SCHEME_DIR: "schemes",
  };
  expect(rehearsalEnvironment(env, "redis://r", { WDT_SHOP2_SID: "sandbox" })).toEqual({
    SCHEME_DIR: "schemes",
    REDIS_URL: "redis://r",
    WDT_SHOP2_SID: "sandbox",
  });
});

test("with real accounts only the Redis is ours to say", () => {
  const env = { KINGDEE_URL: "https://k", WDT_URL: "https://w", REDIS_URL_FILE: "/run/redis" };
  expect(serviceEnvironment(env, "redis://r", undefined)).toEqual({
    KINGDEE_URL: "https://k",
    WDT_URL: "https://w",
    REDIS_URL: "redis://r",
  });
});

test.each([
  ["2026-11-20T15:59:59Z", "2026-11-19 00:00:00"],
  ["2026-11-20T16:00:00Z", "2026-11-20 00:00:00"],
])("at %s, yesterday began in Kingdee at %s", (now, expected) => {
  expect(yesterdayInKingdee(Date.parse(now))).toBe(expected);
});

test("the board gets no setting of a vendor's account, the further accounts' and files included", () => {
  const env = { BOARD_PORT: "0", KINGDEE_PASSWORD: "p", WDT_APPSECRET_FILE: "/run/s", WDT_SID__B: "b", REDIS_URL: "r" };
  expect(withoutVendors(env)).toEqual({ BOARD_PORT: "0", REDIS_URL: "r" });
});

test("where alerts go is the watcher's alone, and the watcher knows of the vendors nothing but their addresses", () => {
  const given = { ALERT_DINGTALK_URL: "https://robot", WDT_APPSECRET: "s", WDT_URL: "https://w", PATH: "/bin" };
  expect(withoutAlerts(given)).toEqual({ WDT_APPSECRET: "s", WDT_URL: "https://w", PATH: "/bin" });
  const services = { ...withoutAlerts(given), KINGDEE_SHOP2_PASSWORD: "p", KINGDEE_SHOP2_URL: "https://k" };
  expect(watcherEnvironment(services, given)).toEqual({
    ALERT_DINGTALK_URL: "https://robot",
    WDT_URL: "https://w",
    KINGDEE_SHOP2_URL: "https://k",
    PATH: "/bin",
  });
});
