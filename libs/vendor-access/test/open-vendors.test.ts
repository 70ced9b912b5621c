import { join } from "node:path";

import { loadScheme } from "@billferry/scheme";
import { findWangdiantongAccount } from "@billferry/vendor-access";
import { expect, test } from "vitest";

const SCHEME = loadScheme(join(import.meta.dirname, "..", "..", "..", "schemes"), "sal-outstock");
const ACCOUNT = {
  WDT_URL: "https://wdt.example/openapi2/",
  WDT_SID: "shop",
  WDT_APPKEY: "key",
  WDT_APPSECRET: "secret",
};

test("an account of Wangdiantong that is not wholly set is none", () => {
  expect(findWangdiantongAccount(ACCOUNT, SCHEME)).toMatchObject({ sid: "shop" });
  const { WDT_APPSECRET: _secret, ...half } = ACCOUNT;
  expect(findWangdiantongAccount(half, SCHEME)).toBeUndefined();
});
