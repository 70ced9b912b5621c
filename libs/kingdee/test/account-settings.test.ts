import { findAuthProblems, KINGDEE_SETTINGS, toKingdeeAuth, toKingdeeClientSettings } from "@billferry/kingdee";
import { parseSettings } from "@billferry/settings";
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
