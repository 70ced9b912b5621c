import { green, listed, red, skipped, whenKnown, yellow, type Check, type Known } from "./diagnose.ts";

/** What a check of the scheme's own text found. */
interface Finding {
  readonly severity: "error" | "warning";
  readonly line: string;
}

export interface SchemeFacts {
  readonly loaded: Known<{ readonly title: string; readonly version: string }>;
  readonly findings: readonly Finding[];
  /** "2026-11-01 00:00:00", undefined where it is not set. */
  readonly startFrom: Known<string | undefined>;
  readonly keeping: Known<{ readonly ledgerMs: number; readonly sweepMs: number }>;
}

const DAY_MS = 86_400_000;

const LOADED: Check<SchemeFacts> = {
  id: "scheme.loads",
  title: { zh: "集成方案可读", en: "The scheme loads" },
  remedy: { zh: "按提示修改方案文件", en: "Mend the scheme file as told" },
  judge: ({ loaded }) =>
    whenKnown(loaded, ({ title, version }) => green(`${title}(版本 ${version})`, `${title} (version ${version})`)),
};

const LINT: Check<SchemeFacts> = {
  id: "scheme.check",
  title: { zh: "方案检查", en: "The scheme's own check" },
  remedy: { zh: "运行 npx billferry scheme check 查看全部", en: "npx billferry scheme check shows all of it" },
  judge: ({ findings, loaded }) => {
    if (loaded.kind !== "known") return skipped("scheme.loads");
    const words = listed(
      findings.map(({ line }) => line),
      3,
    );
    if (findings.some(({ severity }) => severity === "error")) return red(words.zh, words.en);
    return findings.length > 0 ? yellow(words.zh, words.en) : green("没有发现", "nothing found");
  },
};

const START: Check<SchemeFacts> = {
  id: "scheme.start-from",
  title: { zh: "上线时刻 START_FROM", en: "START_FROM" },
  remedy: {
    zh: "设置 START_FROM(金蝶时间),例如 2026-11-01 00:00:00;此后审核的单据才会传输",
    en: "Set START_FROM (Kingdee's time), as in 2026-11-01 00:00:00; bills approved from then on are carried",
  },
  judge: ({ startFrom }) =>
    whenKnown(startFrom, (text) => (text === undefined ? red("未设置", "not set") : green(text, text))),
};

const KEEPING: Check<SchemeFacts> = {
  id: "scheme.ledger-days",
  title: { zh: "台账保留天数长于补漏深度", en: "The ledger reaches further back than the sweeps" },
  remedy: {
    zh: "增大 LEDGER_DAYS,或减小 SWEEP_DEPTH、NIGHTLY_SWEEP_DEPTH",
    en: "Raise LEDGER_DAYS, or lower SWEEP_DEPTH and NIGHTLY_SWEEP_DEPTH",
  },
  judge: ({ keeping }) =>
    whenKnown(keeping, ({ ledgerMs, sweepMs }) => {
      const [kept, swept] = [inDays(ledgerMs), inDays(sweepMs)];
      const zh = `保留 ${kept} 天,最深补漏 ${swept} 天`;
      const en = `kept ${kept} days, deepest sweep ${swept} days`;
      return ledgerMs > sweepMs ? green(zh, en) : red(zh, en);
    }),
};

/** The scheme's lines of the report. */
export const SCHEME_CHECKS: readonly Check<SchemeFacts>[] = [LOADED, LINT, START, KEEPING];

function inDays(ms: number): string {
  return String(Math.round((ms / DAY_MS) * 10) / 10);
}
