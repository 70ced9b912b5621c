import { FAULT_CODES, type DeliveryProof, type FaultCode, type OrderDifference } from "@billferry/contracts";

import type {
  BillRecord,
  BillState,
  Doubt,
  DoubtfulOrder,
  Evidence,
  HistoryEntry,
  OrderRecord,
  OrderState,
} from "./records.ts";

type Hash = Readonly<Record<string, string>>;

/*
 * Half a year of bills is kept, so what a finished one stores is packed: content hashes as base64 (22 characters for
 * 32), times as whole numbers, states and proofs as letters. The scripts know the letters under their names.
 */
export const BILL_LETTERS = {
  r: "read",
  o: "ordered",
  e: "excluded",
  h: "held",
  w: "withdrawn",
} as const satisfies Record<string, BillState>;
export const ORDER_LETTERS = {
  w: "waiting",
  p: "pushing",
  d: "delivered",
  h: "held",
  c: "disputed",
  g: "withdrawn",
} as const satisfies Record<string, OrderState>;
export const PROOF_LETTERS = { answered: "a", duplicate: "d", "looked-up": "l" } as const satisfies Record<
  DeliveryProof,
  string
>;
export const DOUBT_LETTERS = { content: "c", life: "l", presence: "p" } as const satisfies Record<Doubt, string>;
/** By their letters; anything else in a record is unknown. */
const BILL_STATES_BY_LETTER: ReadonlyMap<unknown, BillState> = new Map(Object.entries(BILL_LETTERS));
const ORDER_STATES_BY_LETTER: ReadonlyMap<unknown, OrderState> = new Map(Object.entries(ORDER_LETTERS));
const PROOFS = Object.keys(PROOF_LETTERS) as readonly DeliveryProof[];
const CODES = Object.keys(FAULT_CODES) as readonly FaultCode[];
const DOUBTS = Object.keys(DOUBT_LETTERS) as readonly Doubt[];
/** Delivered content that is the wanted one. */
const SAME = "=";
/** Content that nobody knows. */
export const UNKNOWN = "?";

const HEX = /^[0-9a-f]{32}$/;
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

/** 32 hex digits in 22 characters; other text with a mark, so that it comes back as it was. */
export function packHash(hash: string): string {
  if (!HEX.test(hash)) return hash === "" ? "" : `!${hash}`;
  let [value, packed] = [BigInt(`0x${hash}`), ""];
  for (let digit = 0; digit < 22; digit += 1, value >>= 6n) packed = `${DIGITS[Number(value & 63n)]}${packed}`;
  return packed;
}

export function unpackHash(packed: string): string {
  if (packed === "" || packed === UNKNOWN || packed.startsWith("!")) return packed.slice(1);
  let value = 0n;
  for (const digit of packed) value = (value << 6n) | BigInt(DIGITS.indexOf(digit));
  return value.toString(16).padStart(32, "0");
}

/** "2026-11-23T10:20:30.5" as 20261123102030500; another spelling as it is, its day in front. */
export function packTime(text: string): string {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,3})?$/.test(text)) return `00000000${text}`;
  return text.replaceAll(/\D/g, "").padEnd(17, "0");
}

function unpackTime(packed: string): string {
  if (packed.startsWith("00000000")) return packed.slice(8);
  return packed.replace(/^(.{4})(..)(..)(..)(..)(..)(...)$/, "$1-$2-$3T$4:$5:$6.$7").replace(/\.?0+$/, "");
}

/** A bill's hash as a record; undefined where there is none, "unreadable" where it is not one of ours. */
export function readBill(billId: string, hash: Hash): BillRecord | undefined | "unreadable" {
  if (Object.keys(hash).length === 0) return undefined;
  const { n: billNo, h: contentHash, a: approvedAt } = hash;
  const state = toBillState(hash["s"]);
  if (!billNo || !contentHash || approvedAt === undefined || state === undefined) return "unreadable";
  return {
    billId,
    billNo,
    contentHash: unpackHash(contentHash),
    approvedAt: unpackTime(approvedAt),
    revision: toNumber(hash["v"]) ?? 1,
    state,
    // An order number that begins with the bill's is written with one sign for it.
    orders: toList(hash["o"]).map((no) => (no.startsWith(SAME) ? `${billNo}${no.slice(1)}` : no)),
    earlierNumbers: toList(hash["w"]),
    hasOwnKeys: hash["u"] !== undefined,
    hold: readHold(hash["p"]),
    reason: hash["r"] ?? "",
    code: toCode(hash["e"]),
    readAtMs: toMs(hash["t"]),
  };
}

function readHold(text: string | undefined): BillRecord["hold"] {
  if (text === undefined) return null;
  const { by, note, at } = JSON.parse(text) as { by: string; note: string; at: number };
  return { by, note, atMs: at };
}

/** An order's hash as a record; undefined where there is none, "unreadable" where it is not one of ours. */
export function readOrder(outerNo: string, hash: Hash): OrderRecord | undefined | "unreadable" {
  if (Object.keys(hash).length === 0) return undefined;
  const state = toOrderState(hash["s"]);
  const wanted = hash["h"];
  if (state === undefined || wanted === undefined) return "unreadable";
  const delivered = hash["d"] === SAME ? wanted : hash["d"];
  return {
    outerNo,
    billId: hash["b"] ?? "",
    state,
    contentHash: unpackHash(wanted),
    deliveredHash: delivered === undefined ? null : unpackHash(delivered),
    stockoutNo: hash["k"] ?? null,
    proof: PROOFS.find((proof) => PROOF_LETTERS[proof] === hash["p"]) ?? null,
    revision: toNumber(hash["v"]) ?? 1,
    // A first push that went well is the rule, and is not written down.
    pushes: toNumber(hash["c"]) ?? (hash["d"] === undefined ? 0 : 1),
    firstPushAtMs: toNumber(hash["f"]),
    deliveredAtMs: toMs(hash["t"]),
    reason: hash["r"] ?? "",
    code: toCode(hash["e"]),
    corrections: toList(hash["m"]),
    doubt: DOUBTS.find((doubt) => DOUBT_LETTERS[doubt] === hash["q"]) ?? null,
  };
}

/** The order of a hash that is in doubt; undefined where it is in none. */
export function readDoubtful(order: OrderRecord, hash: Hash): DoubtfulOrder | undefined {
  const { doubt } = order;
  if (doubt === null) return undefined;
  const { a: since, i: looks, g: job = null } = hash;
  return { ...order, doubt, sinceMs: toNumber(since) ?? 0, looks: toNumber(looks) ?? 0, job };
}

export function readDifferences(text: string | undefined): readonly OrderDifference[] {
  return JSON.parse(text ?? "[]") as OrderDifference[];
}

export function readHistory(text: string): HistoryEntry {
  const { at, e, o, t, by } = JSON.parse(text) as {
    at: number;
    e: HistoryEntry["event"];
    o?: string;
    t?: string;
    by?: string;
  };
  return {
    atMs: at,
    event: e,
    ...(o === undefined ? {} : { outerNo: o }),
    text: t ?? "",
    ...(by === undefined ? {} : { by }),
  };
}

export function writeEvidence(evidence: Evidence): string {
  const mark = `${evidence.isAudited ? "1" : "0"}${evidence.isCorrection ? "c" : ""}`;
  return [mark, evidence.effectHash, evidence.stockoutNo].join(" ");
}

export function readEvidence(text: string): Evidence | null {
  const [mark = "", effectHash, ...number] = text.split(" ");
  if (effectHash === undefined) return null;
  const isCorrection = mark.endsWith("c") ? ({ isCorrection: true } as const) : {};
  return { isAudited: mark.startsWith("1"), effectHash, stockoutNo: number.join(" "), ...isCorrection };
}

export function toNumber(text: string | null | undefined): number | null {
  if (!text) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

export function toCode(text: string | undefined): FaultCode | null {
  return CODES.find((code) => code === text) ?? null;
}

export function toList(text: string | null | undefined): readonly string[] {
  return text ? text.split("\n") : [];
}

/** A bill's state by its letter. */
export function toBillState(letter: string | null | undefined): BillState | undefined {
  return BILL_STATES_BY_LETTER.get(letter);
}

/** An order's state by its letter. */
export function toOrderState(letter: string | null | undefined): OrderState | undefined {
  return ORDER_STATES_BY_LETTER.get(letter);
}

/** Seconds as stored, in milliseconds. */
export function toMs(text: string | null | undefined): number | null {
  const seconds = toNumber(text);
  return seconds === null ? null : seconds * 1_000;
}
