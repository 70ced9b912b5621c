import { addDecimals, parseDecimal, type DecimalText, type MissingCode } from "@billferry/contracts";

/** A missing code as one piece of work, however many bills and orders wait for it. */
export type Gap = MissingCode;

/** What waits with one bill or order. */
export interface GapStake {
  readonly billNo: string;
  /** What the lines are grouped by: mostly warehouses. */
  readonly groups: readonly string[];
  readonly amount: DecimalText | null;
}

/** A bill or order that waits for a gap. */
export interface GapMember extends GapStake {
  readonly kind: "bill" | "order";
  readonly id: string;
}

/** "SKU A-117: 43 bills, 3 warehouses, 18 220 in the bills' own currencies wait". */
export interface GapSummary extends MissingCode {
  readonly bills: number;
  readonly members: number;
  readonly groups: readonly string[];
  /** Null where no amount is known. */
  readonly amount: DecimalText | null;
  readonly sinceMs: number;
}

const SEPARATOR = "\t";

/** As it stands in keys: one line, its three parts apart. */
export function packGap({ kind, subject, code }: Gap): string {
  return [kind, subject, code].map((part) => part.replaceAll(/[\t\r\n]+/g, " ")).join(SEPARATOR);
}

export function unpackGap(text: string): Gap | undefined {
  const [kind, subject, code, ...more] = text.split(SEPARATOR);
  if ((kind !== "table" && kind !== "target") || subject === undefined || code === undefined || more.length > 0)
    return undefined;
  return { kind, subject, code };
}

/** Those that a record waits for. */
export function unpackGaps(text: string | null | undefined): readonly Gap[] {
  return (text ?? "").split("\n").flatMap((each) => unpackGap(each) ?? []);
}

function packStake({ billNo, groups, amount }: GapStake): string {
  return JSON.stringify([billNo, groups, amount]);
}

export function unpackStake(text: string): GapStake {
  const [billNo, groups, amount] = JSON.parse(text) as [string, string[], string | null];
  return { billNo, groups, amount: amount === null ? null : (parseDecimal(amount) ?? null) };
}

export function summarizeGap(gap: Gap, members: readonly GapMember[], sinceMs: number): GapSummary {
  const amounts = members.flatMap(({ amount }) => (amount === null ? [] : [amount]));
  return {
    ...gap,
    bills: new Set(members.map(({ billNo }) => billNo)).size,
    members: members.length,
    groups: [...new Set(members.flatMap(({ groups }) => groups))].toSorted(),
    amount: amounts.length === 0 ? null : addDecimals(amounts),
    sinceMs,
  };
}

/** The missing codes that a case waits for, and what waits with it. */
export interface CaseWaits {
  readonly gaps: readonly Gap[];
  readonly stake: GapStake;
}

/** As the scripts take it. */
export function waitsArgs(waits: CaseWaits | undefined): readonly [string, string] {
  return waits === undefined ? ["", ""] : [waits.gaps.map(packGap).join("\n"), packStake(waits.stake)];
}
