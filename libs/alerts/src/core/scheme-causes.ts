import { FAULT_CODES, faultWords, formatKingdeeTime, SHANGHAI, type FaultCode, type Told } from "@billferry/contracts";

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

const STAGES = {
  extract: { zh: "读取", en: "reading" },
  transform: { zh: "转换", en: "turning" },
  load: { zh: "写入", en: "pushing" },
} as const;
const SERVICE_OF = { extract: "extractor", transform: "transformer", load: "loader" } as const;

function pauses(scheme: WatchedSchemeFacts, { nowMs, limits }: Look): readonly Cause[] {
  return (["extract", "transform", "load"] as const).flatMap((stage) => {
    const { paused, pausedAtMs } = scheme.stages[stage];
    if (!paused || nowMs - (pausedAtMs ?? 0) < limits.noDeliveryMs) return [];
    const since =
      pausedAtMs === null
        ? { zh: "", en: "" }
        : { zh: `,${timeOfDay(pausedAtMs, nowMs)} 起`, en: ` since ${timeOfDay(pausedAtMs, nowMs)}` };
    return [
      {
        ...base(scheme, "STAGE_PAUSED", `STAGE_PAUSED|${stage}`),
        owner: "it",
        ...stopped(scheme, stage),
        title: {
          zh: `${scheme.title}:${STAGES[stage].zh}已被人工暂停${since.zh}`,
          en: `${scheme.title}: ${STAGES[stage].en} is paused by a person${since.en}`,
        },
        lines: waitingLine(scheme),
        remedy: {
          zh: `确认可以继续后,在看板恢复,或运行 billferry resume ${stage} --scheme ${scheme.scheme}`,
          en: `When it may go on, resume it in the console, or run billferry resume ${stage} --scheme ${scheme.scheme}`,
        },
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
  const since =
    lastReadMs === null
      ? { zh: "从未成功读取", en: "nothing was ever read" }
      : {
          zh: `${timeOfDay(lastReadMs, nowMs)} 起没有成功读取`,
          en: `nothing was read since ${timeOfDay(lastReadMs, nowMs)}`,
        };
  return [
    {
      ...base(scheme, "NO_READING"),
      owner: "it",
      ...NOTHING_STOPPED,
      title: { zh: `${scheme.title}:${since.zh}`, en: `${scheme.title}: ${since.en}` },
      lines: [
        { zh: "新审核的单据不会送达旺店通", en: "Bills approved from now on do not reach Wangdiantong" },
        ...(hasNobody ? [nobody("extract")] : []),
        ...(code === undefined
          ? []
          : [
              {
                zh: `最近的原因:[${code}] ${FAULT_CODES[code].meaning}`,
                en: `The latest reason: [${code}] ${faultWords(code, "en").meaning}`,
              },
            ]),
      ],
      remedy: hasNobody
        ? startIt("extract")
        : code === undefined
          ? {
              zh: "查看 extractor 的日志;进程没有反应时重启它",
              en: "See the extractor's log; restart it where the process does not react",
            }
          : { zh: faultWords(code, "zh").remedy, en: faultWords(code, "en").remedy },
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
  const since =
    lastDeliveryMs === null
      ? { zh: "24 小时内没有送达", en: "nothing was delivered for 24 hours" }
      : {
          zh: `${timeOfDay(lastDeliveryMs, nowMs)} 起没有送达`,
          en: `nothing was delivered since ${timeOfDay(lastDeliveryMs, nowMs)}`,
        };
  const waits =
    waiting.items === 0
      ? { zh: "", en: "" }
      : { zh: `,${waiting.bills} 张单据等待`, en: `, ${waiting.bills} bills wait` };
  return [
    {
      ...base(scheme, "NO_DELIVERY"),
      owner: "it",
      ...stopped(scheme, "load"),
      title: {
        zh: `${scheme.title}:${since.zh}${waits.zh}`,
        en: `${scheme.title}: ${since.en}${waits.en}`,
      },
      lines: [
        ...absent.map(nobody),
        ...(oldestOpenMs === null
          ? []
          : [
              {
                zh: `最久的已等待 ${durationInWords(nowMs - oldestOpenMs).zh}`,
                en: `The oldest has waited for ${durationInWords(nowMs - oldestOpenMs).en}`,
              },
            ]),
      ],
      remedy:
        absent.length > 0
          ? joinBoth(absent.map(startIt))
          : {
              zh: "billferry status 说明什么在等什么;再看 loader 的日志",
              en: "billferry status tells what waits for what; then see the loader's log",
            },
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
      title: {
        zh: `${scheme.title}:有单据 ${durationInWords(limits.oldestMs).zh}以上仍未送达`,
        en: `${scheme.title}: a bill is not delivered after more than ${durationInWords(limits.oldestMs).en}`,
      },
      lines: [
        {
          zh: `最久的从 ${timeOfDay(oldestOpenMs, nowMs)} 起等待`,
          en: `The oldest waits since ${timeOfDay(oldestOpenMs, nowMs)}`,
        },
        ...waitingLine(scheme),
      ],
      remedy: {
        zh: "在看板“单据”中按最久的打开,查看它在等什么;或运行 billferry status",
        en: "Open the oldest under Bills in the console and see what it waits for; or run billferry status",
      },
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
      title: {
        zh: `${scheme.title}:${failed} 个失败任务没有异常单`,
        en: `${scheme.title}: ${failed} failed jobs without a case`,
      },
      lines: [],
      remedy: {
        zh: "在看板“队列”查看原因;billferry retry --all 可重试",
        en: "See the reason under Queues in the console; billferry retry --all tries them again",
      },
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

function waitingLine({ waiting }: WatchedSchemeFacts): readonly Told[] {
  return waiting.items === 0
    ? []
    : [
        {
          zh: `${waiting.bills} 张单据、${waiting.orders} 个订单等待`,
          en: `${waiting.bills} bills and ${waiting.orders} orders wait`,
        },
      ];
}

function nobody(stage: "extract" | "transform" | "load"): Told {
  return { zh: `没有运行中的 ${SERVICE_OF[stage]} 进程`, en: `No ${SERVICE_OF[stage]} process is running` };
}

function startIt(stage: "extract" | "transform" | "load"): Told {
  const name = SERVICE_OF[stage];
  return {
    zh: `启动 ${name}(docker compose up -d ${name},或 npm start);起不来时看它的日志`,
    en: `Start ${name} (docker compose up -d ${name}, or npm start); see its log where it does not come up`,
  };
}

function joinBoth(texts: readonly Told[]): Told {
  return { zh: texts.map(({ zh }) => zh).join(";"), en: texts.map(({ en }) => en).join("; ") };
}

/** "14:05" of today, else with its day; Kingdee's time. */
export function timeOfDay(epochMs: number, nowMs: number): string {
  const [text, now] = [formatKingdeeTime(epochMs, SHANGHAI), formatKingdeeTime(nowMs, SHANGHAI)];
  return text.slice(0, 10) === now.slice(0, 10) ? text.slice(11, 16) : text.slice(5, 16);
}

export function durationInWords(ms: number): Told {
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
  if (minutes < 120) return { zh: `${minutes} 分钟`, en: `${minutes} minutes` };
  const hours = Math.round(minutes / 60);
  return hours < 48
    ? { zh: `${hours} 小时`, en: `${hours} hours` }
    : { zh: `${Math.round(hours / 24)} 天`, en: `${Math.round(hours / 24)} days` };
}
