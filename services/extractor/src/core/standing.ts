import { parseKingdeeTime, type Cell, type Zone } from "@billferry/contracts";

/** Head fields only, so that Kingdee answers one row a bill [kingdee 4.1]. */
export const STANDING_FIELDS = ["FID", "FBillNo", "FDocumentStatus", "FCancelStatus", "FApproveDate"] as const;

type StandingField = (typeof STANDING_FIELDS)[number];
type WithdrawalCause = "unapproved" | "voided" | "deleted";

/** How a bill stands in Kingdee now. */
export type Standing =
  | { readonly kind: "approved"; readonly approvedAtMs: number | undefined }
  | { readonly kind: "withdrawn"; readonly cause: WithdrawalCause };

export type StandingVerdict =
  | { readonly kind: "standings"; readonly of: ReadonlyMap<string, Standing> }
  /** The answer may be wrong, so nobody may be withdrawn by it; `why` is for the operator, in Chinese. */
  | { readonly kind: "doubtful"; readonly why: string };

/** Fewer ids than this may all have been deleted by a person on one morning. */
const ENOUGH_TO_DOUBT = 20;
const STATUSES = new Set(["Z", "A", "B", "C", "D"]);

/**
 * What an answer to "these bills, in any state" says about each of them. A bill that is missing was deleted, but only
 * where the answer can be trusted: one that lacks more than half of what was asked for looks like a data-permission
 * rule, and a row that was not asked for, or without a status, like a server that answers something else.
 */
export function judgeStanding(
  asked: readonly string[],
  rows: readonly (readonly Cell[])[],
  zone: Zone,
): StandingVerdict {
  const found = new Map<string, Standing>();
  const wanted = new Set(asked);
  for (const row of rows) {
    const textOf = (field: StandingField): string => String(row[STANDING_FIELDS.indexOf(field)] ?? "").trim();
    const [billId, status, cancel] = [textOf("FID"), textOf("FDocumentStatus"), textOf("FCancelStatus")];
    if (!wanted.has(billId)) return doubtful(`返回了未请求的单据 FID=${billId}`);
    if (!STATUSES.has(status)) return doubtful(`FID=${billId} 的单据状态无法识别`);
    if (cancel !== "A" && cancel !== "B") return doubtful(`FID=${billId} 的作废状态无法识别`);
    found.set(billId, standingOf(status, cancel, parseKingdeeTime(textOf("FApproveDate"), zone)));
  }
  const missing = asked.length - found.size;
  if (asked.length >= ENOUGH_TO_DOUBT && missing * 2 > asked.length)
    return doubtful(`按内码查询 ${asked.length} 张单据,有 ${missing} 张未返回,可能是集成用户的数据权限有变`);
  const of = asked.map((billId): [string, Standing] => [
    billId,
    found.get(billId) ?? { kind: "withdrawn", cause: "deleted" },
  ]);
  return { kind: "standings", of: new Map(of) };
}

/** Whether further rows could change nothing: each bill has been shown, or one that nobody asked for. */
export function isSettled(asked: readonly string[], rows: readonly (readonly Cell[])[]): boolean {
  const missing = new Set(asked);
  const wanted = new Set(asked);
  for (const row of rows) {
    const billId = String(row[0] ?? "").trim();
    if (!wanted.has(billId)) return true;
    missing.delete(billId);
  }
  return missing.size === 0;
}

/** Not shown while another living bill has the number: deleted and made again, not hidden by a data permission. */
export function findReplaced(
  asked: readonly string[],
  rows: readonly (readonly Cell[])[],
  sharing: ReadonlySet<string>,
): readonly string[] {
  const shown = new Set(rows.map((row) => String(row[0] ?? "").trim()));
  return asked.filter((billId) => sharing.has(billId) && !shown.has(billId));
}

/** Bills as they stand, by their rows; undefined where a row cannot be read. */
export function readStandings(
  rows: readonly (readonly Cell[])[],
  zone: Zone,
): readonly { readonly billId: string; readonly billNo: string; readonly standing: Standing }[] | undefined {
  const bills = rows.map((row) => {
    const [billId = "", billNo = "", status = "", cancel = "", approvedAt = ""] = row.map((cell) =>
      String(cell ?? "").trim(),
    );
    const isReadable = STATUSES.has(status) && (cancel === "A" || cancel === "B") && billId !== "";
    return isReadable
      ? { billId, billNo, standing: standingOf(status, cancel, parseKingdeeTime(approvedAt, zone)) }
      : undefined;
  });
  const read = bills.filter((bill) => bill !== undefined);
  return read.length < bills.length ? undefined : read;
}

function standingOf(status: string, cancel: string, approvedAtMs: number | undefined): Standing {
  if (cancel === "B") return { kind: "withdrawn", cause: "voided" };
  return status === "C" ? { kind: "approved", approvedAtMs } : { kind: "withdrawn", cause: "unapproved" };
}

function doubtful(why: string): StandingVerdict {
  return { kind: "doubtful", why };
}
