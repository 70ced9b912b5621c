import { formatZone, SHANGHAI } from "@billferry/contracts";
import { inEnglish } from "@billferry/contracts/english";
import type { UnusedInBills } from "@billferry/scheme";

import {
  green,
  isAddressAtFault,
  judgeOffset,
  judgeReached,
  judgeSettings,
  listed,
  red,
  skipped,
  toldBy,
  whenKnown,
  yellow,
  type Check,
  type Known,
  type CheckVerdict,
} from "./diagnose.ts";
import { judgeSight, type Sight } from "./diagnose-sight.ts";

interface UnknownField {
  /** As the scheme spells it, and the key that was asked for. */
  readonly name: string;
  readonly key: string;
  readonly isNeeded: boolean;
  readonly nearest: string | undefined;
}

/** Bills read as the extractor reads them, and what the scheme makes of them. */
export interface KingdeeSample {
  readonly bills: number;
  readonly refused: readonly string[];
  /** What their lines carry and the scheme does not use, with the bills where it is so. */
  readonly unused: readonly UnusedInBills[];
}

export type FieldsFact = { readonly asked: number; readonly unknown: readonly UnknownField[] };

export type PageFact = { readonly wanted: number; readonly returned: number; readonly isMoreBeyond: boolean };

export interface KingdeeFacts {
  readonly settings: Known<{ readonly account: string; readonly method: string }>;
  readonly signIn: Known<null>;
  /** Kingdee's clock minus this machine's; undefined where its answers bear no date. */
  readonly clockOffsetMs: Known<number | undefined>;
  readonly zone: Known<{ readonly offsetMinutes: number }>;
  /** The newest bills of the form, in any state, without the scheme's filter. */
  readonly sight: Known<Sight>;
  readonly fields: Known<FieldsFact>;
  readonly filter: Known<null>;
  readonly sample: Known<KingdeeSample>;
  readonly page: Known<PageFact>;
}

/** An address that is not Kingdee's answers so. */
const ADDRESS_CODES = ["KD_NOT_API", "KD_GATEWAY"] as const;
const CLOCK_LIMITS = { yellowMs: 60_000, redMs: 300_000 };

export const KINGDEE_CHECKS: readonly Check<KingdeeFacts>[] = [
  {
    id: "kingdee.settings",
    title: { zh: "金蝶设置完整", en: "Kingdee's settings are complete" },
    remedy: { zh: "按提示设置 KINGDEE_* 环境变量", en: "Set the named KINGDEE_* environment variables" },
    judge: judgeSettings,
  },
  {
    id: "kingdee.reachable",
    title: { zh: "金蝶地址可达", en: "Kingdee's address is reachable" },
    remedy: { zh: "核对 KINGDEE_URL,应以 /k3cloud/ 结尾", en: "Check KINGDEE_URL; it ends with /k3cloud/" },
    judge: ({ signIn }) => judgeReached(signIn, ADDRESS_CODES),
  },
  {
    id: "kingdee.sign-in",
    title: { zh: "金蝶登录", en: "Signing in to Kingdee" },
    remedy: { zh: "核对 KINGDEE_USER、KINGDEE_AUTH 与密钥", en: "Check KINGDEE_USER, KINGDEE_AUTH and the secret" },
    judge: ({ signIn, settings }) => {
      if (isAddressAtFault(signIn, ADDRESS_CODES)) return skipped("kingdee.reachable");
      const method = settings.kind === "known" ? settings.value.method : "";
      return whenKnown(signIn, () => green(`已登录(${method})`, `signed in (${method})`));
    },
  },
  {
    id: "kingdee.clock",
    title: { zh: "金蝶时钟", en: "Kingdee's clock" },
    remedy: {
      zh: "校准金蝶服务器或本机的时钟(NTP);读取按金蝶的时钟进行,不会因此漏单",
      en: "Set the clock of Kingdee's server or of this machine (NTP); reading goes by Kingdee's clock and loses nothing",
    },
    judge: ({ clockOffsetMs }) => whenKnown(clockOffsetMs, judgeClock),
  },
  {
    id: "kingdee.zone",
    title: { zh: "金蝶时区", en: "Kingdee's zone" },
    remedy: {
      zh: "确认金蝶服务器的时区;START_FROM 等时间均按北京时间书写",
      en: "Make sure of the zone of Kingdee's server; START_FROM and other times are written in China time",
    },
    judge: ({ zone }) =>
      whenKnown(zone, (told) => {
        const text = formatZone(told);
        return told.offsetMinutes === SHANGHAI.offsetMinutes
          ? green(text, text)
          : yellow(`${text},不是北京时间`, `${text}, not China time`);
      }),
  },
  {
    id: "kingdee.query",
    title: { zh: "金蝶单据查询权限", en: "The right to query Kingdee's bills" },
    remedy: {
      zh: "在金蝶中为集成用户授予该单据的查询权限",
      en: "Grant the integration user the right to query this form",
    },
    judge: ({ sight }) =>
      whenKnown(sight, ({ bills }) =>
        green(`查询被接受,读到 ${bills.length} 张`, `accepted, ${bills.length} bills read`),
      ),
  },
  {
    id: "kingdee.visible",
    title: { zh: "金蝶数据权限(可见的单据)", en: "Kingdee's data permissions (bills in sight)" },
    remedy: {
      zh: "请金蝶管理员核对集成用户的数据权限规则与可用组织:被规则过滤的单据不报错,只是看不到",
      en: "Let Kingdee's administrator check the user's data-permission rules and organisations: what they filter out is no error, it is just not seen",
    },
    judge: ({ sight }) => whenKnown(toldBy("kingdee.query", sight), judgeSight),
  },
  {
    id: "kingdee.fields",
    title: { zh: "方案所用的字段在金蝶中存在", en: "Kingdee has the scheme's fields" },
    remedy: {
      zh: "在方案中改正字段名;仅为“未用到”的字段无需处理",
      en: "Mend the names in the scheme; fields that nothing uses may stay",
    },
    judge: ({ fields }) => whenKnown(fields, judgeFields),
  },
  {
    id: "kingdee.filter",
    title: { zh: "金蝶接受方案的过滤条件", en: "Kingdee takes the scheme's filter" },
    remedy: { zh: "修改方案中的 source.filter", en: "Mend source.filter in the scheme" },
    judge: ({ filter }) => whenKnown(filter, () => green("已接受", "accepted")),
  },
  {
    id: "kingdee.sample",
    title: { zh: "试读近期单据并按方案转换", en: "Recent bills, read and transformed by the scheme" },
    remedy: {
      zh: "用 npx billferry bill 查看列出的单据,按原因更正单据或方案",
      en: "Look at the named bills, and mend them or the scheme by the reason",
    },
    judge: ({ sample }) =>
      whenKnown(sample, ({ bills, refused }) => {
        if (bills === 0) return green("近 30 天没有符合方案的单据", "no bill of the last 30 days is selected");
        if (refused.length === 0) return green(`${bills} 张均可转换`, `all ${bills} can be transformed`);
        const words = listed(refused, 5);
        return yellow(
          `${bills} 张中 ${refused.length} 张无法转换:${words.zh}`,
          `${refused.length} of ${bills} cannot be transformed: ${words.en}`,
        );
      }),
  },
  {
    id: "kingdee.unused",
    title: {
      zh: "分录所带的辅助属性、批号、单位均已用到",
      en: "Auxiliary properties, lots and units of lines are used",
    },
    remedy: {
      zh: "在方案的 spec_no、batch_no 等参数中写入,或在 lines.unused 中写明不区分(docs/scheme.md)",
      en: "Put them into spec_no, batch_no and the like, or say in lines.unused that they do not matter (docs/scheme.md)",
    },
    judge: ({ sample }) =>
      whenKnown(toldBy("kingdee.sample", sample), ({ unused }) => {
        if (unused.length === 0) return green("没有发现未用到的", "nothing is left unused");
        const zh = unused.map(({ label, billNos }) => `${label} ${billNos.length} 张(${listed(billNos, 3).zh})`);
        const en = unused.map(
          ({ label, billNos }) => `${inEnglish(label)} on ${billNos.length} bills (${listed(billNos, 3).en})`,
        );
        return yellow(
          `方案没有用到,不同的货品可能成为同一个编码:${zh.join("、")}`,
          `not used, so different goods may become one code: ${en.join(", ")}`,
        );
      }),
  },
  {
    id: "kingdee.page-size",
    title: { zh: "金蝶一次查询最多返回的行数", en: "Kingdee's row limit of a query" },
    remedy: {
      zh: "请金蝶管理员在 common.config 中调大 WebAPIMaxQueryLimit,或把方案的 source.page_size 改为此数;只影响查询次数,不会漏单",
      en: "Have Kingdee's administrator raise WebAPIMaxQueryLimit in common.config, or set source.page_size to this number; it costs calls and loses nothing",
    },
    judge: ({ page }) => whenKnown(page, judgePage),
  },
];

function judgeClock(offsetMs: number | undefined): CheckVerdict {
  if (offsetMs === undefined)
    return yellow("应答没有 Date,按本机时钟读取", "answers bear no Date; this machine's clock is used");
  return judgeOffset(offsetMs, CLOCK_LIMITS);
}

function judgeFields({ asked, unknown }: FieldsFact): CheckVerdict {
  if (unknown.length === 0) return green(`${asked} 个字段均存在`, `all ${asked} fields are there`);
  const needed = unknown.filter(({ isNeeded }) => isNeeded);
  const shown = listed(
    (needed.length > 0 ? needed : unknown).map(({ name, nearest }) => (nearest ? `${name}(→ ${nearest})` : name)),
  );
  if (needed.length > 0) return red(`方案需要而金蝶没有:${shown.zh}`, `needed and not there: ${shown.en}`);
  return yellow(
    `金蝶没有、方案也未用到(读取时跳过):${shown.zh}`,
    `not there, and not used (left out when reading): ${shown.en}`,
  );
}

function judgePage({ wanted, returned, isMoreBeyond }: PageFact): CheckVerdict {
  if (returned >= wanted) return green(`不少于 ${wanted} 行`, `at least ${wanted} rows`);
  if (!isMoreBeyond)
    return green(
      `方案请求 ${wanted} 行;金蝶中只有 ${returned} 行,上限未知,无论多少都会读全`,
      `${wanted} rows are asked for; there are only ${returned}, so the limit is not known; reading is complete whatever it is`,
    );
  if (returned <= 1)
    return red("金蝶每次只返回 1 行,无法读取单据", "Kingdee gives one row at a time; bills cannot be read");
  return yellow(
    `${returned} 行,少于方案请求的 ${wanted} 行:照样读全,只是查询次数更多`,
    `${returned} rows, fewer than the ${wanted} asked for: reading is complete all the same, with more calls`,
  );
}
