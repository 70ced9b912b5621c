import { FAULT_CODES, formatKingdeeTime, SHANGHAI, type FaultCode } from "@billferry/contracts";

import { NOTHING_STOPPED, type Cause } from "./cause.ts";
import type { WatchedSchemeFacts, WatchLimits } from "./watch-facts.ts";

/** Reading counts as overdue after three intervals and this, so that one slow window is no alarm. */
const OVERDUE_GRACE_MS = 60_000;
const MINUTE_MS = 60_000;

interface Look {
  readonly nowMs: number;
  readonly limits: WatchLimits;
}

/** What keeps a scheme's bills from being read and delivered, and how long they will wait. */
export function schemeCauses(scheme: WatchedSchemeFacts, look: Look): readonly Cause[] {
  return [
    ...pauses(scheme, look),
    ...absentReading(scheme, look),
    ...absentDelivery(scheme, look),
    ...oldestBill(scheme, look),
    ...failedJobs(scheme),
  ];
}

/** The names of what explains why a scheme delivers nothing, in the order in which they explain each other. */
export function causeKey(code: string, scope: string): string {
  return `${code}|${scope}`;
}

export function accountKey(code: string, account: string): string {
  return `${code}|account|${account}`;
}

/** The code of a fault at the head of its text: "[KD_LICENCE] …". The rest may hold anything, and is not told. */
export function codeIn(text: string | null): FaultCode | undefined {
  const [, code = ""] = /^\[([A-Z_]+)\]/.exec(text ?? "") ?? [];
  return code in FAULT_CODES ? (code as FaultCode) : undefined;
}

/** What a fault of Kingdee's side says that no waiting ends. */
export function kingdeeRefusal({ lastError }: WatchedSchemeFacts): FaultCode | undefined {
  const code = codeIn(lastError);
  return code !== undefined && FAULT_CODES[code].recovery === "abort" ? code : undefined;
}

const STAGES = { extract: "读取", transform: "转换", load: "写入" } as const;
const SERVICE_OF = { extract: "extractor", transform: "transformer", load: "loader" } as const;

function pauses(scheme: WatchedSchemeFacts, { nowMs, limits }: Look): readonly Cause[] {
  return (["extract", "transform", "load"] as const).flatMap((stage) => {
    const { paused, pausedAtMs } = scheme.stages[stage];
    if (!paused || nowMs - (pausedAtMs ?? 0) < limits.noDeliveryMs) return [];
    const since = pausedAtMs === null ? "" : `,${timeOfDay(pausedAtMs, nowMs)} 起`;
    return [
      {
        ...base(scheme, "STAGE_PAUSED", `STAGE_PAUSED|${stage}`),
        owner: "it",
        ...stopped(scheme, stage),
        title: `${scheme.title}:${STAGES[stage]}已被人工暂停${since}`,
        lines: waitingLine(scheme),
        remedy: `确认可以继续后,在看板恢复,或运行 billferry resume ${stage} --scheme ${scheme.scheme}`,
        path: "/",
      } satisfies Cause,
    ];
  });
}

function absentReading(scheme: WatchedSchemeFacts, { nowMs }: Look): readonly Cause[] {
  const { lastReadMs, readEveryMs, lastError, stages, isBackedUp } = scheme;
  const hasNobody = stages.extract.workers === 0;
  const isLate = readEveryMs !== null && nowMs - (lastReadMs ?? nowMs) > 3 * readEveryMs + OVERDUE_GRACE_MS;
  const neverWorked = lastReadMs === null && lastError !== null;
  if (stages.extract.paused || isBackedUp || !(hasNobody || isLate || neverWorked)) return [];
  const code = codeIn(lastError);
  const since = lastReadMs === null ? "从未成功读取" : `${timeOfDay(lastReadMs, nowMs)} 起没有成功读取`;
  return [
    {
      ...base(scheme, "NO_READING"),
      owner: "it",
      ...NOTHING_STOPPED,
      title: `${scheme.title}:${since}`,
      lines: [
        "新审核的单据不会送达旺店通",
        ...(hasNobody ? [nobody("extract")] : []),
        ...(code === undefined ? [] : [`最近的原因:[${code}] ${FAULT_CODES[code].meaning}`]),
      ],
      remedy: hasNobody
        ? startIt("extract")
        : code === undefined
          ? "查看 extractor 的日志;进程没有反应时重启它"
          : FAULT_CODES[code].remedy,
      path: "/",
      mutedBy: [accountKey(kingdeeRefusal(scheme) ?? "", scheme.accounts.kingdee)],
    },
  ];
}

/** Nothing is delivered though bills wait, or nothing can be, since nobody is there. */
function absentDelivery(scheme: WatchedSchemeFacts, { nowMs, limits }: Look): readonly Cause[] {
  const { waiting, oldestOpenMs, lastDeliveryMs, stages } = scheme;
  if (stages.transform.paused || stages.load.paused) return [];
  const absent = (["transform", "load"] as const).filter((stage) => stages[stage].workers === 0);
  const quietSinceMs = Math.max(oldestOpenMs ?? nowMs, lastDeliveryMs ?? 0);
  const isLate = waiting.items > 0 && nowMs - quietSinceMs > limits.noDeliveryMs;
  if (absent.length === 0 && !isLate) return [];
  const since = lastDeliveryMs === null ? "24 小时内没有送达" : `${timeOfDay(lastDeliveryMs, nowMs)} 起没有送达`;
  const waits = waiting.items === 0 ? "" : `,${waiting.bills} 张单据等待`;
  return [
    {
      ...base(scheme, "NO_DELIVERY"),
      owner: "it",
      ...stopped(scheme, "load"),
      title: `${scheme.title}:${since}${waits}`,
      lines: [
        ...absent.map(nobody),
        ...(oldestOpenMs === null ? [] : [`最久的已等待 ${durationInWords(nowMs - oldestOpenMs)}`]),
      ],
      remedy:
        absent.length > 0 ? absent.map(startIt).join(";") : "billferry status 说明什么在等什么;再看 loader 的日志",
      path: "/",
      mutedBy: shutGate(scheme),
    },
  ];
}

function oldestBill(scheme: WatchedSchemeFacts, { nowMs, limits }: Look): readonly Cause[] {
  const { oldestOpenMs, stages } = scheme;
  if (oldestOpenMs === null || nowMs - oldestOpenMs <= limits.oldestMs) return [];
  if (stages.transform.paused || stages.load.paused) return [];
  return [
    {
      ...base(scheme, "OLDEST_BILL"),
      owner: "it",
      ...stopped(scheme, "load"),
      title: `${scheme.title}:有单据 ${durationInWords(limits.oldestMs)}以上仍未送达`,
      lines: [`最久的从 ${timeOfDay(oldestOpenMs, nowMs)} 起等待`, ...waitingLine(scheme)],
      remedy: "在看板“单据”中按最久的打开,查看它在等什么;或运行 billferry status",
      path: "/bills?state=underway",
      mutedBy: [
        ...shutGate(scheme),
        causeKey("NO_DELIVERY", scheme.scheme),
        accountKey("BACKLOG", scheme.accounts.wangdiantong),
      ],
    },
  ];
}

/** Failed jobs beyond the cases: a person has to try them again. */
function failedJobs(scheme: WatchedSchemeFacts): readonly Cause[] {
  const failed = scheme.stages.transform.failed + scheme.stages.load.failed - scheme.held;
  if (failed <= 0) return [];
  return [
    {
      ...base(scheme, "FAILED_JOBS"),
      owner: "it",
      ...NOTHING_STOPPED,
      title: `${scheme.title}:${failed} 个失败任务没有异常单`,
      lines: [],
      remedy: "在看板“队列”查看原因;billferry retry --all 可重试",
      path: "/queues",
    },
  ];
}

/** What is known of the scheme's Wangdiantong account explains that nothing is delivered. */
function shutGate({ accounts: { wangdiantong }, gate }: WatchedSchemeFacts): readonly string[] {
  return [codeIn(gate?.why ?? null) ?? "", "CIRCUIT_OPEN", "RATE_LIMITED"].map((code) =>
    accountKey(code, wangdiantong),
  );
}

function base({ scheme, title }: WatchedSchemeFacts, code: Cause["code"], name: string = code) {
  return {
    key: causeKey(name, scheme),
    code,
    group: causeKey(name, scheme),
    label: title,
    mutedBy: [] as readonly string[],
  };
}

function stopped({ waiting }: WatchedSchemeFacts, stage: "extract" | "transform" | "load") {
  return stage === "extract" ? NOTHING_STOPPED : { bills: waiting.bills, orders: waiting.orders, amount: null };
}

function waitingLine({ waiting }: WatchedSchemeFacts): readonly string[] {
  return waiting.items === 0 ? [] : [`${waiting.bills} 张单据、${waiting.orders} 个订单等待`];
}

function nobody(stage: "extract" | "transform" | "load"): string {
  return `没有运行中的 ${SERVICE_OF[stage]} 进程`;
}

function startIt(stage: "extract" | "transform" | "load"): string {
  const name = SERVICE_OF[stage];
  return `启动 ${name}(docker compose up -d ${name},或 npm start);起不来时看它的日志`;
}

/** "14:05" of today, else with its day; Kingdee's time. */
export function timeOfDay(epochMs: number, nowMs: number): string {
  const [text, now] = [formatKingdeeTime(epochMs, SHANGHAI), formatKingdeeTime(nowMs, SHANGHAI)];
  return text.slice(0, 10) === now.slice(0, 10) ? text.slice(11, 16) : text.slice(5, 16);
}

export function durationInWords(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
  if (minutes < 120) return `${minutes} 分钟`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} 小时` : `${Math.round(hours / 24)} 天`;
}
