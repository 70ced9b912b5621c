import { hashText, OWNER_WORDS } from "@billferry/contracts";

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
}

/** Keyword of DingTalk's robots, where that is how they are guarded: it stands in title and text of each message. */
export const PRODUCT = "Billferry";

const KIND_WORDS = { opened: "告警", reminded: "仍未解决", closed: "已恢复" } as const;
const MOST_NAMED = 5;
const MOST_TITLE_BYTES = 240;

export interface Telling {
  readonly kind: MessageKind;
  readonly isEscalation: boolean;
  /** Counts what was told of these alerts, so that each telling has an id of its own. */
  readonly turn: string;
  /** The turn of the first of them. */
  readonly threadTurn: string;
}

/** One message of one cause, or of several of one group: five are named, and the rest counted. */
export function toMessage(causes: readonly [Cause, ...Cause[]], telling: Telling): AlertMessage {
  const [first, ...others] = causes;
  const { kind, isEscalation } = telling;
  const keys = causes.map(({ key }) => key).toSorted();
  const word = isEscalation ? "升级" : KIND_WORDS[kind];
  const title = others.length === 0 ? first.title : `${familyOf(first)}(共 ${causes.length} 项)`;
  const counts = add(causes);
  return {
    id: idOf(telling.turn, keys, kind),
    threadId: idOf(telling.threadTurn, keys, "opened"),
    kind,
    isEscalation,
    keys,
    opens: kind === "opened" ? keys : [],
    cause: first.code,
    ...counts,
    title: cutBytes(plainLine(`${PRODUCT} ${word}:${title}`), MOST_TITLE_BYTES),
    lines: [
      ...(others.length === 0 ? [] : named(causes)),
      ...(kind === "closed" ? [] : [...stake(counts), ...(others.length === 0 ? first.lines : [])]),
      ...(kind === "closed"
        ? []
        : [`负责:${OWNER_WORDS[first.owner].zh}`, `处理:${others.length === 0 ? first.remedy : familyRemedy(first)}`]),
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
  return {
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
    title: `${PRODUCT} 告警:${messages.length} 条消息合并`,
    lines: [
      ...shown.map(({ title }) => title.replace(`${PRODUCT} `, "")),
      ...(rest > 0 ? [`其余 ${rest} 条见看板`] : []),
    ],
    path: "/",
  };
}

function idOf(turn: string, parts: readonly string[], kind: MessageKind): string {
  return `bf-${hashText(JSON.stringify([turn, kind, parts])).slice(0, 20)}`;
}

function named(causes: readonly Cause[]): readonly string[] {
  const shown = causes.slice(0, MOST_NAMED).map(({ label }) => label);
  const rest = causes.length - shown.length;
  return [`${shown.join("、")}${rest > 0 ? `,以及另外 ${rest} 项` : ""}`];
}

/** What the causes of one group have in common. */
function familyOf({ title }: Cause): string {
  return title.split(":")[0] ?? title;
}

function familyRemedy({ remedy, label }: Cause): string {
  return remedy.replaceAll(label.split("(")[0] ?? "", "这些编码");
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

function stake({ bills, orders, amount }: Pick<AlertMessage, "bills" | "orders" | "amount">): readonly string[] {
  if (bills + orders === 0) return [];
  const parts = [
    ...(bills > 0 ? [`${bills} 张单据`] : []),
    ...(orders > 0 ? [`${orders} 个订单`] : []),
    ...(amount === null ? [] : [`金额 ${amount}`]),
  ];
  return [`受阻:${parts.join("、")}`];
}

/** The text below the title, in plain words, as a mail or the generic webhook holds it; at most so many bytes. */
export function plainText(message: AlertMessage, link: string | null, mostBytes: number): string {
  const tail = [...(link === null ? [] : [link]), `编号 ${message.id}`].join("\n");
  return `${cutBytes(message.lines.join("\n"), mostBytes - byteLength(tail) - 1)}\n${tail}`;
}
