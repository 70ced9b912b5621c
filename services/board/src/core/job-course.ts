import { formatKingdeeTime, readJobNote, SHANGHAI, type JobNote } from "@billferry/contracts";

import { tellText } from "./told-text.ts";
import type { ReaderLanguage } from "./problems.ts";

/** What is known of how a job went: by the job itself, by the notes kept with it, and by the ledger. */
export interface JobCourse {
  readonly addedAtMs: number;
  readonly state: string;
  readonly attempts: number;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  /** Of one that waits for its time. */
  readonly nextAtMs: number | null;
  readonly failedReason: string;
  readonly result: unknown;
  /** Lines as they were kept. */
  readonly notes: readonly string[];
  /** What happened to its bill or order meanwhile, as the ledger noted it. */
  readonly events: readonly { readonly atMs: number; readonly text: string }[];
}

interface Line {
  readonly atMs: number;
  readonly text: string;
}

/** What happened to a job, a line each in the order of time: when it was added, each attempt that did not finish it and
 *  why, what became of its order meanwhile, and how it stands. */
export function tellCourse(course: JobCourse, language: ReaderLanguage): readonly string[] {
  const words = WORDS[language];
  const notes = course.notes.map((line) => ({ line, note: readJobNote(line) }));
  const known = notes.flatMap(({ note }) => (note === undefined ? [] : [note]));
  const lines: readonly Line[] = [
    { atMs: course.addedAtMs, text: words.added },
    ...known.map((note) => ({ atMs: note.atMs, text: tellNote(note, language) })),
    ...course.events.filter(({ atMs }) => atMs >= course.addedAtMs),
    ...endOf(course, { language, hasNotedEnd: known.at(-1)?.kind === "held" }),
  ];
  const told = lines.toSorted((a, b) => a.atMs - b.atMs).map(({ atMs, text }) => `${timeOf(atMs)}  ${text}`);
  return [...notes.flatMap(({ line, note }) => (note === undefined ? [line] : [])), ...told];
}

function tellNote({ attempt, kind, text, forMs }: JobNote, language: ReaderLanguage): string {
  const words = WORDS[language];
  return `${words.attempt(attempt)}${words[kind](secondsOf(forMs ?? 0))}${text === "" ? "" : `${words.colon}${tellText(text, language)}`}`;
}

function endOf(
  course: JobCourse,
  { language, hasNotedEnd }: { readonly language: ReaderLanguage; readonly hasNotedEnd: boolean },
): readonly Line[] {
  const words = WORDS[language];
  const { state, attempts, startedAtMs, finishedAtMs, nextAtMs, failedReason } = course;
  switch (state) {
    case "completed":
      return finishedAtMs === null
        ? []
        : [{ atMs: finishedAtMs, text: `${words.done}${words.colon}${tellResult(course.result, language)}` }];
    case "failed":
      return finishedAtMs === null || hasNotedEnd
        ? []
        : [
            {
              atMs: finishedAtMs,
              text: `${words.attempt(attempts)}${words.held("")}${words.colon}${tellText(failedReason, language)}`,
            },
          ];
    case "active":
      return startedAtMs === null ? [] : [{ atMs: startedAtMs, text: words.active(attempts + 1) }];
    case "delayed":
      return nextAtMs === null ? [] : [{ atMs: nextAtMs, text: words.delayed }];
    default:
      return [];
  }
}

interface Result {
  readonly kind?: unknown;
  readonly stockoutNo?: unknown;
  readonly proof?: unknown;
  readonly orders?: unknown;
  readonly rule?: unknown;
  readonly bills?: unknown;
}

function tellResult(result: unknown, language: ReaderLanguage): string {
  const words = WORDS[language];
  const { kind, stockoutNo, proof, orders, rule, bills } = (result ?? {}) as Result;
  switch (kind) {
    case "delivered": {
      const by = words.proofs[proof as keyof typeof words.proofs] ?? "";
      return [words.delivered, typeof stockoutNo === "string" ? stockoutNo : "", by && `(${by})`]
        .filter(Boolean)
        .join(" ");
    }
    case "already-delivered":
      return [words.alreadyDelivered, typeof stockoutNo === "string" ? stockoutNo : ""].filter(Boolean).join(" ");
    case "ordered":
      return `${words.ordered} ${Array.isArray(orders) ? orders.join(" ") : ""}`;
    case "excluded":
      return `${words.excluded} ${String(rule)}`;
    case "superseded":
      return words.superseded;
    case "read":
    case "swept":
      return words.read(Number(bills ?? 0));
    default:
      return typeof kind === "string" ? kind : "–";
  }
}

function secondsOf(ms: number): string {
  return `${Math.max(1, Math.round(ms / 1_000))}`;
}

function timeOf(atMs: number): string {
  return formatKingdeeTime(atMs, SHANGHAI).replace("T", " ");
}

const WORDS = {
  "zh-CN": {
    colon: ":",
    added: "加入队列",
    attempt: (n: number) => `第 ${n} 次执行,`,
    wait: (seconds: string) => `等待 ${seconds} 秒后继续`,
    rest: (seconds: string) => `整个队列休息 ${seconds} 秒`,
    again: (_seconds: string) => "未成功,稍后自动再试",
    held: (_seconds: string) => "失败,等待人工处理",
    retried: (_seconds: string) => "由人工重试",
    done: "完成",
    active: (n: number) => `第 ${n} 次执行开始,正在进行`,
    delayed: "将在此时继续",
    delivered: "已送达,旺店通单号",
    alreadyDelivered: "此前已送达,没有再推送",
    proofs: { answered: "凭推送应答", duplicate: "凭重复拒绝", "looked-up": "凭查询" },
    ordered: "已转换为订单",
    excluded: "按规则排除:",
    superseded: "已有更新的内容,本任务不再执行",
    read: (n: number) => `已读取单据 ${n} 张`,
  },
  en: {
    colon: ": ",
    added: "added to the queue",
    attempt: (n: number) => `attempt ${n}: `,
    wait: (seconds: string) => `goes on in ${seconds} s`,
    rest: (seconds: string) => `the whole queue rests for ${seconds} s`,
    again: (_seconds: string) => "did not work and is tried again by itself",
    held: (_seconds: string) => "failed and waits for a person",
    retried: (_seconds: string) => "a person has it tried again",
    done: "done",
    active: (n: number) => `attempt ${n} has begun and is under way`,
    delayed: "goes on at this time",
    delivered: "delivered, Wangdiantong's number",
    alreadyDelivered: "delivered before, nothing was pushed again",
    proofs: {
      answered: "by the answer to the push",
      duplicate: "by a refusal as duplicate",
      "looked-up": "by a look-up",
    },
    ordered: "turned into orders",
    excluded: "left out by the rule",
    superseded: "there is newer content; this job does nothing",
    read: (n: number) => `read ${n} bills`,
  },
} as const;
