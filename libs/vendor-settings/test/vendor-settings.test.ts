import { parseSettings } from "@billferry/runtime";
import {
  findAuthProblems,
  KINGDEE_SETTINGS,
  toCallGateOptions,
  toKingdeeAuth,
  toKingdeeClientSettings,
  toWangdiantongClientSettings,
  WANGDIANTONG_SETTINGS,
  wangdiantongGate,
} from "@billferry/vendor-settings";
import { expect, test } from "vitest";

const KINGDEE = {
  KINGDEE_URL: "https://kingdee.example/k3cloud/",
  KINGDEE_ACCOUNT: "account",
  KINGDEE_USER: "user",
  KINGDEE_APP_ID: "app",
  KINGDEE_APP_SECRET: "secret",
  KINGDEE_PASSWORD: "password",
};

test.each([
  ["app-secret", { kind: "app-secret", appId: "app", appSecret: "secret" }],
  ["sign", { kind: "sign", appId: "app", appSecret: "secret", hash: "sha256" }],
  ["password", { kind: "password", password: "password" }],
  ["signed-headers", { kind: "signed-headers", appId: "app", appSecret: "secret" }],
])("signing in by %s uses what it needs and nothing else", (kind, auth) => {
  const settings = parseSettings(KINGDEE_SETTINGS, { ...KINGDEE, KINGDEE_AUTH: kind });
  expect(toKingdeeAuth(settings)).toEqual(auth);
  expect(toKingdeeClientSettings(settings)).toMatchObject({ account: "account", deadlineMs: 120_000 });
});

test("what a way to sign in lacks is named", () => {
  expect(findAuthProblems({ KINGDEE_AUTH: "password" })).toEqual([
    "KINGDEE_PASSWORD:未设置(KINGDEE_AUTH=password 时必填)",
  ]);
  expect(findAuthProblems({ KINGDEE_APP_ID: "app" })).toHaveLength(1);
  expect(findAuthProblems(KINGDEE)).toEqual([]);
});

test("whoever names the same account comes to the same gate, whatever address he reaches it by", () => {
  const env = { WDT_URL: "https://wdt.example/openapi2/", WDT_SID: "sid", WDT_APPKEY: "key", WDT_APPSECRET: "secret" };
  const settings = parseSettings(WANGDIANTONG_SETTINGS, env);
  const account = wangdiantongGate("sid");
  expect(toCallGateOptions(settings)).toEqual({ account, callsPerMinute: 60, longestCallMs: 65_000 });
  const moved = { ...settings, WDT_URL: "https://other.example/openapi2/", WDT_APPSECRET: "renewed" };
  expect(toCallGateOptions(moved).account).toBe(account);
  expect(toCallGateOptions({ ...settings, WDT_SID: "sid2" }).account).not.toBe(account);
  expect(toWangdiantongClientSettings(settings)).toMatchObject({ sid: "sid", deadlineMs: 30_000 });
});
