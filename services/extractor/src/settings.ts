import { parseKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { duration, wholeNumber, type Environment } from "@billferry/settings";
import { SCHEME_SETTINGS } from "@billferry/scheme";
import { findAuthProblems, KINGDEE_SETTINGS } from "@billferry/kingdee";
import parseDuration from "parse-duration";
import { z } from "zod";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DEFAULTS = { SWEEP_DEPTH: DAY_MS, NIGHTLY_SWEEP_DEPTH: 30 * DAY_MS, LEDGER_DAYS: 180 } as const;

export const EXTRACTOR_SETTINGS = {
  ...KINGDEE_SETTINGS,
  ...SCHEME_SETTINGS,
  SYNC_EVERY: duration("SYNC_EVERY").default(60_000).describe("读取间隔,例如 10m、30s;默认 1 分钟"),
  START_FROM: z
    .string()
    .refine((text) => parseKingdeeTime(text, SHANGHAI) !== undefined, {
      error: "应为金蝶时间,例如 2026-11-01 00:00:00",
    })
    .describe("上线时刻(金蝶时间):此后审核的单据才会传输"),
  SWEEP_EVERY: duration("SWEEP_EVERY").default(HOUR_MS).describe("补漏间隔:重读近期单据,找出迟到、变更和撤回的单据"),
  SWEEP_DEPTH: duration("SWEEP_DEPTH").default(DEFAULTS.SWEEP_DEPTH).describe("每次补漏回看多久"),
  NIGHTLY_SWEEP_AT: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "应为时刻,例如 02:30")
    .meta({ form: "时刻 HH:MM" })
    .default("02:30")
    .describe("每夜深度补漏的时刻(北京时间)"),
  NIGHTLY_SWEEP_DEPTH: duration("NIGHTLY_SWEEP_DEPTH")
    .default(DEFAULTS.NIGHTLY_SWEEP_DEPTH)
    .describe("每夜深度补漏回看多久"),
  LEDGER_DAYS: wholeNumber(1, 3_650)
    .default(DEFAULTS.LEDGER_DAYS)
    .describe("已完成单据在台账中保留的天数;须大于补漏回看的天数"),
};

export type ExtractorSettings = z.infer<z.ZodObject<typeof EXTRACTOR_SETTINGS>>;

/** What is wrong across settings. A bill that the ledger has forgotten would be new to a sweep that still sees it. */
export function findExtractorProblems(env: Environment): readonly string[] {
  const keptMs = (Number(env["LEDGER_DAYS"] || DEFAULTS.LEDGER_DAYS) || 0) * DAY_MS;
  const tooDeep = (["SWEEP_DEPTH", "NIGHTLY_SWEEP_DEPTH"] as const).filter((name) => {
    const depthMs = env[name] ? (parseDuration(env[name]) ?? 0) : DEFAULTS[name];
    return depthMs >= keptMs;
  });
  return [...findAuthProblems(env), ...tooDeep.map((name) => `LEDGER_DAYS:须大于 ${name} 回看的天数`)];
}

/** "02:30" as a cron pattern. */
export function toDailyPattern(time: string): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return `${minute} ${hour} * * *`;
}
