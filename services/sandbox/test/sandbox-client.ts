import { onTestFinished } from "vitest";

import { startSandbox, type SandboxAccount, type SandboxOptions, type Summary } from "../src/index.ts";
import { expectSign } from "../src/wangdiantong/sign.ts";

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly cookies: readonly string[];
  readonly date: string | null;
}

export type JsonObject = Record<string, unknown>;

async function post(url: string, body: string, headers: Record<string, string>): Promise<Reply> {
  const response = await fetch(url, { method: "POST", body, headers, redirect: "manual" });
  const cookies = response.headers.getSetCookie();
  return { status: response.status, text: await response.text(), cookies, date: response.headers.get("date") };
}

/** A running sandbox that ends with its test, and the few calls that tests make. */
export async function setup(options: SandboxOptions = {}) {
  const now = options.now ?? Date.now;
  const sandbox = await startSandbox(options);
  const callsOf = (account: string) => connect(sandbox.account(account), now);
  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (isStopped) return;
    isStopped = true;
    await sandbox.stop();
  };
  onTestFinished(stop);
  return { sandbox, stop, post, callsOf, ...callsOf("main") };
}

function connect(sandbox: SandboxAccount, now: () => number) {
  const { kingdee, wangdiantong } = sandbox.credentials;
  const call = async (service: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> =>
    post(
      `${sandbox.kingdeeUrl}Kingdee.BOS.WebApi.ServicesStub.${service}.common.kdsvc`,
      typeof body === "string" ? body : JSON.stringify(body),
      { "content-type": "application/json", ...headers },
    );
  const signIn = async (): Promise<Record<string, string>> => {
    const parameters = [kingdee.account, kingdee.user, kingdee.password, 2052];
    const reply = await call("AuthService.ValidateUser", { parameters });
    return { cookie: toCookie(reply) };
  };
  const query = async (data: JsonObject, headers: Record<string, string>): Promise<Reply> =>
    call("DynamicFormService.ExecuteBillQuery", { data: { FormId: "SAL_OUTSTOCK", ...data } }, headers);
  const wdt = async (service: string, parameters: Record<string, string>, change: Record<string, string> = {}) => {
    const { sid, appkey, appsecret } = wangdiantong;
    const timestamp = String(Math.floor(now() / 1000));
    const unsigned = new Map(Object.entries({ sid, appkey, timestamp, ...parameters }));
    unsigned.set("sign", expectSign(unsigned, appsecret));
    const form = new URLSearchParams([...new Map([...unsigned, ...Object.entries(change)])]);
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const reply = await post(`${sandbox.wangdiantongUrl}${service}.php`, form.toString(), type);
    return JSON.parse(reply.text) as JsonObject;
  };
  const push = async (order: JsonObject) => wdt("stockout_order_push", { stockout_info: JSON.stringify(order) });
  const control = async (path: string, body?: unknown, method = body === undefined ? "GET" : "POST") => {
    const response = await fetch(`${sandbox.controlUrl}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    return (await response.json()) as JsonObject;
  };
  const summary = async () => (await control("summary")) as unknown as Summary;
  return { call, signIn, query, wdt, push, control, summary };
}

export function toCookie(reply: Reply): string {
  return reply.cookies.map((cookie) => cookie.split(";")[0]).join("; ");
}

/** An order that the sandbox accepts. */
export function soundOrder(change: JsonObject = {}): JsonObject {
  return {
    outer_no: "XSCKD000001-CK001",
    is_check: 1,
    warehouse_no: "CK001",
    remark: "金蝶销售出库 A&B=1+1",
    detail_list: [{ spec_no: "SKU-0001", num: "2", price: "12.5" }],
    ...change,
  };
}
