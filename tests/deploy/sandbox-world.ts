import { SANDBOX_CREDENTIALS } from "@billferry/sandbox/credentials";

/** File of a secret → what stands in it, for the sandbox as both vendors. */
export function secretsOf(others: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { kingdee, wangdiantong } = SANDBOX_CREDENTIALS;
  return {
    kingdee_account: kingdee.account,
    kingdee_user: kingdee.user,
    kingdee_app_id: kingdee.appId,
    kingdee_app_secret: kingdee.appSecret,
    wdt_sid: wangdiantong.sid,
    wdt_appkey: wangdiantong.appkey,
    wdt_appsecret: wangdiantong.appsecret,
    ...others,
  };
}

/** By the sandbox's own books. */
export async function isAllThere(controlUrl: string): Promise<boolean> {
  const answer = await fetch(`${controlUrl}summary`);
  const { expected, present } = (await answer.json()) as { readonly expected: number; readonly present: number };
  return expected > 0 && present >= expected;
}
