import { formatKingdeeTime, hashText, sayIn, SHANGHAI, type Language } from "@billferry/contracts";

import type { Words } from "./cause.ts";
import { PRODUCT, type AlertMessage } from "./message.ts";

const DAY_MS = 86_400_000;

/** What the daily message tells of. */
export interface DailyFacts {
  /** "2026-11-28". */
  readonly day: string;
  /** Bills approved on that day, each state by its word. */
  readonly states: readonly (readonly [word: Words, bills: number])[];
  /** What waits for a person now, of whatever day. */
  readonly cases: { readonly bills: number; readonly orders: number; readonly amount: string | null };
  /** What the last reconciliation of that day came to; null where there was none. */
  readonly reconciled: Words | null;
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

/** What happened to yesterday's bills, in one message; it opens nothing and ends nothing. */
export function toDaily({ day, states, cases, reconciled }: DailyFacts, language: Language = "zh"): AlertMessage {
  const say = sayIn(language);
  const total = states.reduce((sum, [, bills]) => sum + bills, 0);
  const id = `bf-${hashText(`daily ${day}`).slice(0, 20)}`;
  const amount = cases.amount === null ? "" : say({ zh: `,金额 ${cases.amount}`, en: `, amount ${cases.amount}` });
  return {
    id,
    language,
    threadId: id,
    kind: "reminded",
    isEscalation: false,
    keys: [],
    opens: [],
    cause: "DAILY",
    bills: total,
    orders: 0,
    amount: null,
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
      ...(reconciled === null
        ? []
        : [say({ zh: `对账:${say(reconciled)}`, en: `Reconciliation: ${say(reconciled)}` })]),
    ],
    path: cases.bills === 0 ? "/" : "/cases",
  };
}
