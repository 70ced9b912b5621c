import { green, judgeAmount, judgeOffset, red, toldBy, toOneLine, whenKnown, yellow } from "./diagnose.ts";
import type { Check, Known, CheckVerdict } from "./diagnose.ts";

/** What INFO and TIME tell; undefined where a server does not say. */
export interface RedisServer {
  readonly version: string;
  readonly evictionPolicy: string | undefined;
  readonly isAppendOnly: boolean | undefined;
  /** Names of the writes that went wrong the last time: `aof`, `aof-rewrite`, `rdb`. */
  readonly failedWrites: readonly string[];
  readonly usedBytes: number;
  /** 0: no limit of its own. */
  readonly limitBytes: number;
  /** Of the machine; 0 where it is not told. */
  readonly systemBytes: number;
  /** Redis' clock minus this machine's. */
  readonly clockOffsetMs: number;
}

export interface RedisFacts {
  readonly server: Known<RedisServer>;
  readonly state: Known<{ readonly bills: number; readonly orders: number; readonly unreadable: readonly string[] }>;
}

const OLDEST = [6, 2] as const;
const CLOCK_LIMITS = { yellowMs: 5_000, redMs: 300_000 };

function onServer({ server }: RedisFacts, judge: (server: RedisServer) => CheckVerdict): CheckVerdict {
  return whenKnown(toldBy("redis.reachable", server), judge);
}

export const REDIS_CHECKS: readonly Check<RedisFacts>[] = [
  {
    id: "redis.reachable",
    title: { zh: "Redis 可连接", en: "Redis is reachable" },
    remedy: {
      zh: "设置 REDIS_URL,或先运行 npm start;确认 Redis 正在运行、密码正确",
      en: "Set REDIS_URL or run npm start first; see that Redis runs and the password is right",
    },
    judge: ({ server }) => {
      if (server.kind !== "failed") return whenKnown(server, () => green("有应答", "it answers"));
      const line = toOneLine(server.failure.message);
      return { ...red(line, `no answer: ${line}`), code: server.failure.code };
    },
  },
  {
    id: "redis.version",
    title: { zh: "Redis 版本不低于 6.2", en: "Redis is 6.2 or newer" },
    remedy: { zh: "升级 Redis 到 6.2 或更高(建议 7.2)", en: "Upgrade Redis to 6.2 or newer (7.2 is better)" },
    judge: (facts) =>
      onServer(facts, ({ version }) => {
        const [major = 0, minor = 0] = version.split(".").map(Number);
        const isEnough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
        return isEnough ? green(version, version) : red(version, version);
      }),
  },
  {
    id: "redis.eviction",
    title: { zh: "内存满时不丢数据(maxmemory-policy)", en: "Nothing is evicted (maxmemory-policy)" },
    remedy: { zh: "把 maxmemory-policy 设为 noeviction", en: "Set maxmemory-policy to noeviction" },
    judge: (facts) =>
      onServer(facts, ({ evictionPolicy }) => {
        if (evictionPolicy === undefined) return yellow("服务器未告知", "the server does not tell");
        return evictionPolicy === "noeviction"
          ? green("noeviction", "noeviction")
          : red(`${evictionPolicy} 会静默丢弃任务`, `${evictionPolicy} drops jobs silently`);
      }),
  },
  {
    id: "redis.durable",
    title: { zh: "数据落盘(appendonly)", en: "Data is on disk (appendonly)" },
    remedy: {
      zh: "设 appendonly yes;若写盘失败,检查磁盘空间与权限",
      en: "Set appendonly yes; where a write failed, check the disk's space and rights",
    },
    judge: (facts) =>
      onServer(facts, ({ isAppendOnly, failedWrites }) => {
        const names = failedWrites.join(", ");
        if (failedWrites.length > 0) return red(`上次写盘失败:${names}`, `the last write failed: ${names}`);
        if (isAppendOnly === undefined) return yellow("服务器未告知", "the server does not tell");
        return isAppendOnly
          ? green("appendonly 已开启,上次写盘成功", "appendonly is on, the last write went well")
          : yellow("appendonly 未开启,断电后需由两端重建", "appendonly is off: a power cut means rebuilding");
      }),
  },
  {
    id: "redis.memory",
    title: { zh: "内存余量", en: "Memory headroom" },
    remedy: {
      zh: "增大 maxmemory 或机器内存,或减小 LEDGER_DAYS",
      en: "Raise maxmemory or the machine's memory, or lower LEDGER_DAYS",
    },
    judge: (facts) => onServer(facts, judgeMemory),
  },
  {
    id: "redis.clock",
    title: { zh: "Redis 与本机时钟一致", en: "Redis' clock agrees with this machine's" },
    remedy: { zh: "在两台机器上启用 NTP 校时", en: "Let NTP set the clocks of both machines" },
    judge: (facts) => onServer(facts, ({ clockOffsetMs }) => judgeOffset(clockOffsetMs, CLOCK_LIMITS)),
  },
  {
    id: "redis.state",
    title: { zh: "台账可读", en: "The ledger can be read" },
    remedy: {
      zh: "确认程序版本;用 npx billferry repair 检查,必要时加 --rebuild --yes 由两端重建",
      en: "Check the program's version; npx billferry repair, and --rebuild --yes to rebuild it from both ends",
    },
    judge: ({ state }) =>
      whenKnown(state, ({ bills, orders, unreadable }) =>
        unreadable.length === 0
          ? green(`单据 ${bills} 张,订单 ${orders} 个`, `${bills} bills, ${orders} orders`)
          : red(
              `${unreadable.length} 条无法识别,例如 ${unreadable[0] ?? ""}`,
              `${unreadable.length} records cannot be read, as ${unreadable[0] ?? ""}`,
            ),
      ),
  },
];

function judgeMemory({ usedBytes, limitBytes, systemBytes }: RedisServer): CheckVerdict {
  const most = limitBytes > 0 ? limitBytes : systemBytes;
  const used = inMegabytes(usedBytes);
  if (most === 0) return green(`已用 ${used},未设上限`, `${used} used, no limit`);
  const share = usedBytes / most;
  const percent = Math.round(share * 100);
  const of = limitBytes > 0 ? { zh: "上限", en: "the limit of" } : { zh: "机器内存", en: "the machine's" };
  const zh = `已用 ${used},占${of.zh} ${inMegabytes(most)} 的 ${percent}%`;
  const en = `${used} used, ${percent}% of ${of.en} ${inMegabytes(most)}`;
  return judgeAmount(share, { red: 0.9, yellow: 0.75 }, { zh, en });
}

function inMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_048_576)} MB`;
}
