import { FAULT_CODES, type DeliveryProof, type FaultCode, type OrderDifference } from "@billferry/contracts";

import {
  BILL_STATES,
  ORDER_STATES,
  type BillRecord,
  type BillState,
  type Evidence,
  type HistoryEntry,
  type OrderRecord,
  type OrderState,
} from "./records.ts";

type Hash = Readonly<Record<string, string>>;

/** A bill's hash as a record; undefined where there is none, "unreadable" where it is not one of ours. */
export function readBill(billId: string, hash: Hash): BillRecord | undefined | "unreadable" {
  if (Object.keys(hash).length === 0) return undefined;
  const { n: billNo, h: contentHash, s: state, a: approvedAt } = hash;
  const revision = toNumber(hash["v"]);
  if (!billNo || !contentHash || approvedAt === undefined || revision === null || !isBillState(state))
    return "unreadable";
  return {
    billId,
    billNo,
    contentHash,
    approvedAt,
    revision,
    state,
    orders: toList(hash["o"]),
    reason: hash["r"] ?? "",
    readAtMs: toNumber(hash["t"]),
  };
}

/** An order's hash as a record; undefined where there is none, "unreadable" where it is not one of ours. */
export function readOrder(outerNo: string, hash: Hash): OrderRecord | undefined | "unreadable" {
  if (Object.keys(hash).length === 0) return undefined;
  const state = hash["s"];
  if (!isOrderState(state) || hash["h"] === undefined) return "unreadable";
  return {
    outerNo,
    billId: hash["b"] ?? "",
    state,
    contentHash: hash["h"],
    deliveredHash: hash["d"] ?? null,
    stockoutNo: hash["k"] ?? null,
    proof: (hash["p"] as DeliveryProof | undefined) ?? null,
    revision: toNumber(hash["v"]) ?? 1,
    // A first push that went well is the rule, and is not written down.
    pushes: toNumber(hash["c"]) ?? (hash["d"] === undefined ? 0 : 1),
    firstPushAtMs: toNumber(hash["f"]),
    deliveredAtMs: toNumber(hash["t"]),
    reason: hash["r"] ?? "",
    code: toCode(hash["e"]),
    corrections: toList(hash["m"]),
  };
}

export function readDifferences(text: string | undefined): readonly OrderDifference[] {
  return text === undefined ? [] : (JSON.parse(text) as OrderDifference[]);
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
  return [evidence.isAudited ? "1" : "0", evidence.effectHash, evidence.stockoutNo].join(" ");
}

export function readEvidence(text: string): Evidence | null {
  const [isAudited, effectHash, ...number] = text.split(" ");
  return effectHash === undefined ? null : { isAudited: isAudited === "1", effectHash, stockoutNo: number.join(" ") };
}

export function toNumber(text: string | null | undefined): number | null {
  return text === undefined || text === null || text === "" || !Number.isFinite(Number(text)) ? null : Number(text);
}

export function toCode(text: string | undefined): FaultCode | null {
  return text !== undefined && Object.hasOwn(FAULT_CODES, text) ? (text as FaultCode) : null;
}

function toList(text: string | undefined): readonly string[] {
  return text === undefined || text === "" ? [] : text.split("\n");
}

function isBillState(text: string | undefined): text is BillState {
  return (BILL_STATES as readonly (string | undefined)[]).includes(text);
}

function isOrderState(text: string | undefined): text is OrderState {
  return (ORDER_STATES as readonly (string | undefined)[]).includes(text);
}
