import { FAULT_CODES, faultWords, type FaultCode, type Told } from "@billferry/contracts";

import { accountKey, causeKey, codeIn, kingdeeRefusal } from "./cause-keys.ts";
import { NOTHING_STOPPED, type Cause } from "./cause.ts";
import { durationInWords, timeOfDay } from "./time-words.ts";
import type { WatchedSchemeFacts, WatchFacts, WatchLimits } from "./watch-facts.ts";

/** A rest that the vendor asks for is no alarm while it is this short. */
const LONG_REST_MS = 600_000;
const DAY_MS = 86_400_000;

/** What is wrong with an account, told once however many schemes use it. */
export function accountCauses(
  schemes: readonly WatchedSchemeFacts[],
  look: Pick<WatchFacts, "nowMs"> & { readonly limits: WatchLimits },
): readonly Cause[] {
  const byAccount = (side: "kingdee" | "wangdiantong"): readonly Own[] =>
    [...Map.groupBy(schemes, ({ accounts }) => accounts[side]).values()] as unknown as readonly Own[];
  return [
    ...byAccount("kingdee").flatMap((own) => [...refusedByKingdee(own), ...passwordEnds(own, look)]),
    ...byAccount("wangdiantong").flatMap((own) => [...shutGates(own, look), ...backlog(own, look)]),
  ];
}

/** The schemes of one account. */
type Own = readonly [WatchedSchemeFacts, ...WatchedSchemeFacts[]];

/** Each code once: one scheme may name a wrong field while another may not sign in. */
function refusedByKingdee(own: Own): readonly Cause[] {
  const codes = new Set(own.flatMap((scheme) => kingdeeRefusal(scheme) ?? []));
  return [...codes].map((code) => {
    const hit = own.filter((scheme) => kingdeeRefusal(scheme) === code);
    return {
      ...ofFault(code, own[0].accounts.kingdee),
      ...NOTHING_STOPPED,
      lines: [
        {
          zh: `停止读取:${hit.map(({ title }) => title).join("、")}`,
          en: `Reading has stopped: ${hit.map(({ title }) => title).join(", ")}`,
        },
        { zh: "新审核的单据不会送达旺店通", en: "Bills approved from now on do not reach Wangdiantong" },
      ],
      path: "/",
    };
  });
}

/** Kingdee warns at a sign-in, some days before; what is refused already explains it. */
function passwordEnds(own: Own, { nowMs }: Pick<WatchFacts, "nowMs">): readonly Cause[] {
  const notices = own.flatMap(({ passwordNotice }) => passwordNotice ?? []);
  if (notices.length === 0) return [];
  const account = own[0].accounts.kingdee;
  const known = notices.flatMap(({ endsAtMs }) => endsAtMs ?? []);
  const cause: Cause = {
    ...ofAccount("PASSWORD_ENDS", account),
    owner: "it",
    ...NOTHING_STOPPED,
    title: known.length === 0 ? SOON : daysInWords(Math.ceil((Math.min(...known) - nowMs) / DAY_MS)),
    lines: [
      {
        zh: `过期后停止读取:${own.map(({ title }) => title).join("、")}`,
        en: `Once it has ended reading stops: ${own.map(({ title }) => title).join(", ")}`,
      },
    ],
    remedy: {
      zh: "在金蝶修改集成用户的密码或设为不过期;以密码登录的把新密码写入 KINGDEE_PASSWORD;然后重启 extractor 与 clerk,重新登录后恢复",
      en: "Change the integration user's password in Kingdee, or have it never end; who signs in by password writes the new one into KINGDEE_PASSWORD; then restart extractor and clerk: it is over with their next sign-in",
    },
    path: "/",
    mutedBy: ["KD_PASSWORD_EXPIRED", "KD_CREDENTIALS_REFUSED"].map((code) => accountKey(code, account)),
  };
  return [cause];
}

const SOON: Told = { zh: "金蝶集成用户的密码即将过期", en: "The password of Kingdee's integration user ends soon" };

function daysInWords(days: number): Told {
  return days > 0
    ? {
        zh: `金蝶集成用户的密码将在 ${days} 天后过期`,
        en: `The password of Kingdee's integration user ends in ${days} days`,
      }
    : { zh: "金蝶集成用户的密码已到期", en: "The password of Kingdee's integration user has ended" };
}

function shutGates(own: Own, { nowMs }: { readonly nowMs: number }): readonly Cause[] {
  const [{ gate, accounts }] = own;
  if (gate === null) return [];
  const why = codeIn(gate.why);
  const waits = add(own);
  const lines = [
    {
      zh: `停止推送:${own.map(({ title }) => title).join("、")}`,
      en: `Pushing has stopped: ${own.map(({ title }) => title).join(", ")}`,
    },
    ...waitingLines(waits),
  ];
  // It is over when a call has got through, not when its rest is.
  if (gate.openUntilMs !== null) {
    const isRefused = why !== undefined && FAULT_CODES[why].recovery === "abort";
    const cause = isRefused ? ofFault(why, accounts.wangdiantong) : outage(why, accounts.wangdiantong);
    return [
      {
        ...cause,
        ...waits,
        lines: [
          ...lines,
          { zh: "系统定时试探,恢复后自动继续", en: "It is tried now and then, and goes on by itself once it works" },
        ],
        path: "/",
      },
    ];
  }
  if ((gate.pausedUntilMs ?? 0) - nowMs <= LONG_REST_MS) return [];
  return [
    {
      ...ofAccount("RATE_LIMITED", accounts.wangdiantong),
      owner: "it",
      ...waits,
      title: {
        zh: `旺店通要求暂缓调用,到 ${timeOfDay(gate.pausedUntilMs ?? nowMs, nowMs)}`,
        en: `Wangdiantong asks for a rest until ${timeOfDay(gate.pausedUntilMs ?? nowMs, nowMs)}`,
      },
      lines,
      remedy: {
        zh: "核对 WDT_CALLS_PER_MINUTE 是否高于该账号的调用额度,以及是否有别的程序使用同一账号",
        en: "Check that WDT_CALLS_PER_MINUTE is not above the account's quota, and that no other program uses the same account",
      },
      path: "/",
    },
  ];
}

function outage(why: FaultCode | undefined, account: string) {
  const meaning =
    why === undefined
      ? { zh: "", en: "" }
      : { zh: `:[${why}] ${faultWords(why, "zh").meaning}`, en: `: [${why}] ${faultWords(why, "en").meaning}` };
  return {
    ...ofAccount("CIRCUIT_OPEN", account),
    owner: "vendor" as const,
    title: {
      zh: `旺店通不可用,已熔断${meaning.zh}`,
      en: `Wangdiantong cannot be used, the circuit is open${meaning.en}`,
    },
    remedy: {
      zh: "通常会自动恢复;持续时检查网络与旺店通的公告",
      en: "It mostly mends itself; if it lasts, check the network and Wangdiantong's notices",
    },
  };
}

/** What waits takes long at the rate of now. */
function backlog(own: Own, { nowMs, limits }: { readonly nowMs: number; readonly limits: WatchLimits }) {
  const items = own.reduce((sum, { waiting }) => sum + waiting.items, 0);
  const delivered = own.reduce((sum, { recent }) => sum + recent.delivered, 0);
  if (items === 0 || delivered === 0) return [];
  const leftMs = (items / delivered) * own[0].recent.overMs;
  if (leftMs <= limits.backlogMs) return [];
  const account = own[0].accounts.wangdiantong;
  const cause: Cause = {
    ...ofAccount("BACKLOG", account),
    owner: "it",
    ...add(own),
    title: {
      zh: `积压 ${items} 项,按现在的速度约到 ${timeOfDay(nowMs + leftMs, nowMs)} 送完`,
      en: `${items} wait, at the present rate until about ${timeOfDay(nowMs + leftMs, nowMs)}`,
    },
    lines: [
      {
        zh: `最近 ${durationInWords(own[0].recent.overMs).zh}送达 ${delivered} 单`,
        en: `Delivered in the last ${durationInWords(own[0].recent.overMs).en}: ${delivered}`,
      },
    ],
    remedy: {
      zh: "急用的单据可在看板或用 billferry sync 优先推送;长期如此时向旺店通申请更高的调用额度",
      en: "Urgent bills can be pushed first, in the console or with billferry sync; if it is always so, ask Wangdiantong for a higher quota",
    },
    path: "/",
    mutedBy: own.map(({ scheme }) => causeKey("NO_DELIVERY", scheme)),
  };
  return [cause];
}

function ofFault(code: FaultCode, account: string) {
  const [zh, en] = [faultWords(code, "zh"), faultWords(code, "en")];
  return {
    ...ofAccount(code, account),
    owner: FAULT_CODES[code].owner,
    title: { zh: zh.meaning, en: en.meaning },
    remedy: { zh: zh.remedy, en: en.remedy },
  };
}

function ofAccount(code: Cause["code"], account: string) {
  const key = accountKey(code, account);
  return { key, code, group: key, label: account, mutedBy: [] as readonly string[] };
}

function add(own: Own): Pick<Cause, "bills" | "orders" | "amount"> {
  return {
    bills: own.reduce((sum, { waiting }) => sum + waiting.bills, 0),
    orders: own.reduce((sum, { waiting }) => sum + waiting.orders, 0),
    amount: null,
  };
}

function waitingLines({ bills, orders }: Pick<Cause, "bills" | "orders">): readonly Told[] {
  return bills + orders === 0
    ? []
    : [{ zh: `${bills} 张单据、${orders} 个订单等待`, en: `${bills} bills and ${orders} orders wait` }];
}
