import { formatKingdeeTime, hashText, sayIn, SHANGHAI, type Language, type Told } from "@billferry/contracts";

import type { AlertText } from "./cause.ts";
import { PRODUCT, type AlertMessage } from "./message.ts";

const DAY_MS = 86_400_000;
/** It opens nothing and ends nothing. */
const NOTHING_OPENED = {
  kind: "reminded",
  isEscalation: false,
  keys: [],
  opens: [],
  cause: "DAILY",
  bills: 0,
  orders: 0,
  amount: null,
} as const;

/** What the daily message tells of. */
export interface DailyFacts {
  /** "2026-11-28". */
  readonly day: string;
  /** Bills approved on that day, each state by its word. */
  readonly states: readonly (readonly [word: AlertText, bills: number])[];
  /** What waits for a person now, of whatever day. */
  readonly cases: { readonly bills: number; readonly orders: number; readonly amount: string | null };
  /** What the reconciliation of that day came to, a line each scheme; none where it is not made. */
  readonly reconciled: readonly Told[];
  /** Where its differences stand in the console; null where there are none. */
  readonly differencesPath: string | null;
}

/**
 * The day that is to be told now, "2026-11-28": yesterday by Kingdee's calendar, once, from the minute `at` ("09:07").
 * A watch that begins today begins with tomorrow's message. `mark`: the day to keep in mind.
 */
export function dueDay(
  nowMs: number,
  { at, last }: { readonly at: string | null; readonly last: string | null },
): { readonly day: string | null; readonly mark: string | null } {
  const [yesterday, now] = [nowMs - DAY_MS, nowMs].map((ms) => formatKingdeeTime(ms, SHANGHAI));
  const day = (yesterday ?? "").slice(0, 10);
  if (at === null || last === day || (last !== null && (now ?? "").slice(11, 16) < at))
    return { day: null, mark: null };
  return { day: last === null ? null : day, mark: day };
}

/** What happened to yesterday's bills, in one message. */
export function toDaily(
  { day, states, cases, reconciled, differencesPath }: DailyFacts,
  language: Language = "zh",
): AlertMessage {
  const say = sayIn(language);
  const total = states.reduce((sum, [, bills]) => sum + bills, 0);
  const id = idOfDay(day);
  const amount = cases.amount === null ? "" : say({ zh: `,金额 ${cases.amount}`, en: `, amount ${cases.amount}` });
  return {
    ...NOTHING_OPENED,
    id,
    language,
    threadId: id,
    bills: total,
    title: say({
      zh: `${PRODUCT} 日报:${day} 审核的单据 ${total} 张`,
      en: `${PRODUCT} daily: ${total} bills approved on ${day}`,
    }),
    lines: [
      states
        .filter(([, bills]) => bills > 0)
        .map(([word, bills]) => `${say(word)} ${bills}`)
        .join(say({ zh: ",", en: ", " })) || say({ zh: "没有单据", en: "no bills" }),
      cases.bills === 0
        ? say({ zh: "目前没有异常单", en: "No cases now" })
        : say({
            zh: `目前的异常单:${cases.bills} 张单据、${cases.orders} 个订单${amount}`,
            en: `Cases now: ${cases.bills} bills, ${cases.orders} orders${amount}`,
          }),
      ...reconciled.map(say),
    ],
    path: differencesPath ?? (cases.bills === 0 ? "/" : "/cases"),
  };
}

/** What came of a reconciliation that was still under way when the day's message went. */
export function toReconciled(
  { day, reconciled, differencesPath }: Pick<DailyFacts, "day" | "reconciled" | "differencesPath">,
  language: Language = "zh",
): AlertMessage {
  const say = sayIn(language);
  const id = `bf-${hashText(`reconciled ${day}`).slice(0, 20)}`;
  return {
    ...NOTHING_OPENED,
    id,
    language,
    threadId: idOfDay(day),
    title: say({
      zh: `${PRODUCT} 日报:${day} 的对账结果`,
      en: `${PRODUCT} daily: how both ends agree about ${day}`,
    }),
    lines: reconciled.map(say),
    path: differencesPath ?? "/reconcile",
  };
}

function idOfDay(day: string): string {
  return `bf-${hashText(`daily ${day}`).slice(0, 20)}`;
}
