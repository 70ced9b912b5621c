import { expect, test } from "vitest";

import { clientSecretOf, signHeaders, signSignIn } from "../src/signing.ts";
import { APP_SECRET, SIGNED_HEADERS, SIGNING_APP_ID } from "./setup.ts";

// The made-up values of [kingdee 2.5].
const PATH = "/k3cloud/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.ExecuteBillQuery.common.kdsvc";
const REQUEST = {
  url: `https://erp.example.com${PATH}`,
  account: "acct0001",
  user: "tester",
  lcid: 2052,
  auth: SIGNED_HEADERS,
  timestamp: "1700000000",
  nonce: "1700000000",
};

test("finds the client secret inside an AppID", () => {
  expect(clientSecretOf(SIGNING_APP_ID)).toEqual({
    clientId: "100000",
    clientSecret: "MDE3N2I2PzBrPzg4OD45N3IhK3B1InIk",
  });
});

test("signs a request as the official SDK does", () => {
  expect(signHeaders(REQUEST)).toEqual({
    "X-Api-ClientID": "100000",
    "X-Api-Auth-Version": "2.0",
    "x-api-timestamp": "1700000000",
    "x-api-nonce": "1700000000",
    "x-api-signheaders": "x-api-timestamp,x-api-nonce",
    "X-Api-Signature": "N2M1YmZlZTUyZjc5YTRjMzU0MjkxMWVjODQ0YWEwZjQ0NzQyNWZjZjcwNGFhNzg0MzMxOGI5ZmI4YjNlMzUxOA==",
    "X-Kd-Appkey": SIGNING_APP_ID,
    "X-Kd-Appdata": "YWNjdDAwMDEsdGVzdGVyLDIwNTIsMA==",
    "X-Kd-Signature": "ZmRiYWJlZDg1MjcyMWRjNGViZWE5ZWE1MGJmNjA2M2Q0MTIzNzE2MjVlN2ViMDU3MmFlMmY4Y2VhOTgyZmQ4Yg==",
  });
});

test.each([
  ["sha256", "715e141bf47444921d70914215f4ca5cb9a40359e3e832ed50691d01ebdc2162"],
  ["sha1", "b38f3279f69fada9b546f212bf28c27ddb19bfdc"],
] as const)("signs a sign-in with %s", (hash, signature) => {
  const values = { account: "acct0001", user: "tester", appId: SIGNING_APP_ID, appSecret: APP_SECRET };
  expect(signSignIn({ ...values, timestamp: "1700000000" }, hash)).toBe(signature);
});

test.each(["100000", "1_2_3", "100000_short", ""])("does not sign with the AppID %j", (appId) => {
  expect(() => clientSecretOf(appId)).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
});
