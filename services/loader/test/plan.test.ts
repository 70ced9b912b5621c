import { decimal, Fault } from "@billferry/contracts";
import { compareOrders, type FoundOrder } from "@billferry/found-order";
import { expect, test } from "vitest";

import { learn, type Knowledge, type Lesson, type OrderFacts } from "../src/core/knowledge.ts";
import { planLoad } from "../src/core/plan.ts";

const FACTS: OrderFacts = {
  outerNo: "X1",
  earlierPushes: 0,
  revision: 1,
  asksForAudit: true,
  inventory: "unavailable",
  evidence: null,
};
const REFUSED = { kind: "refused", fault: new Fault("WDT_SKU_UNKNOWN", "A-1"), stockoutNo: null } as const;
const DOUBTFUL = {
  kind: "refused",
  fault: new Fault("WDT_STOCK_SHORT", "库存不足", { facts: { mayHaveEffect: true } }),
  stockoutNo: null,
} as const;
const CREATED = { kind: "created", stockoutNo: "CK1", auditDoubt: null } as const;
const DUPLICATE = { kind: "duplicate", stockoutNo: null } as const;
const OUTAGE = { kind: "unavailable", fault: new Fault("HTTP_DEADLINE", ""), isPassing: true } as const;
const DENIED = { kind: "unavailable", fault: new Fault("WDT_PERMISSION_DENIED", ""), isPassing: false } as const;
const WANTED = { effect: { warehouseNo: "W", quantities: new Map([["A", decimal("12")]]) }, asksForAudit: true };
const OTHER = { quantities: new Map([["A", decimal("10")]]) };
const DIFFERENT = { differences: [{ specNo: "A", wanted: "12", present: "10" }], text: "A 应为 12,实为 10" };

function plan(facts: Partial<OrderFacts>, ...lessons: readonly Lesson[]) {
  const start: Knowledge = { facts: { ...FACTS, ...facts }, push: null, sight: null, refusedBefore: [] };
  return planLoad(lessons.reduce(learn, start));
}

function seen({ isWhole = true, ...change }: Partial<FoundOrder> & { readonly isWhole?: boolean } = {}): Lesson {
  const marks = { outerNo: "X1", stockoutNo: "CK7", isCancelled: false, isAudited: true };
  const found = { ...marks, ...WANTED.effect, ...change };
  return { kind: "seen", found, comparison: compareOrders(WANTED, [found]), isWhole };
}

test("an order that nobody has seen is pushed, and its answer is the proof", () => {
  expect(plan({})).toEqual({ kind: "push" });
  expect(plan({}, CREATED)).toMatchObject({ kind: "accept", proof: "answered" });
});

test("an order that the inventory saw with the same effect is delivered without a call", () => {
  const evidence = { stockoutNo: "CK7", isSame: true, isAudited: true };
  expect(plan({ evidence })).toMatchObject({ kind: "accept", stockoutNo: "CK7", proof: "looked-up", dispute: null });
});

test("an order that the inventory saw with another effect is looked up by its number, and is never pushed unseen", () => {
  const evidence = { stockoutNo: "CK7", isSame: false, isAudited: true };
  expect(plan({ evidence })).toEqual({ kind: "look-up", stockoutNo: "CK7" });
  expect(plan({ evidence }, seen(OTHER))).toMatchObject({ kind: "conflict", ...DIFFERENT });
  expect(plan({ evidence }, OUTAGE)).toMatchObject({ kind: "stop" });
  expect(plan({ evidence }, DENIED, DUPLICATE)).toMatchObject({ kind: "conflict", differences: [] });
});

test("where the inventory had added corrections, one order alone gives no lines to correct by", () => {
  const evidence = { stockoutNo: "CK7", isSame: false, isAudited: true };
  expect(plan({ evidence }, seen({ ...OTHER, isWhole: false }))).toMatchObject({
    kind: "conflict",
    differences: [],
  });
  expect(plan({ evidence }, seen({ isWhole: false }))).toMatchObject({ kind: "conflict", differences: [] });
});

test("a repeat after a lost answer is looked up, by its number where the refusal tells it", () => {
  expect(plan({ earlierPushes: 1 })).toEqual({ kind: "push" });
  expect(plan({ earlierPushes: 1 }, DUPLICATE)).toEqual({ kind: "look-up", stockoutNo: null });
  expect(plan({ earlierPushes: 1 }, { ...DUPLICATE, stockoutNo: "CK7" })).toEqual({
    kind: "look-up",
    stockoutNo: "CK7",
  });
});

test("without an inventory a first push that meets an older order costs no look-up", () => {
  expect(plan({}, DUPLICATE)).toMatchObject({ kind: "accept", proof: "duplicate", isForeign: false });
});

test("a look-up that shows nothing does not take back the proof of the duplicate refusal", () => {
  for (const nothing of [{ kind: "not-found" }, DENIED] as const)
    expect(plan({ earlierPushes: 1 }, DUPLICATE, nothing)).toMatchObject({ kind: "accept", proof: "duplicate" });
});

test("an account that could be listed and does not answer any more leaves it open whose content is there", () => {
  expect(plan({ earlierPushes: 1, inventory: "done" }, DUPLICATE, DENIED)).toMatchObject({ kind: "conflict" });
});

test("what a refusal alone proves is there with whatever content, and stays in doubt until its lines were seen", () => {
  expect(plan({}, DUPLICATE)).toMatchObject({ kind: "accept", doubt: "content" });
  expect(plan({ earlierPushes: 1 }, DUPLICATE, { kind: "not-found" })).toMatchObject({ doubt: "content" });
  expect(plan({ revision: 2 }, DUPLICATE, DENIED)).toMatchObject({ kind: "conflict", doubt: "content" });
  expect(plan({ earlierPushes: 1 }, DUPLICATE, seen({ quantities: null }))).toMatchObject({ doubt: "content" });
  expect(plan({ earlierPushes: 1 }, DUPLICATE, seen())).toMatchObject({ kind: "accept", doubt: null });
  expect(plan({}, CREATED)).toMatchObject({ doubt: null });
});

test("a document that was cancelled keeps its key: it is a case, and looked at again, and never a delivery", () => {
  const cancelled = seen({ isCancelled: true });
  expect(plan({ earlierPushes: 1 }, DUPLICATE, cancelled)).toMatchObject({
    kind: "conflict",
    code: "WDT_ORDER_CANCELLED",
    doubt: "life",
  });
  // The inventory had seen corrections besides: what they are together only a listing shows.
  expect(plan({}, DUPLICATE, seen({ isCancelled: true, isWhole: false }))).toMatchObject({ code: "WDT_ORDER_DIFFERS" });
});

test("a look-up that fails for now is tried again before anything is believed", () => {
  expect(plan({ earlierPushes: 1 }, DUPLICATE, OUTAGE)).toEqual({ kind: "stop", fault: OUTAGE.fault });
});

test("where the bill had changed, an order that cannot be compared waits for a person", () => {
  expect(plan({ revision: 2 }, DUPLICATE)).toMatchObject({ kind: "look-up" });
  expect(plan({ revision: 2 }, DUPLICATE, { kind: "not-found" })).toMatchObject({ kind: "conflict" });
});

test("an order that was not there at the inventory and refuses the first push was pushed by somebody else", () => {
  const foreign = { ...DUPLICATE, stockoutNo: "CK7" } as const;
  const inventory = "done";
  expect(plan({ inventory }, foreign)).toEqual({ kind: "look-up", stockoutNo: null });
  expect(plan({ inventory }, foreign, seen())).toMatchObject({ kind: "accept", isForeign: true });
  expect(plan({ inventory }, foreign, seen(OTHER))).toMatchObject({
    kind: "conflict",
    isForeign: true,
  });
  expect(plan({ inventory }, foreign, DENIED)).toMatchObject({ kind: "conflict", differences: [] });
  // Not among the latest ones: an old order that the inventory did not reach.
  expect(plan({ inventory }, foreign, { kind: "not-found" })).toMatchObject({ kind: "accept", isForeign: false });
});

test("an order that is there with other content is a conflict for a person", () => {
  expect(plan({ earlierPushes: 1 }, DUPLICATE, seen(OTHER))).toMatchObject({
    kind: "conflict",
    proof: "looked-up",
    ...DIFFERENT,
  });
});

test("an order that is there and not audited although that was asked for is delivered, and a case", () => {
  const dispute = { code: "WDT_NOT_AUDITED" };
  expect(plan({ earlierPushes: 1 }, DUPLICATE, seen({ isAudited: false }))).toMatchObject({ kind: "accept", dispute });
  const evidence = { stockoutNo: "CK7", isSame: true, isAudited: false };
  expect(plan({ evidence })).toMatchObject({ kind: "accept", dispute });
  expect(plan({ evidence, asksForAudit: false })).toMatchObject({ kind: "accept", dispute: null });
});

test("a business refusal after a lost answer is looked up: that push may have made the order all the same", () => {
  expect(plan({}, REFUSED)).toEqual({ kind: "stop", fault: REFUSED.fault });
  expect(plan({ earlierPushes: 1 }, REFUSED)).toEqual({ kind: "look-up", stockoutNo: null });
  expect(plan({ earlierPushes: 1 }, REFUSED, seen({ isAudited: false }))).toMatchObject({
    kind: "accept",
    dispute: { code: "WDT_NOT_AUDITED" },
  });
  expect(plan({ earlierPushes: 1 }, REFUSED, { kind: "not-found" })).toEqual({ kind: "stop", fault: REFUSED.fault });
});

test("a refusal that surely came before any booking is believed at once", () => {
  expect(plan({}, REFUSED)).toEqual({ kind: "stop", fault: REFUSED.fault });
});

test("a refusal that may have had an effect is looked up, by the number that it tells where it tells one", () => {
  expect(plan({}, DOUBTFUL)).toEqual({ kind: "look-up", stockoutNo: null });
  expect(plan({}, { ...DOUBTFUL, stockoutNo: "CK7" })).toEqual({ kind: "look-up", stockoutNo: "CK7" });
  expect(plan({ inventory: "done" }, DOUBTFUL, seen({ isAudited: false }))).toMatchObject({
    kind: "accept",
    proof: "looked-up",
    isForeign: false,
    dispute: { code: "WDT_NOT_AUDITED", text: expect.stringContaining("库存不足") as string },
  });
  expect(plan({}, DOUBTFUL, seen())).toMatchObject({ kind: "accept", dispute: null });
});

test.each([
  ["is shown late", { kind: "not-found" }],
  ["may not be shown to us", DENIED],
] as const)(
  "a refused order that %s is pushed once more: a duplicate proves it, a second refusal stops",
  (_, blind) => {
    expect(plan({}, DOUBTFUL, blind)).toEqual({ kind: "push" });
    expect(plan({}, DOUBTFUL, blind, DUPLICATE)).toMatchObject({
      kind: "accept",
      proof: "duplicate",
      isForeign: false,
      dispute: { code: "WDT_NOT_AUDITED", text: expect.stringContaining("库存不足") as string },
    });
    expect(plan({}, DOUBTFUL, blind, CREATED)).toMatchObject({ kind: "accept", proof: "answered", dispute: null });
    expect(plan({}, DOUBTFUL, blind, DOUBTFUL)).toEqual({ kind: "stop", fault: DOUBTFUL.fault });
  },
);

test("a server that failed on the way is asked before the push is repeated, and then waits for its turn", () => {
  const fault = new Fault("WDT_BUSY", "系统异常", { facts: { mayHaveEffect: true, hasBrokenDown: true } });
  const failed = { kind: "refused", fault, stockoutNo: null } as const;
  expect(plan({}, failed)).toEqual({ kind: "look-up", stockoutNo: null });
  expect(plan({}, failed, { kind: "not-found" })).toEqual({ kind: "stop", fault });
});

test("a document that is said to be created and not audited is looked up, and is a case where it stays so", () => {
  const doubtful = { kind: "created", stockoutNo: "CK1", auditDoubt: "check_fail" } as const;
  expect(plan({}, doubtful)).toEqual({ kind: "look-up", stockoutNo: "CK1" });
  expect(plan({}, doubtful, seen({ isAudited: false }))).toMatchObject({ dispute: { code: "WDT_NOT_AUDITED" } });
  expect(plan({}, doubtful, seen())).toMatchObject({ kind: "accept", dispute: null });
  expect(plan({}, doubtful, DENIED)).toMatchObject({
    kind: "accept",
    stockoutNo: "CK1",
    proof: "answered",
    dispute: { code: "WDT_NOT_AUDITED", text: expect.stringContaining("check_fail") as string },
  });
});

test.each<[why: string, facts: Partial<OrderFacts>, push: readonly Lesson[]]>([
  ["it was pushed by us before", { earlierPushes: 1 }, [DUPLICATE]],
  ["its bill had changed, so the key is an older one of ours", { revision: 2 }, [DUPLICATE]],
  ["the inventory saw it", { evidence: { isSame: false, stockoutNo: "CK7", isAudited: true } }, [DUPLICATE]],
  ["the push was refused for another reason", { earlierPushes: 1 }, [REFUSED]],
  ["nothing was listed before", { inventory: "unavailable" }, [DUPLICATE]],
])("an order that is there is not called another's where %s", (_why, facts, push) => {
  const known = { inventory: "done", ...facts } as const;
  expect(plan(known, ...push, seen())).toMatchObject({ kind: "accept", proof: "looked-up", isForeign: false });
  expect(plan(known, ...push, seen(OTHER))).toMatchObject({ kind: "conflict", isForeign: false });
  expect(plan(known, ...push, seen({ isWhole: false }))).toMatchObject({
    kind: "conflict",
    proof: "looked-up",
    isForeign: false,
  });
});

test("what is delivered says by which proof, and that it is ours", () => {
  expect(plan({}, CREATED)).toEqual({
    kind: "accept",
    stockoutNo: "CK1",
    proof: "answered",
    dispute: null,
    doubt: null,
    isForeign: false,
  });
  const evidence = { isSame: true, stockoutNo: "CK7", isAudited: true } as const;
  expect(plan({ evidence })).toMatchObject({ kind: "accept", proof: "looked-up", isForeign: false });
  expect(plan({}, DUPLICATE)).toMatchObject({ kind: "accept", proof: "duplicate", isForeign: false });
  expect(plan({ revision: 2 }, DUPLICATE, DENIED)).toMatchObject({
    kind: "conflict",
    proof: "duplicate",
    isForeign: false,
  });
});

test("an order that the inventory saw with another effect is pushed once the look-up has told what it can, or cannot ever", () => {
  const evidence = { isSame: false, stockoutNo: "CK7", isAudited: true } as const;
  expect(plan({ evidence }, { kind: "not-found" })).toEqual({ kind: "push" });
  expect(plan({ evidence }, DENIED)).toEqual({ kind: "push" });
  expect(plan({ evidence }, OUTAGE)).toEqual({ kind: "stop", fault: OUTAGE.fault });
});

test("a refusal whose look-up fails for now is tried again for that, and else for what it was refused", () => {
  expect(plan({ earlierPushes: 1 }, REFUSED, OUTAGE)).toEqual({ kind: "stop", fault: OUTAGE.fault });
  expect(plan({ earlierPushes: 1 }, REFUSED, DENIED)).toEqual({ kind: "stop", fault: REFUSED.fault });
  expect(plan({ earlierPushes: 1 }, REFUSED, { kind: "not-found" })).toEqual({ kind: "stop", fault: REFUSED.fault });
});
