import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { SANDBOX_CREDENTIALS } from "../src/credentials.ts";
import { setup, soundOrder } from "./sandbox-client.ts";

const accounts = ["main", "shop2"];

test("each account has bills, orders, faults and a quota of its own", async () => {
  const { callsOf, push, summary, control } = await setup({ accounts, bills: 5, callsPerMinute: 2 });
  const shop = callsOf("shop2");
  expect(await push(soundOrder())).toMatchObject({ code: 0 });
  expect(await push(soundOrder())).toMatchObject({ code: 2350 });
  expect(await push(soundOrder())).toMatchObject({ code: 1012 });
  expect(await shop.push(soundOrder())).toMatchObject({ code: 0 });
  await control("faults", { vendor: "wangdiantong", kind: "refusal", code: 7, next: 1 });
  expect(await shop.push(soundOrder({ outer_no: "B" }))).toMatchObject({ code: 0 });
  expect((await summary()).calls["push"]).toBe(3);
  expect((await shop.summary()).calls["push"]).toBe(2);
  expect(await control("bills")).not.toEqual(await shop.control("bills"));
});

test("one account's credentials open no other", async () => {
  const { callsOf, sandbox, wdt, call } = await setup({ accounts, bills: 1 });
  const shop = callsOf("shop2");
  const { kingdee, wangdiantong } = sandbox.account("shop2").credentials;
  expect(await wdt("warehouse_query", {}, { sid: wangdiantong.sid })).toMatchObject({ code: 2030 });
  const parameters = [kingdee.account, kingdee.user, kingdee.password, 2052];
  expect((await call("AuthService.ValidateUser", { parameters })).text).toBe("Fail to verify thirty passport");
  const session = await shop.signIn();
  expect((await shop.query({ FieldKeys: "FBillNo", Limit: 1 }, session)).text).toContain("XSCKD");
  expect((await callsOf("main").query({ FieldKeys: "FBillNo" }, session)).text).toContain("会话信息已丢失");
});

test("a secret that somebody has changed at the vendor opens no more, and the new one does", async () => {
  const { wdt, control } = await setup({ bills: 1 });
  await control("settings", { wangdiantong: { appsecret: "another" } });
  expect(await wdt("warehouse_query", {})).toMatchObject({ code: 2100 });
  await control("settings", { wangdiantong: { appsecret: SANDBOX_CREDENTIALS.wangdiantong.appsecret } });
  expect(await wdt("warehouse_query", {})).toMatchObject({ code: 0 });
});

test("each account's books outlive a restart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const before = await setup({ accounts, folder });
  await before.callsOf("shop2").push(soundOrder());
  await before.stop();
  const after = await setup({ accounts, folder });
  expect(await after.push(soundOrder())).toMatchObject({ code: 0 });
  expect(await after.callsOf("shop2").push(soundOrder())).toMatchObject({ code: 2350 });
});
