import type { Row } from "./run-scenario.ts";
import type { NotInjectable } from "./scenario.ts";

const HEADS = [
  "#",
  "fault",
  "expected",
  "present",
  "missing",
  "duplicated",
  "wrong",
  "held",
  "struck",
  "recovery",
  "verdict",
];

/** The table fault by fault; problems stand under the row they belong to. */
export function printTable(rows: readonly Row[], notInjectable: readonly NotInjectable[]): string {
  const cells = [HEADS, ...rows.map(toCells)];
  const widths = HEADS.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const print = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 1 || column === 10 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return [
    print(HEADS),
    ...rows.flatMap((row) => [print(toCells(row)), ...row.problems.map((problem) => `      ${problem}`)]),
    "",
    ...notInjectable.map(
      ({ number, name, reason }) => `${String(number).padStart(2)}  ${name}: not injectable: ${reason}`,
    ),
    "",
    summarize(rows),
  ].join("\n");
}

export function summarize(rows: readonly Row[]): string {
  const clean = rows.filter((row) => row.verdict === "clean").length;
  return `${clean} of ${rows.length} faults clean`;
}

function toCells(row: Row): string[] {
  return [
    String(row.number),
    row.name,
    String(row.expected),
    String(row.present),
    String(row.missing),
    String(row.duplicated),
    String(row.wrong),
    row.expectedHeld === row.held ? String(row.held) : `${row.held}/${row.expectedHeld}`,
    String(row.injected),
    row.recoverySeconds === null ? "-" : `${row.recoverySeconds} s`,
    row.verdict,
  ];
}

export interface Circumstances {
  readonly seed: number;
  readonly bills: number;
  readonly command: string;
  readonly cores: number;
  readonly node: string;
  readonly redis: string;
  readonly seconds: number;
}

/** The page that a run leaves behind: what was done, with what, and what came of it. */
export function renderPage(rows: readonly Row[], notInjectable: readonly NotInjectable[], how: Circumstances): string {
  const heads = [
    "#",
    "故障 fault",
    "应有 expected",
    "实有 present",
    "缺 missing",
    "重 duplicated",
    "错 wrong",
    "异常单 held",
    "次数 struck",
    "恢复 recovery",
    "结论 verdict",
  ];
  return [
    "# 证明 · The proof",
    "",
    "<!-- Written by `npm run proof -- --write`. -->",
    "",
    "Every fault of the list, brought about for real: real service processes, a real Redis, both vendors' stand-ins. The",
    "judge is the stand-in's own ledger of stock-out orders, never Billferry's count. Anyone can repeat it:",
    "",
    "```sh",
    how.command,
    "```",
    "",
    `Seed ${how.seed}, ${how.bills} bills a fault (fewer where the row says so), ${how.cores} cores, Node ${how.node}, Redis ${how.redis};`,
    `${Math.round(how.seconds / 60)} minutes in all. ${summarize(rows)}.`,
    "",
    "A row is clean when nothing is missing or duplicated, whatever differs from Kingdee is a case of ours by name, there is",
    "no other case, and every further claim of the fault held. `recovery` is the median time from the end of the fault to the",
    "next new order; for a process killed in a call, until that very order is in and known to be.",
    "",
    line(heads),
    line(heads.map(() => "---")),
    ...rows.map((row) => {
      const [number = "", name = "", ...rest] = toCells(row);
      return line([number, `\`${name}\`<br>${row.zh}<br>${row.en}`, ...rest]);
    }),
    "",
    "## 无法在此注入 · Not injectable here",
    "",
    line(["#", "故障 fault", "原因 reason"]),
    line(["---", "---", "---"]),
    ...notInjectable.map((each) =>
      line([String(each.number), `\`${each.name}\`<br>${each.zh}<br>${each.en}`, each.reason]),
    ),
    "",
  ].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
