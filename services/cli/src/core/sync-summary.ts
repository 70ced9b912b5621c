import type { Say } from "@billferry/contracts";
import type { CaseItem } from "@billferry/desk";

/** What the sandbox's judge says, counted from its own records alone. */
export interface Judgement {
  readonly bills: number;
  readonly expected: number;
  readonly present: number;
  readonly absent: readonly { readonly outerNo: string; readonly billNo: string }[];
  readonly duplicated: readonly string[];
  readonly unexpected: readonly string[];
  readonly wrong: readonly { readonly outerNo: string; readonly difference: string }[];
  readonly excluded: Readonly<Record<string, number>>;
}

/** A bill or order that waits for a person. */
export type HeldCase = Pick<CaseItem, "kind" | "id" | "billNo" | "reason">;

/** The first sync in numbers. `expected = present + held + missing` by construction. */
export interface SyncSummary {
  readonly bills: number;
  readonly expected: number;
  readonly present: number;
  /** Absent without the ledger knowing why: must be 0. */
  readonly missing: number;
  readonly duplicated: number;
  /** Orders with other content than their bill, or that no bill asks for. */
  readonly wrong: number;
  /** Absent orders that wait for a person. */
  readonly held: number;
  readonly excluded: number;
  readonly seconds: number;
}

function heldBy(held: readonly HeldCase[]): (order: Judgement["absent"][number]) => boolean {
  const orders = new Set(held.filter((each) => each.kind === "order").map((each) => each.id));
  const bills = new Set(held.filter((each) => each.kind === "bill").map((each) => each.billNo));
  return (order) => orders.has(order.outerNo) || bills.has(order.billNo);
}

/** An absent order counts as held where the ledger holds it or its bill, and as missing otherwise. */
export function summarize(judgement: Judgement, held: readonly HeldCase[], elapsedMs: number): SyncSummary {
  const heldCount = judgement.absent.filter(heldBy(held)).length;
  return {
    bills: judgement.bills,
    expected: judgement.expected,
    present: judgement.present,
    missing: judgement.absent.length - heldCount,
    duplicated: judgement.duplicated.length,
    wrong: judgement.wrong.length + judgement.unexpected.length,
    held: heldCount,
    excluded: Object.values(judgement.excluded).reduce((sum, each) => sum + each, 0),
    seconds: Math.round(elapsedMs / 100) / 10,
  };
}

const MOST_NAMED = 5;

/** What the judge found, one line for each kind, the first five by name. */
export function nameFindings(judgement: Judgement, held: readonly HeldCase[], say: Say): readonly string[] {
  const isHeld = heldBy(held);
  const missing = judgement.absent.filter((order) => !isHeld(order)).map(({ outerNo }) => outerNo);
  const wrong = judgement.wrong.map(({ outerNo, difference }) =>
    say({ zh: `${outerNo}(${difference})`, en: `${outerNo} (${say(difference)})` }),
  );
  return [
    ...nameSome(say({ zh: "缺失", en: "missing" }), missing, say),
    ...nameSome(say({ zh: "重复", en: "duplicated" }), judgement.duplicated, say),
    ...nameSome(say({ zh: "内容不同", en: "different content" }), wrong, say),
    ...nameSome(say({ zh: "没有单据要求", en: "asked for by no bill" }), judgement.unexpected, say),
  ];
}

function nameSome(what: string, found: readonly string[], say: Say): readonly string[] {
  if (found.length === 0) return [];
  const rest =
    found.length > MOST_NAMED ? say({ zh: `;……共 ${found.length} 个`, en: `; … ${found.length} in all` }) : "";
  return [
    say({
      zh: `${what}:${found.slice(0, MOST_NAMED).join(";")}${rest}`,
      en: `${what}: ${found.slice(0, MOST_NAMED).join("; ")}${rest}`,
    }),
  ];
}

/** Whether every order is there once and right, or held with a reason. */
export function isSound({ missing, duplicated, wrong }: SyncSummary): boolean {
  return missing === 0 && duplicated === 0 && wrong === 0;
}

/** The summary for people; `findings` are those of `nameFindings`. */
export function describeSummary(
  summary: SyncSummary,
  why: Pick<Judgement, "excluded"> & { readonly held: readonly HeldCase[]; readonly findings: readonly string[] },
  say: Say,
): string[] {
  const excluded = Object.entries(why.excluded)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${say(reason)} ${count}`);
  return [
    say({ zh: `首次同步完成,用时 ${summary.seconds} 秒`, en: `First synchronisation done in ${summary.seconds} s` }),
    say({
      zh: `  已审核单据 ${summary.bills} 张,应有订单 ${summary.expected} 个,旺店通已有 ${summary.present} 个`,
      en: `  approved bills ${summary.bills}, orders wanted ${summary.expected}, in Wangdiantong ${summary.present}`,
    }),
    say({
      zh: `  缺失 ${summary.missing} · 重复 ${summary.duplicated} · 错误 ${summary.wrong}`,
      en: `  missing ${summary.missing} · duplicated ${summary.duplicated} · wrong ${summary.wrong}`,
    }),
    ...why.findings.map((line) => `    ${line}`),
    say({
      zh: `  不传输 ${summary.excluded} 张${excluded.length > 0 ? `:${excluded.join("、")}` : ""}`,
      en: `  not moved ${summary.excluded} bills${excluded.length > 0 ? `: ${excluded.join(", ")}` : ""}`,
    }),
    say(
      why.held.length === 0
        ? { zh: "  待处理 0 个", en: "  held 0" }
        : {
            zh: `  待处理 ${why.held.length} 个,未送达订单 ${summary.held} 个:`,
            en: `  held ${why.held.length}, orders not delivered ${summary.held}:`,
          },
    ),
    ...groupReasons(why.held).map((line) => `    ${say(line)}`),
  ];
}

/** One line for each cause, the most frequent first. */
export function groupReasons(held: readonly HeldCase[]): string[] {
  const counts = new Map<string, number>();
  for (const { reason } of held) {
    // Code and meaning are the cause; what follows the colon belongs to the single case.
    const cause = /^\[[A-Z_]+\] [^::→]+/.exec(reason)?.[0].trim() ?? reason;
    counts.set(cause, (counts.get(cause) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([cause, count]) => `${cause} ×${count}`);
}
