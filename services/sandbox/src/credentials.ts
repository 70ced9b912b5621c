/**
 * The one account of each stand-in. Made up, and worth nothing anywhere else. The Kingdee AppID has the official shape
 * (`<client id>_<32 characters of base64>`), so that signed headers work too.
 */
export const SANDBOX_CREDENTIALS = {
  kingdee: {
    account: "sandbox0account1",
    user: "billferry",
    password: "sandbox-password",
    appId: "100000_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX",
    appSecret: "0123456789abcdef0123456789abcdef",
  },
  wangdiantong: {
    sid: "sandbox2",
    appkey: "sandbox2-ot",
    appsecret: "sandbox-appsecret",
  },
} as const;
