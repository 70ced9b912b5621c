import { inEnglish } from "@billferry/contracts/english";

import { EDIT_PROBLEMS } from "./edit-problems.ts";
import { OIDC_PROBLEMS } from "./oidc-problems.ts";
import { SCHEME_PROBLEMS } from "./scheme-problems.ts";
import { TABLE_PROBLEMS } from "./table-problems.ts";

export type ReaderLanguage = "zh-CN" | "en";

interface Words {
  readonly message: string;
  readonly remedy?: string;
}

interface ProblemKind {
  readonly status: number;
  readonly "zh-CN": Words;
  readonly en: Words;
}

/** Why a request is not answered, in both languages; `{…}` is filled in. */
const PROBLEMS = {
  REQUEST_INVALID: {
    status: 400,
    "zh-CN": { message: "请求有误:{what}", remedy: "按 /api/v1/openapi.json 改正后再试" },
    en: { message: "The request is wrong: {what}", remedy: "Correct it as /api/v1/openapi.json says and try again" },
  },
  SIGN_IN_NEEDED: {
    status: 401,
    "zh-CN": { message: "请先登录", remedy: "在首页登录后再试" },
    en: { message: "Sign in first", remedy: "Sign in on the first page and try again" },
  },
  SIGN_IN_WRONG: {
    status: 401,
    "zh-CN": {
      message: "用户名或密码不正确",
      remedy: "核对后再试;忘记密码请管理员用 npx billferry users password 重设",
    },
    en: {
      message: "Wrong name or password",
      remedy: "Check both; an administrator can set a new one: npx billferry users password",
    },
  },
  SIGN_IN_LIMITED: {
    status: 429,
    "zh-CN": { message: "登录尝试过多", remedy: "请 {seconds} 秒后再试" },
    en: { message: "Too many attempts to sign in", remedy: "Try again in {seconds} s" },
  },
  ...OIDC_PROBLEMS,
  ROLE_TOO_LOW: {
    status: 403,
    "zh-CN": {
      message: "当前角色({role})不能进行此操作,需要 {needed}",
      remedy: "请管理员用 npx billferry users role 调整角色",
    },
    en: {
      message: "The role {role} may not do this; it takes {needed}",
      remedy: "An administrator can change it: npx billferry users role",
    },
  },
  CSRF_INVALID: {
    status: 403,
    "zh-CN": { message: "页面已过期,操作没有执行", remedy: "刷新页面后再试" },
    en: { message: "The page has expired; nothing was done", remedy: "Reload the page and try again" },
  },
  HOST_REFUSED: {
    status: 421,
    "zh-CN": {
      message: "请求被拒绝:主机名“{name}”不在允许之列",
      remedy: "如确由该名称访问看板,请把它加入 BOARD_NAMES 后重启",
    },
    en: {
      message: 'Refused: the host name "{name}" is not among those allowed',
      remedy: "If the board is reached by this name, add it to BOARD_NAMES and restart",
    },
  },
  FOREIGN_SITE: {
    status: 403,
    "zh-CN": { message: "来自其他网站的请求被拒绝", remedy: "在看板自己的页面上操作" },
    en: { message: "A request of another site is refused", remedy: "Act on the board's own page" },
  },
  NOT_FOUND: {
    status: 404,
    "zh-CN": { message: "没有这个地址" },
    en: { message: "There is no such address" },
  },
  BILL_NOT_FOUND: {
    status: 404,
    "zh-CN": {
      message: "台账中没有 {what}",
      remedy: "核对单号;刚审核的单据请稍候或立即读取一次;从未读取的用 npx billferry sync <单据编号> 补读",
    },
    en: {
      message: "The ledger does not know {what}",
      remedy:
        "Check the number; a bill approved just now takes a moment; one that was never read: npx billferry sync <number>",
    },
  },
  ...SCHEME_PROBLEMS,
  ...EDIT_PROBLEMS,
  ERRAND_GONE: {
    status: 404,
    "zh-CN": { message: "没有这件交办,或已取消,或结果已过一天", remedy: "请重新发起" },
    en: { message: "There is no such errand; it was cancelled, or its result is older than a day", remedy: "Ask anew" },
  },
  REPORT_GONE: {
    status: 404,
    "zh-CN": { message: "没有 {what} 的对账报告:当天没有做成,或已过保存期限", remedy: "可重新对这一天对账" },
    en: {
      message: "There is no report of {what}: none was made, or its term is over",
      remedy: "Reconcile that day anew",
    },
  },
  CASE_GONE: {
    status: 409,
    "zh-CN": { message: "{what} 现在不是异常{settled}", remedy: "刷新列表查看现状" },
    en: { message: "{what} is no case any more{settled}", remedy: "Refresh the list" },
  },
  CASE_CHANGED: {
    status: 409,
    "zh-CN": { message: "{what} 在您查看之后又有变化,操作没有执行", remedy: "刷新后核对,再操作一次" },
    en: { message: "{what} has changed since you saw it; nothing was done", remedy: "Refresh, check, and act again" },
  },
  CASE_BUSY: {
    status: 409,
    "zh-CN": { message: "另一位操作人正在处理 {what}", remedy: "请稍后查看结果" },
    en: { message: "Somebody else is settling {what}", remedy: "Look again in a moment" },
  },
  BULK_UNKNOWN: {
    status: 404,
    "zh-CN": { message: "没有批量重试 {what}", remedy: "已开始的保留 30 天,只点过数的保留一天;请在异常单页重新点数" },
    en: {
      message: "There is no bulk retry {what}",
      remedy:
        "One that was begun is kept for 30 days, one that was only counted for a day; count again on the cases page",
    },
  },
  BULK_OTHER_RUNNING: {
    status: 409,
    "zh-CN": { message: "批量重试 {what}({by})正在进行,这次没有开始", remedy: "等它结束,或先停止它,再开始" },
    en: { message: "Bulk retry {what} ({by}) is under way; nothing was begun", remedy: "Wait for its end, or stop it" },
  },
  REFUSED: {
    status: 409,
    "zh-CN": { message: "{what}" },
    en: { message: "{what}" },
  },
  STILL_UNDERWAY: {
    status: 409,
    "zh-CN": { message: "同一操作仍在进行", remedy: "请稍后查看结果" },
    en: { message: "The same act is still under way", remedy: "Look again in a moment" },
  },
  REQUEST_ID_REUSED: {
    status: 409,
    "zh-CN": { message: "requestId 已用于另一个操作,这次没有执行", remedy: "重新打开表单后再试" },
    en: { message: "This requestId belongs to another act; nothing was done", remedy: "Open the form anew" },
  },
  TOO_LARGE: {
    status: 413,
    "zh-CN": { message: "请求过大", remedy: "分几次提交" },
    en: { message: "The request is too large", remedy: "Send it in parts" },
  },
  ...TABLE_PROBLEMS,
  EXPORT_TOO_LARGE: {
    status: 413,
    "zh-CN": { message: "超过 {most} 行,Excel 文件放不下", remedy: "改为导出 CSV,或先缩小筛选范围" },
    en: {
      message: "More than {most} rows do not fit into one sheet",
      remedy: "Export CSV, or narrow the filters first",
    },
  },
  TYPE_UNSUPPORTED: {
    status: 415,
    "zh-CN": { message: "请求内容须为 JSON" },
    en: { message: "The body must be JSON" },
  },
  REDIS_AWAY: {
    status: 503,
    "zh-CN": { message: "Redis 暂时没有应答", remedy: "稍候会自动恢复;持续不恢复请检查 Redis" },
    en: {
      message: "Redis does not answer for now",
      remedy: "It comes back by itself; if it does not, look after Redis",
    },
  },
  BROKEN: {
    status: 500,
    "zh-CN": { message: "看板内部出错,操作可能没有完成", remedy: "原因见看板的日志;刷新后核对现状" },
    en: { message: "The board has failed; the act may be unfinished", remedy: "Its log tells why; refresh and look" },
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;

export type ProblemCode = keyof typeof PROBLEMS;

export type ProblemFacts = Readonly<Record<string, string | number>>;

/** What the asking side reads. */
export interface ToldProblem extends Words {
  readonly code: ProblemCode;
}

/** A request that is not answered, and why. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly facts: ProblemFacts;

  constructor(code: ProblemCode, facts: ProblemFacts = {}) {
    super(code);
    this.code = code;
    this.facts = facts;
  }

  get statusCode(): number {
    return PROBLEMS[this.code].status;
  }
}

export function tell({ code, facts: given }: Problem, language: ReaderLanguage): ToldProblem {
  const { message, remedy }: Words = PROBLEMS[code][language];
  const facts = language === "en" ? inWords(given) : given;
  return { code, message: fill(message, facts), ...(remedy === undefined ? {} : { remedy: fill(remedy, facts) }) };
}

/** What a fact says in words of ours, such as why a correction is refused. */
function inWords(facts: ProblemFacts): ProblemFacts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, typeof fact === "string" ? inEnglish(fact) : fact]),
  );
}

function fill(text: string, facts: ProblemFacts): string {
  return text.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(facts[name] ?? ""));
}

/** The first of the languages asked for that there is ("zh-CN,zh;q=0.9,en;q=0.8"). */
export function readLanguage(accepted: string | undefined, fallback: ReaderLanguage): ReaderLanguage {
  for (const each of (accepted ?? "").toLowerCase().split(",")) {
    if (each.trim().startsWith("zh")) return "zh-CN";
    if (each.trim().startsWith("en")) return "en";
  }
  return fallback;
}
