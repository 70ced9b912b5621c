/** The account `main` of each stand-in: made up, and worth nothing anywhere else. The Kingdee AppID has the official
 *  shape (`<client id>_<32 characters of base64>`), so that signed headers work too. */
export const SANDBOX_CREDENTIALS = {
  kingdee: {
    account: "sandbox0account1",
    user: "billferry",
    password: "sandbox-password",
    appId: "100000_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX",
    appSecret: "0123456789abcdef0123456789abcdef",
  },
  wangdiantong: { sid: "sandbox2", appkey: "sandbox2-ot", appsecret: "sandbox-appsecret" },
} as const;

export interface SandboxCredentials {
  readonly kingdee: Readonly<Record<keyof (typeof SANDBOX_CREDENTIALS)["kingdee"], string>>;
  readonly wangdiantong: Readonly<Record<keyof (typeof SANDBOX_CREDENTIALS)["wangdiantong"], string>>;
}

export const MAIN_ACCOUNT = "main";

/** Those of `main`, with the account's name in the ids and secrets that tell accounts apart. */
export function sandboxCredentials(account: string): SandboxCredentials {
  if (account === MAIN_ACCOUNT) return SANDBOX_CREDENTIALS;
  const { kingdee, wangdiantong } = SANDBOX_CREDENTIALS;
  const own = (text: string): string => `${text}-${account}`;
  return {
    kingdee: { ...kingdee, account: own(kingdee.account), password: own(kingdee.password) },
    wangdiantong: {
      sid: own(wangdiantong.sid),
      appkey: own(wangdiantong.appkey),
      appsecret: own(wangdiantong.appsecret),
    },
  };
}
