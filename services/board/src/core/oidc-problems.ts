/** Why nobody has signed in by an account of the company, in both languages. */
export const OIDC_PROBLEMS = {
  OIDC_UNREACHABLE: {
    status: 502,
    "zh-CN": {
      message: "公司登录服务没有应答({what})",
      remedy: "稍后再试,或用密码登录;持续如此请管理员核对 OIDC_ISSUER、网络与证书(SECURITY.md)",
    },
    en: {
      message: "The company's sign-in service does not answer ({what})",
      remedy:
        "Try again later, or use a password; if it stays so, an administrator checks OIDC_ISSUER, network and certificate (SECURITY.md)",
    },
  },
  OIDC_EXPIRED: {
    status: 401,
    "zh-CN": { message: "这次登录已过期,或不是在这个浏览器里开始的", remedy: "请重新登录" },
    en: { message: "This sign-in has expired, or was begun in another browser", remedy: "Sign in again" },
  },
  OIDC_INVALID: {
    status: 401,
    "zh-CN": {
      message: "公司登录服务的答复没有通过核对,没有登录",
      remedy: "请重新登录;仍然如此请管理员看看板日志中的 board.oidc-refused",
    },
    en: {
      message: "What the company's sign-in service answered did not hold; nobody was signed in",
      remedy: "Sign in again; if it stays so, an administrator looks for board.oidc-refused in the board's log",
    },
  },
  OIDC_REFUSED: {
    status: 403,
    "zh-CN": {
      message: "公司登录服务拒绝了这次登录:{what}",
      remedy: "请重新登录;若是 invalid_client 等设置问题,请管理员核对 OIDC_CLIENT_ID、OIDC_CLIENT_SECRET 与回调地址",
    },
    en: {
      message: "The company's sign-in service refused: {what}",
      remedy:
        "Sign in again; for one of the settings, such as invalid_client, an administrator checks OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and the redirect address",
    },
  },
  OIDC_NO_ROLE: {
    status: 403,
    "zh-CN": {
      message: "{name} 不属于任何可以使用看板的组({claim} 中是:{groups})",
      remedy: "请管理员把您加入有权限的组,或把您的组写进 OIDC_ROLES,然后重新登录",
    },
    en: {
      message: "{name} is in no group that may use the board ({claim} has: {groups})",
      remedy: "An administrator can put you into such a group, or your group into OIDC_ROLES; then sign in again",
    },
  },
  OIDC_NAME_TAKEN: {
    status: 409,
    "zh-CN": {
      message: "用户文件中已有名为 {name} 的用户:操作记录中一个姓名只是一个人",
      remedy: "用该用户的密码登录;或由管理员 npx billferry users remove {name} 之后再用公司账号登录",
    },
    en: {
      message: "The users file has a user called {name} already: on record a name is one person",
      remedy: "Use that user's password; or an administrator runs npx billferry users remove {name} first",
    },
  },
} as const;
