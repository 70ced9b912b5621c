import { join } from "node:path";

import { defineCommands, type RedisConnection } from "@billferry/redis";

export type BillArgs = readonly [
  billId: string,
  billNo: string,
  contentHash: string,
  approvedAt: string,
  revision: number,
  remapped: 1 | "",
];
export type OrderArgs = readonly [outerNo: string, billId: string, contentHash: string];
type ReasonArgs = readonly [code: string, text: string];
type WaitsArgs = readonly [gaps: string, stake: string];
type ByArgs = readonly [by: string, note: string];
/** Numbers of bills, or of documents in Wangdiantong. */
export type NumberKind = "N" | "K";
/** What came of holding a bill back. */
export type HoldVerdict = "unknown" | "unchanged" | "nothing-left" | "held";
/** What bills are looked for: days, letters of states of bills and of orders, imprints, and whether these only tell. */
export type SieveArgs = readonly [days: string, bills: string, orders: string, imprints: string, tells: Mark];
type Mark = "1" | "";
export type Unsure = readonly [stockoutNo: string | null, deliveredAt: string | null, corrections: string | null];
type PushAnswer =
  | readonly ["go", pushes: string, firstPushAtMs: string, revision: string, evidence: string | null, inventory: string]
  | readonly ["delivered", stockoutNo: string | null]
  | readonly ["changed", ...Unsure]
  | readonly ["verify", ...Unsure, isAccepted: "0" | "1"]
  | readonly ["busy", waitMs: string]
  | readonly ["on-hold", by: string, note: string]
  | readonly ["superseded" | "contested" | "paused"];

/**
 * Every transition of the ledger is one command, a Lua file in `commands/`, so it happens whole or not at all, and two
 * replicas cannot see each other halfway. The clock is Redis' own: replicas with different clocks agree on ages and
 * leases. What a command does is told at the head of its file.
 */
export interface LedgerCommands {
  openLedger(version: string, mark: string): Promise<string>;
  takeLease(installation: string, holder: string, ttlMs: number): Promise<[installation: string, holder: string]>;
  pruneBill(billId: string, day: string, chunk: number): Promise<0 | 1>;

  findNumbers(letter: NumberKind, ...numbers: readonly string[]): Promise<string[]>;
  findBeginning(letter: NumberKind, beginning: string, after: string, most: number): Promise<string[]>;
  findEnding(letter: NumberKind, ending: string, after: string, enough: number, most: number): Promise<string[]>;
  moveNumbers(letter: NumberKind, bucket: string): Promise<null>;
  countDay(day: string, chunk: number): Promise<string[]>;
  idsOfDay(day: string, known: number | ""): Promise<[count: number, ids: string | null]>;
  readWhole(...ids: readonly string[]): Promise<string[]>;
  siftBills(...args: readonly [...SieveArgs, ...ids: readonly string[]]): Promise<string[]>;
  siftList(
    ...args: readonly [...SieveArgs, list: string, sinceMs: string, caseId: string, most: number]
  ): Promise<string[]>;

  advance(watermarkMs: number, readAtMs: number, life: string): Promise<0 | 1>;
  stopScheme(why: string, restMs: number): Promise<null>;
  seePrimary(): Promise<[now: string, noted: string]>;

  recordRead(...bill: BillArgs): Promise<"fresh" | "changed" | null>;
  recordOrders(
    ...args: readonly [...BillArgs, rule: string, arePlain: Mark, ...orders: string[]]
  ): Promise<"own-keys" | "superseded" | string[]>;
  recordHeldBill(...args: readonly [...BillArgs, ...ReasonArgs, ...WaitsArgs]): Promise<null>;
  recordWithdrawn(billId: string, contentHash: string, cause: string): Promise<"withdrawn" | "superseded">;
  holdBill(
    billId: string,
    ...by: readonly [...ByArgs, text: string]
  ): Promise<[verdict: HoldVerdict, ...pushing: string[]]>;
  releaseBill(billId: string, ...by: ByArgs): Promise<"unknown" | "not-held" | "released">;
  giveOwnKeys(billId: string, ...by: ByArgs): Promise<"settled" | "not-a-case">;
  noteRevived(billId: string): Promise<null>;

  beginPush(...args: readonly [...OrderArgs, owner: string, leaseMs: number, loadQueue: string]): Promise<PushAnswer>;
  renewPush(outerNo: string, owner: string, leaseMs: number): Promise<1 | null>;
  releasePush(outerNo: string, owner: string, hadNoEffect: Mark): Promise<null>;
  recordDelivered(
    ...args: readonly [...OrderArgs, stockoutNo: string, proof: string, ...ReasonArgs, doubt: string, job: string]
  ): Promise<null>;
  recordHeldOrder(...args: readonly [...OrderArgs, ...ReasonArgs, ...WaitsArgs, job: string]): Promise<null>;
  noteForeign(outerNo: string): Promise<null>;

  acceptCase(
    kind: string,
    id: string,
    ...by: readonly [...ByArgs, contentHash: string]
  ): Promise<"settled" | "not-a-case">;
  recordCorrection(
    ...args: readonly [outerNo: string, contentHash: string, correctionNo: string, correctionHash: string, ...ByArgs]
  ): Promise<"recorded" | "superseded">;
  dropGap(gap: string, kind: string, id: string): Promise<null>;

  askAnew(byPerson: Mark | "urgent", ...billIds: readonly string[]): Promise<string[]>;
  madeAnew(billId: string, sinceMs: number): Promise<null>;

  recordLook(
    ...args: readonly [
      ...[outerNo: string, doubt: string, contentHash: string, seen: string, restMs: number],
      ...[...reason: ReasonArgs, differences: string, stockoutNo: string],
    ]
  ): Promise<"recorded" | "superseded">;
  postponeDoubts(forMs: number, ...outerNos: readonly string[]): Promise<null>;

  beginInventory(owner: string, leaseMs: number, againAfterMs: number | ""): Promise<"begun" | "busy" | "over">;
  renewInventory(owner: string, leaseMs: number): Promise<1 | null>;
  finishInventory(owner: string, result: "done" | "unavailable", error: string): Promise<null>;
  recordUnclaimed(...outerNos: readonly string[]): Promise<null>;
  recordStray(
    ...args: readonly [
      outerNo: string,
      stockoutNo: string,
      billId: string,
      billNo: string,
      approvedAt: string,
      cause: string,
    ]
  ): Promise<"recorded" | "claimed">;
}

type Argument = string | number;
type Command = (keys: readonly [progress: string], ...args: readonly Argument[]) => Promise<unknown>;

/** The commands for one ledger, whose `progress` is their key. `guard` sees what each answers. */
export function bindCommands(
  redis: RedisConnection,
  progress: string,
  guard: <T>(answer: Promise<T>) => Promise<T>,
): LedgerCommands {
  const commands = defineCommands<Readonly<Record<string, Command>>>(redis, join(import.meta.dirname, "commands"));
  return Object.fromEntries(
    Object.entries(commands).map(([name, run]) => [
      name,
      async (...args: readonly Argument[]) => guard(run([progress], ...args)),
    ]),
  ) as unknown as LedgerCommands;
}
