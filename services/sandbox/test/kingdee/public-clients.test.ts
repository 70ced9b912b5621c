import { request as startRequest } from "node:http";

import { expect, test } from "vitest";

import { clientSecretOf, hmacText, signPath } from "../../src/kingdee/signed-headers.ts";
import { SANDBOX_CREDENTIALS } from "../../src/index.ts";
import { setup, type JsonObject } from "../sandbox-client.ts";

/**
 * Requests and the reading of answers as public clients of Kingdee have them, written from their descriptions: whoever
 * uses one of these against the sandbox changes the address and nothing else.
 */
const { account, user, password, appId, appSecret } = SANDBOX_CREDENTIALS.kingdee;
const FORMS = "Kingdee.BOS.WebApi.ServicesStub.DynamicFormService";
const SIGN_IN = "Kingdee.BOS.WebApi.ServicesStub.AuthService";
const DATA_CENTRES = "Kingdee.BOS.ServiceFacade.ServicesStub.Account.AccountService.GetDataCenterList";
const BILL = "XSCKD000001";
const QUERY = { FormId: "SAL_OUTSTOCK", FieldKeys: "FID,FBillNo", FilterString: [], OrderString: "FID", Limit: 2 };

interface Answer {
  readonly status: number;
  readonly text: string;
  /** Names as they were spelt, and values, in turn. */
  readonly rawHeaders: readonly string[];
}

async function post(url: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = startRequest(url, { method: "POST", headers }, (received) => {
      const chunks: Buffer[] = [];
      received.on("data", (chunk: Buffer) => chunks.push(chunk));
      received.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: received.statusCode ?? 0, text, rawHeaders: received.rawHeaders });
      });
    });
    sent.on("error", reject);
    sent.end(JSON.stringify(body));
  });
}

function headersNamed({ rawHeaders }: Answer, isNamed: (name: string) => boolean): string[] {
  return rawHeaders.filter((_value, index) => index % 2 === 1 && isNamed(rawHeaders[index - 1] ?? ""));
}

/** The signature headers that the official clients put on each request. */
function signed(url: string, stamp: string, signHeaders: string): Record<string, string> {
  const path = new URL(url).pathname;
  const [clientId = "", hidden = ""] = appId.split("_");
  const appData = `${account},${user},2052,0`;
  return {
    "X-Api-ClientID": clientId,
    "X-Api-Auth-Version": "2.0",
    "x-api-timestamp": stamp,
    "x-api-nonce": stamp,
    "x-api-signheaders": signHeaders,
    "X-Api-Signature": signPath(path, { nonce: stamp, timestamp: stamp }, clientSecretOf(hidden)),
    "X-Kd-Appkey": appId,
    "X-Kd-Appdata": Buffer.from(appData).toString("base64"),
    "X-Kd-Signature": hmacText(appSecret, appId + appData),
  };
}

/** Signs in seconds, joins all cookies of an answer, cuts them at commas and sends back what came of it. */
function pythonClient(base: string) {
  let [sid, cookies] = ["", new Map<string, string>()];
  return async (service: string, body: unknown): Promise<Answer> => {
    const url = `${base}${service}.common.kdsvc`;
    const headers: Record<string, string> = {
      ...signed(url, String(Math.floor(Date.now() / 1000)), "x-api-timestamp,x-api-nonce"),
      "Accept-Charset": "utf-8",
      "Content-Type": "application/json",
    };
    if (sid !== "") headers["kdservice-sessionid"] = sid;
    if (cookies.size > 0)
      headers["Cookie"] = `Theme=standard${[...cookies].map(([name, value]) => `;${name}=${value}`).join("")}`;
    const answer = await post(url, body, headers);
    const told = headersNamed(answer, (name) => name.toLowerCase() === "set-cookie").join(", ");
    cookies = new Map();
    for (const piece of told.split(",")) {
      const [first = ""] = piece.split(";");
      const at = first.indexOf("=");
      if (at > 0) cookies.set(first.slice(0, at), first.slice(at + 1));
    }
    sid = [...cookies].find(([name]) => name.trim() === "kdservice-sessionid")?.[1] ?? "";
    return answer;
  };
}

/** Signs in milliseconds, misspells the content type, and looks for `Set-Cookie` in this spelling only. */
function javaClient(base: string) {
  const cookies = new Map<string, string>();
  return async (service: string, ...parameters: readonly unknown[]): Promise<Answer> => {
    const url = `${base}${service}.common.kdsvc`;
    const headers = signed(url, String(Date.now()), "X-Api-TimeStamp,X-Api-Nonce");
    headers["Content-type"] = "applicatin/json";
    const sid = cookies.get("kdservice-sessionid");
    if (sid !== undefined) headers["SID"] = sid;
    if (cookies.size > 0)
      headers["Cookie"] = `Theme=standard${[...cookies].map(([name, value]) => `; ${name}=${value}`).join("")}`;
    const answer = await post(url, { parameters }, headers);
    const told = headersNamed(answer, (name) => name === "Set-Cookie");
    if (told.length === 0) throw new TypeError("no cookies");
    for (const cookie of told) {
      const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split("=");
      cookies.set(name, value);
    }
    return answer;
  };
}

/** Signs in by name, keeps the whole text of the last answer's cookies, and fails where an answer has none. */
function nodeClient(base: string) {
  let cookie = "";
  return async (service: string, body: unknown): Promise<Answer> => {
    const answer = await post(`${base}${service}.common.kdsvc`, body, { "content-type": "application/json", cookie });
    const told = headersNamed(answer, (name) => name.toLowerCase() === "set-cookie");
    if (told.length === 0) throw new TypeError("Cannot read properties of undefined (reading 'join')");
    cookie = told.join(";");
    return answer;
  };
}

const parse = ({ text }: Answer): JsonObject => JSON.parse(text) as JsonObject;

function viewed(answer: Answer): JsonObject {
  const { Result: result } = parse(answer) as { Result: { ResponseStatus: JsonObject; Result: JsonObject } };
  expect(result.ResponseStatus).toMatchObject({ IsSuccess: true });
  return result.Result;
}

test("the Python client reads bills with signed headers, in one session", async () => {
  const { sandbox } = await setup({ bills: 3 });
  const call = pythonClient(sandbox.kingdeeUrl);
  expect(parse(await call(DATA_CENTRES, {}))).toMatchObject([{ Id: account }]);
  for (let each = 0; each < 3; each += 1)
    expect(parse(await call(`${FORMS}.ExecuteBillQuery`, { data: QUERY }))).toHaveLength(2);
  const data = { CreateOrgId: 0, Number: BILL, Id: "", IsSortBySeq: "false" };
  expect(viewed(await call(`${FORMS}.View`, { formid: "SAL_OUTSTOCK", data }))).toMatchObject({ BillNo: BILL });
  const info = await call(`${FORMS}.QueryBusinessInfo`, { data: { FormId: "SAL_OUTSTOCK" } });
  expect(parse(info)).toMatchObject({ Result: { ResponseStatus: { IsSuccess: true } } });
});

test("the Java client reads bills with its parameters in texts, and finds the cookies of every answer", async () => {
  const { sandbox } = await setup({ bills: 3 });
  const call = javaClient(sandbox.kingdeeUrl);
  expect(parse(await call(DATA_CENTRES))).toMatchObject([{ Id: account }]);
  expect(parse(await call(`${FORMS}.ExecuteBillQuery`, JSON.stringify(QUERY)))).toHaveLength(2);
  const view = await call(`${FORMS}.View`, "SAL_OUTSTOCK", JSON.stringify({ Number: BILL }));
  expect(viewed(view)).toMatchObject({ BillNo: BILL });
  const wrong = await call(`${FORMS}.ExecuteBillQuery`, JSON.stringify({ ...QUERY, FieldKeys: "FNoSuch" }));
  expect(wrong.text).toMatch(/^\[\[\{.*,"IsSuccess":false,.*FNoSuch.*\}\]\]$/);
});

test.each([
  ["a password", "ValidateUser", { acctid: account, username: user, password, lcid: 2052 }],
  ["a secret", "LoginByAppSecret", { acctid: account, username: user, appid: appId, appsecret: appSecret, lcid: 2052 }],
])(
  "the Node client signs in with %s once and goes on with the cookies of each answer",
  async (_words, service, body) => {
    const { sandbox } = await setup({ bills: 3 });
    const call = nodeClient(sandbox.kingdeeUrl);
    expect(parse(await call(`${SIGN_IN}.${service}`, body))).toMatchObject({ LoginResultType: 1 });
    for (let each = 0; each < 3; each += 1)
      expect(parse(await call(`${FORMS}.ExecuteBillQuery`, { data: QUERY }))).toHaveLength(2);
    expect(parse(await call(`${FORMS}.BillQuery`, { data: QUERY }))).toHaveLength(2);
    const view = { formid: "SAL_OUTSTOCK", data: { Number: BILL } };
    expect(viewed(await call(`${FORMS}.view`, view))).toMatchObject({ BillNo: BILL });
    expect(parse(await call(DATA_CENTRES, []))).toMatchObject([{ Id: account }]);
    expect(parse(await call(`${FORMS}.ExecuteBillQuery`, { data: QUERY }))).toHaveLength(2);
  },
);

test("a PHP client signs in by position and views a bill by id, its data as an object", async () => {
  const { sandbox } = await setup({ bills: 3 });
  const call = nodeClient(sandbox.kingdeeUrl);
  const login = parse(await call(`${SIGN_IN}.ValidateUser`, { parameters: [account, user, password, 2052] }));
  expect(login["KDSVCSessionId"]).toMatch(/^\w+$/);
  const [[id] = []] = parse(await call(`${FORMS}.ExecuteBillQuery`, { parameters: [QUERY] })) as unknown as number[][];
  const bill = viewed(await call(`${FORMS}.View`, { parameters: ["SAL_OUTSTOCK", { Id: String(id) }] }));
  expect(bill).toMatchObject({ Id: id, DocumentStatus: "C" });
});

const numberOf = (value: unknown): unknown => (value as JsonObject)["Number"];

test("View shows what a query shows, in the names of the tree", async () => {
  const { sandbox, signIn, query } = await setup({ bills: 3 });
  const call = nodeClient(sandbox.kingdeeUrl);
  await call(`${SIGN_IN}.ValidateUser`, { parameters: [account, user, password, 2052] });
  const bill = viewed(await call(`${FORMS}.View`, { formid: "SAL_OUTSTOCK", data: { Number: BILL } }));
  const entries = bill["SAL_OUTSTOCKENTRY"] as JsonObject[];
  const FieldKeys = "FEntity_FEntryID,FRealQty,FStockID.FNumber,FMaterialID.FNumber,FCustomerID.FNumber";
  const asked = { FieldKeys, FilterString: `FBillNo='${BILL}'`, OrderString: "FEntity_FSeq", Limit: 100 };
  const rows = JSON.parse((await query(asked, await signIn())).text) as unknown[][];
  expect(
    entries.map((entry) => [
      entry["Id"],
      entry["RealQty"],
      numberOf(entry["StockID"]),
      numberOf(entry["MaterialID"]),
      numberOf(bill["CustomerID"]),
    ]),
  ).toEqual(rows);
});

test("what cannot be viewed is told in the envelope, and writing is not allowed", async () => {
  const { sandbox, control } = await setup({ bills: 3 });
  const call = nodeClient(sandbox.kingdeeUrl);
  await call(`${SIGN_IN}.ValidateUser`, { parameters: [account, user, password, 2052] });
  const view = async (formid: string, data: unknown): Promise<Answer> => call(`${FORMS}.View`, { formid, data });
  expect((await view("SAL_OUTSTOCK", { Number: "XSCKD999999" })).text).toContain('"MsgCode":10');
  expect((await view("NO_SUCH_FORM", { Number: BILL })).text).toContain("业务对象不存在");
  expect((await view("SAL_OUTSTOCK", "")).text).toContain("data数据包不能为空");
  await control("settings", { kingdee: { hiddenBillNos: [BILL] } });
  expect((await view("SAL_OUTSTOCK", { Number: BILL })).text).toContain('"MsgCode":10');
  expect((await call(`${FORMS}.save`, { formid: "SAL_OUTSTOCK", data: {} })).text).toContain('"MsgCode":2');
});
