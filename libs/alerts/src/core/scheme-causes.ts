import { FAULT_CODES, faultWords } from "@billferry/contracts";

import { accountKey, codeIn, kingdeeRefusal } from "./cause-keys.ts";
import { NOTHING_STOPPED, type Cause } from "./cause.ts";
import { absentDelivery, oldestBill } from "./delivery-causes.ts";
import { base, nobody, startIt, stopped, waitingLine, type Observed } from "./scheme-cause-parts.ts";
import { timeOfDay } from "./time-words.ts";
import type { WatchedSchemeFacts } from "./watch-facts.ts";

/** Reading counts as overdue after three intervals and this, so that one slow window is no alarm. */
const OVERDUE_GRACE_MS = 60_000;

/** What keeps a scheme's bills from being read and delivered, and how long they will wait. */
export function schemeCauses(scheme: WatchedSchemeFacts, look: Observed): readonly Cause[] {
  return [
    ...pauses(scheme, look),
    ...absentReading(scheme, look),
    ...absentDelivery(scheme, look),
    ...oldestBill(scheme, look),
    ...failedJobs(scheme),
  ];
}

const STAGES = {
  extract: { zh: "读取", en: "reading" },
  transform: { zh: "转换", en: "turning" },
  load: { zh: "写入", en: "pushing" },
} as const;

function pauses(scheme: WatchedSchemeFacts, { nowMs, limits }: Observed): readonly Cause[] {
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

function absentReading(scheme: WatchedSchemeFacts, { nowMs }: Observed): readonly Cause[] {
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
