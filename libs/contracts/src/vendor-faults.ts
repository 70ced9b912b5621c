import { entry, inClass } from "./fault-entry.ts";

const WAITS = { zh: "无需处理,系统会自动重试", en: "Nothing needs to be done: it is tried again by itself" };

/** Codes of what goes wrong between the installation and a vendor. */
export const VENDOR_FAULTS = {
  ...inClass("session", {
    KD_SESSION_LOST: entry("retry", "it", {
      zh: { meaning: "金蝶会话已丢失", remedy: "系统会自动重新登录;若反复出现,请核对登录凭据" },
      en: {
        meaning: "Kingdee's session was lost",
        remedy: "It signs in again by itself; if this goes on, check the credentials",
      },
    }),
  }),
  ...inClass("credentials", {
    KD_CREDENTIALS_REFUSED: entry("abort", "it", {
      zh: { meaning: "金蝶拒绝登录", remedy: "核对 KINGDEE_USER、密码或应用密钥" },
      en: {
        meaning: "Kingdee refuses the sign-in",
        remedy: "Check KINGDEE_USER, and the password or the app's secret",
      },
    }),
    KD_PASSWORD_EXPIRED: entry("abort", "it", {
      zh: { meaning: "金蝶用户密码已过期或须修改", remedy: "在金蝶中修改密码并更新配置" },
      en: {
        meaning: "The password of Kingdee's user has expired, or must be changed",
        remedy: "Change it in Kingdee, and in the settings",
      },
    }),
    KD_ACCOUNT_UNKNOWN: entry("abort", "it", {
      zh: { meaning: "金蝶账套不存在", remedy: "核对 KINGDEE_ACCOUNT(数据中心内码,不是名称)" },
      en: {
        meaning: "Kingdee does not have this account",
        remedy: "Check KINGDEE_ACCOUNT: the data centre's id, not its name",
      },
    }),
    KD_PERMISSION_DENIED: entry("abort", "it", {
      zh: { meaning: "金蝶用户没有该功能的权限", remedy: "在金蝶中为集成用户授予方案所读单据的查询权限" },
      en: {
        meaning: "Kingdee's user may not do this",
        remedy: "Grant the integration's user in Kingdee to query the forms that the scheme reads",
      },
    }),
    KD_WAF_BLOCKED: entry("abort", "vendor", {
      zh: { meaning: "金蝶安全策略拦截了请求", remedy: "请金蝶管理员为集成用户放行该规则" },
      en: {
        meaning: "Kingdee's security rules stopped the request",
        remedy: "Have Kingdee's administrator let this user pass that rule",
      },
    }),
    WDT_CREDENTIALS_REFUSED: entry("abort", "it", {
      zh: { meaning: "旺店通拒绝了凭据或签名", remedy: "核对 WDT_SID、WDT_APPKEY、WDT_APPSECRET 与本机时钟" },
      en: {
        meaning: "Wangdiantong refuses the credentials or the signature",
        remedy: "Check WDT_SID, WDT_APPKEY, WDT_APPSECRET and this machine's clock",
      },
    }),
    WDT_PERMISSION_DENIED: entry("abort", "it", {
      zh: {
        meaning: "旺店通没有开通该接口的权限",
        remedy: "请旺店通为该 appkey 开通该接口;提到 IP 或白名单时,把本机的出口 IP 加入白名单",
      },
      en: {
        meaning: "Wangdiantong has not granted this interface",
        remedy:
          "Have it granted to the appkey; where an IP or allow-list is named, add this machine's outgoing address",
      },
    }),
  }),
  ...inClass("rate", {
    KD_LICENCE: entry("snooze", "it", {
      zh: { meaning: "金蝶许可不足", remedy: "释放或增加金蝶许可;系统会自动重试" },
      en: { meaning: "Kingdee has no free licence", remedy: "Free or add licences; it is tried again by itself" },
    }),
    KD_CALL_LIMIT: entry("snooze", "vendor", {
      zh: { meaning: "金蝶限制了调用频率", remedy: WAITS.zh },
      en: { meaning: "Kingdee limits the calls", remedy: WAITS.en },
    }),
    WDT_RATE_LIMITED: entry("snooze", "vendor", {
      zh: { meaning: "旺店通限制了调用频率", remedy: WAITS.zh },
      en: { meaning: "Wangdiantong limits the calls", remedy: WAITS.en },
    }),
  }),
  ...inClass("outage", {
    REDIS_BUSY: entry("snooze", "it", {
      zh: { meaning: "Redis 暂时不能工作", remedy: "系统会自动继续;超过几分钟请检查 Redis" },
      en: { meaning: "Redis cannot work for now", remedy: "It goes on by itself; after some minutes look after Redis" },
    }),
    HTTP_NETWORK: entry("retry", "it", {
      zh: { meaning: "网络连接失败", remedy: "检查网络、域名与防火墙;系统会自动重试" },
      en: {
        meaning: "The network connection failed",
        remedy: "Check network, name and firewall; it is tried again by itself",
      },
    }),
    HTTP_DEADLINE: entry("retry", "vendor", {
      zh: { meaning: "对方在规定时间内没有应答", remedy: WAITS.zh },
      en: { meaning: "The other side did not answer in time", remedy: WAITS.en },
    }),
    HTTP_STATUS: entry("retry", "vendor", {
      zh: { meaning: "对方返回了异常的 HTTP 状态", remedy: WAITS.zh },
      en: { meaning: "The other side answered with an unusual HTTP status", remedy: WAITS.en },
    }),
    KD_GATEWAY: entry("retry", "vendor", {
      zh: { meaning: "金蝶网关返回错误", remedy: "核对 KINGDEE_URL;系统会自动重试" },
      en: { meaning: "Kingdee's gateway failed", remedy: "Check KINGDEE_URL; it is tried again by itself" },
    }),
    KD_NOT_API: entry("retry", "it", {
      zh: { meaning: "应答不是金蝶接口的内容(可能是登录页)", remedy: "核对 KINGDEE_URL,应以 /k3cloud/ 结尾" },
      en: {
        meaning: "The answer is not of Kingdee's interface (a sign-in page, maybe)",
        remedy: "Check KINGDEE_URL: it ends in /k3cloud/",
      },
    }),
    KD_ANSWER_INVALID: entry("retry", "vendor", {
      zh: { meaning: "金蝶应答不符合约定", remedy: "系统会自动重试;若持续出现,请联系技术支持" },
      en: {
        meaning: "Kingdee's answer is not as agreed",
        remedy: "It is tried again by itself; if this goes on, tell whoever supports the program",
      },
    }),
    KD_BUSINESS_ERROR: entry("retry", "vendor", {
      zh: { meaning: "金蝶返回业务错误", remedy: "查看错误文本;系统会自动重试" },
      en: { meaning: "Kingdee answered with an error", remedy: "Read its text; it is tried again by itself" },
    }),
    WDT_BUSY: entry("retry", "vendor", {
      zh: { meaning: "旺店通暂时繁忙", remedy: WAITS.zh },
      en: { meaning: "Wangdiantong is busy", remedy: WAITS.en },
    }),
    WDT_ANSWER_INVALID: entry("retry", "vendor", {
      zh: { meaning: "旺店通应答不符合约定,结果未知", remedy: "系统会以同一外部单号核实" },
      en: {
        meaning: "Wangdiantong's answer is not as agreed, so the result is unknown",
        remedy: "It is found out by itself, under the same outer number",
      },
    }),
  }),
};
