import { parseSettings } from "@billferry/settings";
import {
  toCallGateOptions,
  toWangdiantongClientSettings,
  WANGDIANTONG_SETTINGS,
  wangdiantongGate,
} from "@billferry/wangdiantong";
import { expect, test } from "vitest";

test("whoever names the same account comes to the same gate, whatever address he reaches it by", () => {
  const env = { WDT_URL: "https://wdt.example/openapi2/", WDT_SID: "sid", WDT_APPKEY: "key", WDT_APPSECRET: "secret" };
  const settings = parseSettings(WANGDIANTONG_SETTINGS, env);
  const account = wangdiantongGate("sid");
  expect(toCallGateOptions(settings)).toEqual({
    ...{ account, callsPerMinute: 60, keptForUrgent: 0 },
    longestCallMs: 65_000,
  });
  const moved = { ...settings, WDT_URL: "https://other.example/openapi2/", WDT_APPSECRET: "renewed" };
  expect(toCallGateOptions(moved).account).toBe(account);
  expect(toCallGateOptions({ ...settings, WDT_SID: "sid2" }).account).not.toBe(account);
  expect(toWangdiantongClientSettings(settings)).toMatchObject({ sid: "sid", deadlineMs: 30_000 });
});
