import {
  describeOffset,
  green,
  isAddressAtFault,
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

/** A code that orders will name, and what Wangdiantong has under it. */
export interface CodeInUse {
  readonly code: string;
  /** From a code table, or seen in bills. */
  readonly source: string;
  readonly state: "usable" | "unknown" | "disabled" | "outsourced";
}

export interface WangdiantongFacts {
  readonly settings: Known<{ readonly account: string; readonly callsPerMinute: number }>;
  /** The first call: it is understood, and its signature accepted. */
  readonly credentials: Known<null>;
  /** The server's clock minus this machine's, where it was so far off that a signature was refused. */
  readonly clockOffsetMs: Known<number | undefined>;
  readonly documents: Known<{ readonly title: string }>;
  readonly warehouses: Known<readonly CodeInUse[]>;
  readonly carriers: Known<readonly CodeInUse[]>;
  readonly skus: Known<{ readonly asked: number; readonly unknown: readonly string[] }>;
  /** The constant of the scheme, undefined where it sets none. */
  readonly reason: Known<string | undefined>;
}

/** An address that is not Wangdiantong's answers so. */
const ADDRESS_CODES = ["WDT_ANSWER_INVALID", "WDT_URL_WRONG"] as const;

/** What most accounts are given, as far as anybody tells [wangdiantong 4]; the true number is in the contract. */
const USUAL_CALLS_PER_MINUTE = 60;
const FEWEST_CALLS_PER_MINUTE = 5;

export const WANGDIANTONG_CHECKS: readonly Check<WangdiantongFacts>[] = [
  {
    id: "wangdiantong.settings",
    title: { zh: "旺店通设置完整", en: "Wangdiantong's settings are complete" },
    remedy: { zh: "按提示设置 WDT_* 环境变量", en: "Set the named WDT_* environment variables" },
    judge: judgeSettings,
  },
  {
    id: "wangdiantong.reachable",
    title: { zh: "旺店通地址可达", en: "Wangdiantong's address is reachable" },
    remedy: { zh: "核对 WDT_URL,应以 /openapi2/ 结尾", en: "Check WDT_URL; it ends with /openapi2/" },
    judge: ({ credentials }) => judgeReached(credentials, ADDRESS_CODES),
  },
  {
    id: "wangdiantong.signature",
    title: { zh: "旺店通凭据与签名", en: "Wangdiantong's credentials and signature" },
    remedy: { zh: "核对 WDT_SID、WDT_APPKEY、WDT_APPSECRET", en: "Check WDT_SID, WDT_APPKEY and WDT_APPSECRET" },
    judge: ({ credentials }) =>
      isAddressAtFault(credentials, ADDRESS_CODES)
        ? skipped("wangdiantong.reachable")
        : whenKnown(credentials, () => green("签名被接受", "the signature is accepted")),
  },
  {
    id: "wangdiantong.clock",
    title: { zh: "旺店通时钟(5 分钟以内)", en: "Wangdiantong's clock (within 5 minutes)" },
    remedy: {
      zh: "校准本机时钟(NTP);程序已改按旺店通的时钟签名",
      en: "Set this machine's clock (NTP); calls are signed by Wangdiantong's clock meanwhile",
    },
    judge: ({ clockOffsetMs }) =>
      whenKnown(clockOffsetMs, (offsetMs) => {
        if (offsetMs === undefined) return green("时间戳被接受", "the timestamp is accepted");
        const { zh, en } = describeOffset(offsetMs);
        return red(`时间戳曾被拒绝:旺店通${zh}`, `the timestamp was refused: Wangdiantong is ${en}`);
      }),
  },
  {
    id: "wangdiantong.rate",
    title: { zh: "每分钟调用次数", en: "Calls per minute" },
    remedy: {
      zh: "按合同核对 WDT_CALLS_PER_MINUTE;同一 sid 的其他系统也占用次数",
      en: "Check WDT_CALLS_PER_MINUTE against the contract; other systems of this sid count too",
    },
    judge: ({ settings }) =>
      whenKnown(toldBy("wangdiantong.settings", settings), ({ callsPerMinute }) => {
        const zh = `每分钟 ${callsPerMinute} 次`;
        const en = `${callsPerMinute} a minute`;
        if (callsPerMinute > USUAL_CALLS_PER_MINUTE)
          return yellow(
            `${zh},高于常见的 ${USUAL_CALLS_PER_MINUTE} 次`,
            `${en}, above the usual ${USUAL_CALLS_PER_MINUTE}`,
          );
        if (callsPerMinute < FEWEST_CALLS_PER_MINUTE) return yellow(`${zh},传输会很慢`, `${en}: very slow`);
        return green(zh, en);
      }),
  },
  {
    id: "wangdiantong.documents",
    title: { zh: "单据查询权限", en: "The right to query documents" },
    remedy: {
      zh: "请旺店通为该 appkey 开通其他出入库单的推送与查询接口",
      en: "Let Wangdiantong open the push and query interfaces of these documents for this appkey",
    },
    judge: ({ documents }) => whenKnown(documents, ({ title }) => green(`${title}可查询`, `${title} can be queried`)),
  },
  {
    id: "wangdiantong.warehouses",
    title: { zh: "仓库在旺店通中可用", en: "The warehouses are usable in Wangdiantong" },
    remedy: {
      zh: "在旺店通中建立或启用仓库,或修改仓库对照表;委外仓库不支持本接口",
      en: "Set up or enable the warehouse in Wangdiantong, or mend the warehouse table; outsourced ones do not take these documents",
    },
    judge: ({ warehouses }) => whenKnown(warehouses, judgeCodes),
  },
  {
    id: "wangdiantong.carriers",
    title: { zh: "物流公司在旺店通中可用", en: "The carriers are usable in Wangdiantong" },
    remedy: {
      zh: "在旺店通中建立或启用该物流公司,或修改物流对照表",
      en: "Set up or enable the carrier, or mend the carrier table",
    },
    judge: ({ carriers }) => whenKnown(carriers, judgeCodes),
  },
  {
    id: "wangdiantong.skus",
    title: { zh: "近期单据的商家编码在旺店通中存在", en: "Wangdiantong has the recent bills' SKUs" },
    remedy: { zh: "在旺店通中建立或启用这些商家编码", en: "Set up or enable these SKUs in Wangdiantong" },
    judge: ({ skus }) =>
      whenKnown(skus, ({ asked, unknown }) => {
        if (asked === 0) return green("没有近期单据可抽查", "there is no recent bill to take one from");
        if (unknown.length === 0) return green(`抽查 ${asked} 个均存在`, `all ${asked} that were asked for are there`);
        const words = listed(unknown);
        return red(`抽查 ${asked} 个,不存在或已停用:${words.zh}`, `of ${asked}, absent or disabled: ${words.en}`);
      }),
  },
  {
    id: "wangdiantong.reason",
    title: { zh: "出入库原因", en: "The reason" },
    remedy: { zh: "请在旺店通 设置→基本设置→原因列表 确认", en: "Look it up in Wangdiantong: 设置→基本设置→原因列表" },
    judge: ({ reason }) =>
      whenKnown(reason, (text) =>
        text === undefined
          ? green("方案未使用", "the scheme sets none")
          : yellow(`“${text}”无法通过接口核对`, `“${text}” cannot be checked by any interface`),
      ),
  },
];

const STATES = [
  ["unknown", "不存在", "unknown"],
  ["disabled", "已停用", "disabled"],
  ["outsourced", "委外", "outsourced"],
] as const;

function judgeCodes(codes: readonly CodeInUse[]): CheckVerdict {
  if (codes.length === 0) return green("方案与近期单据均未用到", "neither the tables nor recent bills name any");
  const parts = STATES.flatMap(([state, zh, en]) => {
    const bad = codes.filter((each) => each.state === state).map(({ code, source }) => `${code}(${source})`);
    const words = listed(bad);
    return bad.length === 0 ? [] : [{ zh: `${zh}:${words.zh}`, en: `${en}: ${words.en}` }];
  });
  if (parts.length === 0) return green(`${codes.length} 个均可用`, `all ${codes.length} are usable`);
  return red(parts.map(({ zh }) => zh).join(";"), parts.map(({ en }) => en).join("; "));
}
