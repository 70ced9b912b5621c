import { expect, test } from "vitest";

import { SANDBOX_CREDENTIALS } from "../../src/index.ts";
import { signLogin } from "../../src/kingdee/sign-in.ts";
import { clientSecretOf, hmacText, signPath } from "../../src/kingdee/signed-headers.ts";
import { setup, toCookie } from "../sandbox-client.ts";

/** The vector of [kingdee 2.5]. */
const PART = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
const SECRET = "0123456789abcdef0123456789abcdef";
const APP_DATA = "acct0001,tester,2052,0";
const STAMPS = { nonce: "1700000000", timestamp: "1700000000" };
const PATH = "/k3cloud/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.ExecuteBillQuery.common.kdsvc";

test("the signatures agree with the vector of the documents", () => {
  const clientSecret = clientSecretOf(PART);
  expect(clientSecret).toBe("MDE3N2I2PzBrPzg4OD45N3IhK3B1InIk");
  expect(signPath(PATH, STAMPS, clientSecret)).toBe(
    "N2M1YmZlZTUyZjc5YTRjMzU0MjkxMWVjODQ0YWEwZjQ0NzQyNWZjZjcwNGFhNzg0MzMxOGI5ZmI4YjNlMzUxOA==",
  );
  expect(hmacText(SECRET, `100000_${PART}${APP_DATA}`)).toBe(
    "ZmRiYWJlZDg1MjcyMWRjNGViZWE5ZWE1MGJmNjA2M2Q0MTIzNzE2MjVlN2ViMDU3MmFlMmY4Y2VhOTgyZmQ4Yg==",
  );
  const five = ["acct0001", "tester", `100000_${PART}`, SECRET, "1700000000"];
  expect(signLogin(five, "sha256")).toBe("715e141bf47444921d70914215f4ca5cb9a40359e3e832ed50691d01ebdc2162");
  expect(signLogin(five, "sha1")).toBe("b38f3279f69fada9b546f212bf28c27ddb19bfdc");
});

const QUERY = { FieldKeys: "FID", Limit: 1 };

function sign(change: { account?: string; lcid?: string } = {}): Record<string, string> {
  const { account, user, appId, appSecret } = SANDBOX_CREDENTIALS.kingdee;
  const appData = `${change.account ?? account},${user},${change.lcid ?? "2052"},0`;
  const [clientId = "", part = ""] = appId.split("_");
  return {
    "X-Api-ClientID": clientId,
    "X-Api-Auth-Version": "2.0",
    "x-api-timestamp": STAMPS.timestamp,
    "x-api-nonce": STAMPS.nonce,
    "x-api-signheaders": "x-api-timestamp,x-api-nonce",
    "X-Api-Signature": signPath(PATH, STAMPS, clientSecretOf(part)),
    "X-Kd-Appkey": appId,
    "X-Kd-Appdata": Buffer.from(appData).toString("base64"),
    "X-Kd-Signature": hmacText(appSecret, appId + appData),
  };
}

test("a well-signed call is served and silently opens a session, which then serves unsigned calls", async () => {
  const { query } = await setup({ bills: 3 });
  const signed = await query(QUERY, sign());
  expect(JSON.parse(signed.text)).toHaveLength(1);
  const bySession = await query(QUERY, { cookie: toCookie(signed), "X-Api-Signature": "wrong" });
  expect(JSON.parse(bySession.text)).toHaveLength(1);
});

test("a wrong signature is answered with a lost session and a hollow session id", async () => {
  const { query } = await setup({ bills: 3 });
  const refused = await query(QUERY, { ...sign(), "X-Kd-Signature": "AAAA" });
  expect(refused.text).toContain('"MsgCode":1');
  expect(refused.cookies.join()).toContain("kdservice-sessionid=");
  expect((await query(QUERY, { cookie: toCookie(refused) })).text).toContain('"MsgCode":1');
  expect((await query(QUERY, sign({ lcid: "9999" }))).text).toContain('"MsgCode":1');
});

test("a wrong account is answered outside the envelope", async () => {
  const { query } = await setup();
  const refused = await query(QUERY, sign({ account: "nobody" }));
  expect([refused.status, refused.text]).toEqual([500, "Fail to verify thirty passport"]);
});
