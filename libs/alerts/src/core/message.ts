import { hashText, OWNER_WORDS, sayIn, type Language, type Say } from "@billferry/contracts";

import type { Cause } from "./cause.ts";
import { byteLength, cutBytes, plainLine } from "./message-text.ts";

export type MessageKind = "opened" | "reminded" | "closed";

/** What one message says, whatever carries it. The same through all tries, as its id is. */
export interface AlertMessage {
  readonly id: string;
  /** The first message about the same: reminders and the end stand below it in a mailbox. */
  readonly threadId: string;
  readonly kind: MessageKind;
  /** Everybody is called: it has been open for long. */
  readonly isEscalation: boolean;
  /** The alerts that it tells of. */
  readonly keys: readonly string[];
  /** Of them, those whose beginning it tells. */
  readonly opens: readonly string[];
  readonly cause: string;
  readonly bills: number;
  readonly orders: number;
  readonly amount: string | null;
  readonly title: string;
  readonly lines: readonly string[];
  /** Within the console. */
  readonly path: string;
  /** Of those who read it; an earlier version has made Chinese ones alone. */
  readonly language?: Language;
}

/** Keyword of DingTalk's robots, where that is how they are guarded: it stands in title and text of each message. */
export const PRODUCT = "Billferry";

const KIND_WORDS = {
  opened: { zh: "告警", en: "alert" },
  reminded: { zh: "仍未解决", en: "still there" },
  closed: { zh: "已恢复", en: "over" },
} as const;
/** What the link into the console is called. */
export const OPEN_CONSOLE = { zh: "打开看板处理", en: "Open the console" };
const ESCALATED = { zh: "升级", en: "escalated" };
const MOST_NAMED = 5;
const MOST_TITLE_BYTES = 240;

export interface Telling {
  readonly kind: MessageKind;
  readonly isEscalation: boolean;
  /** Counts what was told of these alerts, so that each telling has an id of its own. */
  readonly turn: string;
  /** The turn of the first of them. */
  readonly threadTurn: string;
  /** Of those who read it; Chinese by default. */
  readonly language?: Language;
}

/** Says the words around a message in its language. */
export function sayOf({ language = "zh" }: Pick<AlertMessage, "language">): Say {
  return sayIn(language);
}

/** One message of one cause, or of several of one group: five are named, and the rest counted. */
export function toMessage(causes: readonly [Cause, ...Cause[]], telling: Telling): AlertMessage {
  const [first, ...others] = causes;
  const { kind, isEscalation, language = "zh" } = telling;
  const say = sayIn(language);
  const keys = causes.map(({ key }) => key).toSorted();
  const word = say(isEscalation ? ESCALATED : KIND_WORDS[kind]);
  const family = familyOf(say(first.title));
  const title =
    others.length === 0
      ? say(first.title)
      : say({ zh: `${family}(共 ${causes.length} 项)`, en: `${family} (${causes.length} in all)` });
  const counts = add(causes);
  return {
    id: idOf(telling.turn, keys, kind),
    threadId: idOf(telling.threadTurn, keys, "opened"),
    kind,
    isEscalation,
    language,
    keys,
    opens: kind === "opened" ? keys : [],
    cause: first.code,
    ...counts,
    title: cutBytes(
      plainLine(say({ zh: `${PRODUCT} ${word}:${title}`, en: `${PRODUCT} ${word}: ${title}` })),
      MOST_TITLE_BYTES,
    ),
    lines: [
      ...(others.length === 0 ? [] : named(causes, say)),
      ...(kind === "closed" ? [] : [...stake(counts, say), ...(others.length === 0 ? first.lines.map(say) : [])]),
      ...(kind === "closed" ? [] : whatToDo(first, others.length === 0, say)),
    ].map(plainLine),
    path: others.length === 0 ? first.path : first.path.replace(/&gap=.*/, ""),
  };
}

/** What is told where more waits than a channel may carry: one line for each. */
export function toDigest(messages: readonly [AlertMessage, ...AlertMessage[]]): AlertMessage {
  const [first] = messages;
  const ids = messages.map(({ id }) => id);
  const shown = messages.slice(0, 2 * MOST_NAMED);
  const rest = messages.length - shown.length;
  const say = sayOf(first);
  return {
    ...(first.language === undefined ? {} : { language: first.language }),
    id: idOf("digest", ids, "opened"),
    threadId: idOf("digest", ids, "opened"),
    kind: messages.some(({ kind }) => kind === "opened") ? "opened" : first.kind,
    isEscalation: messages.some(({ isEscalation }) => isEscalation),
    keys: [...new Set(messages.flatMap(({ keys }) => keys))],
    opens: [...new Set(messages.flatMap(({ opens }) => opens))],
    cause: first.cause,
    bills: Math.max(...messages.map(({ bills }) => bills)),
    orders: Math.max(...messages.map(({ orders }) => orders)),
    amount: null,
    title: say({
      zh: `${PRODUCT} 告警:${messages.length} 条消息合并`,
      en: `${PRODUCT} alert: ${messages.length} messages in one`,
    }),
    lines: [
      ...shown.map(({ title }) => title.replace(`${PRODUCT} `, "")),
      ...(rest > 0 ? [say({ zh: `其余 ${rest} 条见看板`, en: `${rest} more in the console` })] : []),
    ],
    path: "/",
  };
}

function idOf(turn: string, parts: readonly string[], kind: MessageKind): string {
  return `bf-${hashText(JSON.stringify([turn, kind, parts])).slice(0, 20)}`;
}

function named(causes: readonly Cause[], say: Say): readonly string[] {
  const shown = causes.slice(0, MOST_NAMED).map(({ label }) => say(label));
  const rest = causes.length - shown.length;
  return [
    say({
      zh: `${shown.join("、")}${rest > 0 ? `,以及另外 ${rest} 项` : ""}`,
      en: `${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`,
    }),
  ];
}

function whatToDo(cause: Cause, isAlone: boolean, say: Say): readonly string[] {
  const remedy = isAlone ? say(cause.remedy) : familyRemedy(cause, say);
  return [
    say({ zh: `负责:${OWNER_WORDS[cause.owner].zh}`, en: `Owner: ${OWNER_WORDS[cause.owner].en}` }),
    say({ zh: `处理:${remedy}`, en: `Remedy: ${remedy}` }),
  ];
}

/** What the causes of one group have in common. */
function familyOf(title: string): string {
  return title.split(/:|: /)[0] ?? title;
}

function familyRemedy({ remedy, label }: Cause, say: Say): string {
  const [code = ""] = say(label).split(/\uFF08| \(/);
  return say(remedy).replaceAll(code, say({ zh: "这些编码", en: "these codes" }));
}

/** One bill may wait for several of them, so that the counts are the most that it can be. */
function add(causes: readonly Cause[]): Pick<AlertMessage, "bills" | "orders" | "amount"> {
  const [only] = causes;
  return {
    bills: causes.reduce((sum, { bills }) => sum + bills, 0),
    orders: causes.reduce((sum, { orders }) => sum + orders, 0),
    amount: causes.length === 1 ? (only?.amount ?? null) : null,
  };
}

function stake(
  { bills, orders, amount }: Pick<AlertMessage, "bills" | "orders" | "amount">,
  say: Say,
): readonly string[] {
  if (bills + orders === 0) return [];
  const parts = [
    ...(bills > 0 ? [say({ zh: `${bills} 张单据`, en: `${bills} bills` })] : []),
    ...(orders > 0 ? [say({ zh: `${orders} 个订单`, en: `${orders} orders` })] : []),
    ...(amount === null ? [] : [say({ zh: `金额 ${amount}`, en: `amount ${amount}` })]),
  ];
  return [say({ zh: `受阻:${parts.join("、")}`, en: `Stopped: ${parts.join(", ")}` })];
}

/** Its id, by which two of them are known to be the same. */
export function numberOf(message: Pick<AlertMessage, "id" | "language">): string {
  return sayOf(message)({ zh: `编号 ${message.id}`, en: `No. ${message.id}` });
}

/** The text below the title, in plain words, as a mail or the generic webhook holds it; at most so many bytes. */
export function plainText(message: AlertMessage, link: string | null, mostBytes: number): string {
  const tail = [...(link === null ? [] : [link]), numberOf(message)].join("\n");
  return `${cutBytes(message.lines.join("\n"), mostBytes - byteLength(tail) - 1)}\n${tail}`;
}
