import type { Told } from "@billferry/contracts";

import { accountKey, causeKey, codeIn } from "./cause-keys.ts";
import type { Cause } from "./cause.ts";
import { base, nobody, startIt, stopped, waitingLine, type Observed } from "./scheme-cause-parts.ts";
import { durationInWords, timeOfDay } from "./time-words.ts";
import type { WatchedSchemeFacts } from "./watch-facts.ts";

/** Nothing is delivered though bills wait, or nothing can be, since nobody is there. */
export function absentDelivery(scheme: WatchedSchemeFacts, { nowMs, limits }: Observed): readonly Cause[] {
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

export function oldestBill(scheme: WatchedSchemeFacts, { nowMs, limits }: Observed): readonly Cause[] {
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

/** What is known of the scheme's Wangdiantong account explains that nothing is delivered. */
function shutGate({ accounts: { wangdiantong }, gate }: WatchedSchemeFacts): readonly string[] {
  return [codeIn(gate?.why ?? null) ?? "", "CIRCUIT_OPEN", "RATE_LIMITED"].map((code) =>
    accountKey(code, wangdiantong),
  );
}

function joinBoth(texts: readonly Told[]): Told {
  return { zh: texts.map(({ zh }) => zh).join(";"), en: texts.map(({ en }) => en).join("; ") };
}
