import { expect, test } from "vitest";

import {
  packHash,
  PROOF_LETTERS,
  readBill,
  readDifferences,
  readEvidence,
  readHistory,
  readOrder,
  toBillState,
  toCode,
  toList,
  toMs,
  toNumber,
  unpackHash,
  writeEvidence,
} from "../src/core/codec.ts";
import { caseIdOf, parseCaseId } from "../src/core/keys.ts";

const BILL = { n: "XSCKD1", h: "!a", a: "20261123100000500", s: "o" };
const ORDER = { s: "w", h: "!o1" };

test("a bill of which only the least is stored is read with what goes without saying", () => {
  expect(readBill("1", BILL)).toEqual({
    billId: "1",
    billNo: "XSCKD1",
    contentHash: "a",
    approvedAt: "2026-11-23T10:00:00.5",
    revision: 1,
    state: "ordered",
    orders: [],
    earlierNumbers: [],
    hasOwnKeys: false,
    code: null,
    hold: null,
    reason: "",
    readAtMs: null,
  });
  expect(readBill("1", {})).toBeUndefined();
});

test("a bill of which everything is stored is read whole, its orders under their full numbers", () => {
  expect(readBill("1", { ...BILL, v: "3", o: "=-CK1\nX1=\nX2", r: "规则", t: "7" })).toMatchObject({
    revision: 3,
    orders: ["XSCKD1-CK1", "X1=", "X2"],
    reason: "规则",
    readAtMs: 7_000,
  });
});

test.each([
  ["r", "read"],
  ["o", "ordered"],
  ["e", "excluded"],
  ["h", "held"],
  ["w", "withdrawn"],
  ["x", undefined],
  ["", undefined],
  [null, undefined],
  [undefined, undefined],
])("the letter %s of a bill stands for the state %s", (letter, state) => {
  expect(toBillState(letter)).toBe(state);
});

test.each([{ n: "" }, { n: undefined }, { h: "" }, { h: undefined }, { a: undefined }, { s: undefined }, { s: "x" }])(
  "a bill that is stored with %o is none of ours",
  (damage) => {
    const stored = Object.entries({ ...BILL, ...damage }).filter(([, value]) => value !== undefined);
    expect(readBill("1", Object.fromEntries(stored) as Record<string, string>)).toBe("unreadable");
  },
);

test.each([
  ["20261123", "20261123"],
  ["220261123100000500", "220261123100000500".replace(/0+$/, "")],
  ["20261123100000500x", "20261123100000500x"],
])("a time of a bill that is damaged to %s is shown as it stands", (stored, shown) => {
  expect(readBill("1", { ...BILL, a: stored })).toMatchObject({ approvedAt: shown });
});

test("an order of which only the least is stored is read with what goes without saying", () => {
  expect(readOrder("X1", ORDER)).toEqual({
    outerNo: "X1",
    billId: "",
    state: "waiting",
    contentHash: "o1",
    deliveredHash: null,
    stockoutNo: null,
    proof: null,
    revision: 1,
    pushes: 0,
    firstPushAtMs: null,
    deliveredAtMs: null,
    reason: "",
    code: null,
    corrections: [],
    doubt: null,
  });
  expect(readOrder("X1", {})).toBeUndefined();
});

test("an order of which everything is stored is read whole", () => {
  const more = {
    b: "1",
    d: "!o0",
    k: "CK1",
    v: "4",
    c: "3",
    f: "5000",
    t: "7",
    r: "原因",
    e: "WDT_SKU_UNKNOWN",
    q: "l",
  };
  expect(readOrder("X1", { ...ORDER, s: "c", p: "l", m: "X1-R1\nX1-R2", ...more })).toEqual({
    outerNo: "X1",
    billId: "1",
    state: "disputed",
    contentHash: "o1",
    deliveredHash: "o0",
    stockoutNo: "CK1",
    proof: "looked-up",
    revision: 4,
    pushes: 3,
    firstPushAtMs: 5_000,
    deliveredAtMs: 7_000,
    reason: "原因",
    code: "WDT_SKU_UNKNOWN",
    corrections: ["X1-R1", "X1-R2"],
    doubt: "life",
  });
});

test("an order that was delivered as it is wanted took one push, unless its record says otherwise", () => {
  expect(readOrder("X1", { ...ORDER, d: "=" })).toMatchObject({ deliveredHash: "o1", pushes: 1 });
  expect(readOrder("X1", { ...ORDER, d: "=", c: "2" })).toMatchObject({ pushes: 2 });
});

test.each([
  ["w", "waiting"],
  ["p", "pushing"],
  ["d", "delivered"],
  ["h", "held"],
  ["c", "disputed"],
  ["g", "withdrawn"],
])("the letter %s of an order stands for the state %s", (letter, state) => {
  expect(readOrder("X1", { ...ORDER, s: letter })).toMatchObject({ state });
});

test.each([{ h: "!o1" }, { s: "w" }, { s: "x", h: "!o1" }])(
  "an order that is stored as %o is none of ours",
  (stored) => {
    expect(readOrder("X1", stored as Record<string, string>)).toBe("unreadable");
  },
);

test.each(["answered", "duplicate", "looked-up"] as const)("the proof %s is kept in a letter of its own", (proof) => {
  expect(PROOF_LETTERS[proof]).toBe(proof.slice(0, 1));
  expect(readOrder("X1", { ...ORDER, p: PROOF_LETTERS[proof] })).toMatchObject({ proof });
});

test("no content stays none, and a hash keeps the noughts it begins with", () => {
  expect(packHash("")).toBe("");
  const small = "1".padStart(32, "0");
  expect(packHash(small)).toBe("1".padStart(22, "0"));
  expect(unpackHash(packHash(small))).toBe(small);
});

test("what happened is read with its order and its person, where there are any", () => {
  expect(readHistory('{"at":1,"e":"held"}')).toStrictEqual({ atMs: 1, event: "held", text: "" });
  expect(readHistory('{"at":1,"e":"accepted","o":"X1","t":"知道了","by":"li"}')).toStrictEqual({
    atMs: 1,
    event: "accepted",
    outerNo: "X1",
    text: "知道了",
    by: "li",
  });
});

test("what an inventory saw is kept in one line, and a line that is none of ours is nothing seen", () => {
  const seen = { isAudited: true, effectHash: "e1", stockoutNo: "CK 1 2" };
  expect(writeEvidence(seen)).toBe("1 e1 CK 1 2");
  expect(readEvidence("1 e1 CK 1 2")).toEqual(seen);
  expect(writeEvidence({ ...seen, isAudited: false })).toBe("0 e1 CK 1 2");
  expect(readEvidence("0 e1 ")).toEqual({ isAudited: false, effectHash: "e1", stockoutNo: "" });
  expect(readEvidence("nonsense")).toBeNull();
});

test("numbers, codes, lists and differences that are missing or damaged are told as missing", () => {
  expect(["7", "0", "", "x", null, undefined].map(toNumber)).toEqual([7, 0, null, null, null, null]);
  expect(["7", "0", "", "x", null, undefined].map(toMs)).toEqual([7_000, 0, null, null, null, null]);
  expect(["WDT_SKU_UNKNOWN", "toString", "", undefined].map(toCode)).toEqual(["WDT_SKU_UNKNOWN", null, null, null]);
  expect(["a\nb", "a", "", null, undefined].map(toList)).toEqual([["a", "b"], ["a"], [], [], []]);
  expect(readDifferences(undefined)).toEqual([]);
  expect(readDifferences('[{"specNo":"A"}]')).toEqual([{ specNo: "A" }]);
});

test("a case is named after its bill or order, and no other text is the name of one", () => {
  for (const [kind, id] of [
    ["bill", "1"],
    ["order", "X1:a"],
  ] as const)
    expect(parseCaseId(caseIdOf(kind, id))).toEqual({ kind, id });
  for (const text of ["", "bill", "bill:", "order:", "billing:1", "a bill:1", "1"])
    expect(parseCaseId(text)).toBeUndefined();
});
