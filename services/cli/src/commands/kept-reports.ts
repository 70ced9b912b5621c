import { formatKingdeeTime, SHANGHAI, type ReconcileResult } from "@billferry/contracts";
import { findReport, listReports, type ReportSummary } from "@billferry/desk/kept-reports";
import Table from "cli-table3";

import { CommandEnd, EXIT } from "../command-end.ts";
import type { ReportOptions } from "../report-each.ts";
import { askEach, chosenSchemes, type SchemeChoice } from "../schemes.ts";
import { withRedis } from "../with-redis.ts";
import { say } from "../say.ts";

/** Prints the daily reconciliations that are kept, the newest day first. */
export async function printKeptReports({ json, ...choice }: ReportOptions): Promise<void> {
  const reports = await withRedis(async (redis, _log, env) => listReports(redis, chosenSchemes(choice, env)));
  process.stdout.write(`${json ? JSON.stringify(reports) : format(reports)}\n`);
}

/** The kept reconciliation of one day, of each scheme that has one. */
export async function readKeptReport(choice: SchemeChoice, day: string): Promise<ReadonlyMap<string, ReconcileResult>> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day))
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `--day:应为日期,例如 2026-11-01,实际为 ${JSON.stringify(day)}`,
        en: `--day: should be a date such as 2026-11-01, but is ${JSON.stringify(day)}`,
      }),
    );
  return withRedis(async (redis, _log, env) => {
    const asked = await askEach(chosenSchemes(choice, env), async (scheme) => findReport(redis, { scheme, day }));
    const found = [...asked].flatMap(([scheme, report]) => (report ? [[scheme, report.result] as const] : []));
    if (found.length > 0) return new Map(found);
    throw new CommandEnd(
      EXIT.found,
      say({
        zh: `没有 ${day} 的对账报告 → billferry reconcile --list 列出有哪些;或用 --from、--to 重新对账`,
        en: `there is no report of ${day} → billferry reconcile --list tells which there are; or reconcile anew with --from and --to`,
      }),
    );
  });
}

function format(reports: readonly ReportSummary[]): string {
  if (reports.length === 0)
    return say({
      zh: "没有保存的每日对账 → 值守进程(watcher)在 ALERT_DAILY_AT 交给办事员(clerk)去做,两者都须在运行",
      en: "no daily report is kept → the watcher hands it to the clerk at ALERT_DAILY_AT, both have to run",
    });
  const head = [
    say({ zh: "日期", en: "day" }),
    say({ zh: "方案", en: "scheme" }),
    say({ zh: "应有", en: "wanted" }),
    say({ zh: "一致", en: "same" }),
    say({ zh: "已接受", en: "accepted" }),
    say({ zh: "差异", en: "differences" }),
    say({ zh: "做成于", en: "made at" }),
  ];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const { day, scheme, expected, matched, accepted, differences, madeAtMs } of reports) {
    const all = Object.values(differences).reduce((sum, count) => sum + count, 0);
    table.push([day, scheme, expected, matched, accepted, all, formatKingdeeTime(madeAtMs, SHANGHAI)]);
  }
  return say({
    zh: `${table.toString()}\nbillferry reconcile --day <日期> 列出当天的每项差异`,
    en: `${table.toString()}\nbillferry reconcile --day DATE lists each difference of that day`,
  });
}
