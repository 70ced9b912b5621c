import { faultWords } from "@billferry/contracts";

import { accountCauses } from "./account-causes.ts";
import { NOTHING_STOPPED, type Cause } from "./cause.ts";
import { schemeCauses } from "./scheme-causes.ts";
import { timeOfDay } from "./time-words.ts";
import type { GroupFacts, WatchFacts, WatchLimits } from "./watch-facts.ts";

/** The most of Redis' memory that may be used. */
const FULL = 0.9;
const MIB = 1_048_576;
const LONGEST_CODE = 60;

/** All that is wrong, from what one look has seen. */
export function findCauses(facts: WatchFacts, limits: WatchLimits): readonly Cause[] {
  const look = { nowMs: facts.nowMs, limits };
  const titles = new Map(facts.schemes.map(({ scheme, title }) => [scheme, title]));
  return [
    ...facts.groups.map((group) => caseCause(group, titles.get(group.scheme) ?? group.scheme, facts.nowMs)),
    ...accountCauses(facts.schemes, look),
    ...facts.schemes.flatMap((scheme) => schemeCauses(scheme, look)),
    ...redisCauses(facts),
    ...facts.certificates
      .filter(({ validToMs }) => validToMs - facts.nowMs < limits.certificateMs)
      .map((each) => certificateCause(each, facts.nowMs)),
    ...facts.brokenChannels.map(brokenChannel),
  ];
}

function caseCause(group: GroupFacts, scheme: string, nowMs: number): Cause {
  const { code, gap, bills, orders, amount } = group;
  const missing = gap === undefined ? "" : cut(gap.code);
  const query = new Map([
    ["scheme", group.scheme],
    ["code", code],
    ...(gap === undefined ? [] : [["gap", `${gap.subject}/${gap.code}`] as const]),
  ]);
  return {
    key: ["CASE", group.scheme, code, ...(gap === undefined ? [] : [gap.subject, gap.code])].join("|"),
    code,
    group: `CASE|${group.scheme}|${code}`,
    owner: group.owner,
    title: {
      zh: `${group.meaning}${missing === "" ? "" : `:${missing}`}`,
      en: `${faultWords(code, "en").meaning}${missing === "" ? "" : `: ${missing}`}`,
    },
    label:
      gap === undefined
        ? { zh: group.meaning, en: faultWords(code, "en").meaning }
        : { zh: `${missing}(${gap.subject})`, en: `${missing} (${gap.subject})` },
    lines: [
      { zh: `方案 ${scheme}`, en: `Scheme ${scheme}` },
      {
        zh: `最早从 ${timeOfDay(group.oldestMs, nowMs)} 起等待`,
        en: `The earliest waits since ${timeOfDay(group.oldestMs, nowMs)}`,
      },
    ],
    remedy: { zh: group.remedy, en: remedyInEnglish(group) },
    bills,
    orders,
    amount,
    path: `/cases?${[...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`,
    mutedBy: [],
  };
}

/** That of the code; where codes are missing, with their name. */
function remedyInEnglish({ code, gap }: GroupFacts): string {
  if (gap === undefined) return faultWords(code, "en").remedy;
  const [name, subject] = [cut(gap.code), gap.subject];
  return code === "MAP_CODE_MISSING"
    ? `Add ${name} to the scheme's table ${subject} and save it; the bills go on by themselves`
    : `Add or enable ${name} (${subject}) in Wangdiantong; the orders are tried again by themselves`;
}

function redisCauses({ redis }: WatchFacts): readonly Cause[] {
  const causes: Cause[] = [];
  const add = (code: "REDIS_FULL" | "REDIS_NOT_SAVED", words: Pick<Cause, "title" | "lines" | "remedy">): void => {
    const own = { key: code, code, group: code, owner: "it", label: "Redis", path: "/", mutedBy: [] } as const;
    causes.push({ ...own, ...NOTHING_STOPPED, ...words });
  };
  if (redis.limitBytes > 0 && redis.usedBytes > FULL * redis.limitBytes)
    add("REDIS_FULL", {
      title: {
        zh: `Redis 内存将满:已用 ${Math.round((100 * redis.usedBytes) / redis.limitBytes)}%`,
        en: `Redis' memory is nearly full: ${Math.round((100 * redis.usedBytes) / redis.limitBytes)}% used`,
      },
      lines: [
        {
          zh: `${Math.round(redis.usedBytes / MIB)} MiB,上限 ${Math.round(redis.limitBytes / MIB)} MiB`,
          en: `${Math.round(redis.usedBytes / MIB)} MiB of ${Math.round(redis.limitBytes / MIB)} MiB`,
        },
      ],
      remedy: {
        zh: "调大 maxmemory;满了之后新的单据无法记录,送达会停止",
        en: "Raise maxmemory; once it is full no new bill can be noted, and nothing is delivered",
      },
    });
  if (!redis.isSaved)
    add("REDIS_NOT_SAVED", {
      title: { zh: "Redis 写不进磁盘", en: "Redis cannot write to its disk" },
      lines: [
        {
          zh: "此后若 Redis 重启,会丢失这段时间的记录(单据会重新读取并核实,不会重复送达)",
          en: "If Redis restarts now, what was noted since is lost (the bills are read again and checked, nothing is delivered twice)",
        },
      ],
      remedy: {
        zh: "检查 Redis 数据目录所在磁盘的空间与权限,再看 Redis 的日志",
        en: "Check space and permissions of the disk with Redis' data folder, then Redis' log",
      },
    });
  return causes;
}

function certificateCause({ host, validToMs }: WatchFacts["certificates"][number], nowMs: number): Cause {
  const days = Math.floor((validToMs - nowMs) / 86_400_000);
  return {
    key: `CERTIFICATE|${host}`,
    code: "CERTIFICATE",
    group: `CERTIFICATE|${host}`,
    owner: "it",
    ...NOTHING_STOPPED,
    title:
      validToMs <= nowMs
        ? { zh: `${host} 的证书已过期`, en: `The certificate of ${host} has expired` }
        : { zh: `${host} 的证书将在 ${days} 天后过期`, en: `The certificate of ${host} expires in ${days} days` },
    label: host,
    lines: [{ zh: `有效期至 ${timeOfDay(validToMs, nowMs)}`, en: `Valid until ${timeOfDay(validToMs, nowMs)}` }],
    remedy: {
      zh: "请该服务器的管理员更换证书;过期后与它的连接会全部失败",
      en: "Ask the server's administrator to renew the certificate; once it has expired no connection to it works",
    },
    path: "/",
    mutedBy: [],
  };
}

function brokenChannel({ name, why }: WatchFacts["brokenChannels"][number]): Cause {
  return {
    key: `CHANNEL_BROKEN|${name}`,
    code: "CHANNEL_BROKEN",
    group: `CHANNEL_BROKEN|${name}`,
    owner: "it",
    ...NOTHING_STOPPED,
    title: { zh: `告警渠道 ${name} 发不出消息`, en: `The alert channel ${name} cannot send` },
    label: name,
    lines: [why],
    remedy: {
      zh: "按上面的原因修改设置后重启 watcher,再用 billferry alert test 试发",
      en: "Correct the setting as said above, restart the watcher, and try it with billferry alert test",
    },
    path: "/",
    mutedBy: [],
  };
}

function cut(text: string): string {
  return [...text].length > LONGEST_CODE ? `${[...text].slice(0, LONGEST_CODE).join("")}…` : text;
}
