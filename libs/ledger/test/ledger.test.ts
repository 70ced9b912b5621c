import { expect, test } from "vitest";

import { bill, openLedger, order, planned, REASON, seeSame } from "./setup.ts";

const LEASE_MS = 60_000;
const second = (contentHash: string) => bill(contentHash, { revision: 2 });

test("a bill counts once however often it is read, and is known once its orders are", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordRead([bill("a")]);
  await ledger.bills.recordRead([bill("a")]);
  expect((await ledger.bills.known(["1"])).get("1")).toMatchObject({ state: "read" });
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  expect(await ledger.bills.known(["1", "2"])).toEqual(
    new Map([["1", { contentHash: "a", state: "ordered", revision: 1 }]]),
  );
  expect(await ledger.progress.read()).toMatchObject({ bills: 1, open: 1, held: 0, delivered: 0 });
});

test("an order goes from waiting over pushing to delivered, and nothing is open then", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordRead([bill("a")]);
  expect(await ledger.bills.recordOrders(bill("a"), [planned("o1")])).toEqual([
    { outerNo: "X1-CK1", verdict: "enqueue", revision: 1 },
  ]);
  expect((await ledger.orders.beginPush(order("o1"), "me", LEASE_MS)).kind).toBe("go");
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  expect(await ledger.orders.find("X1-CK1")).toMatchObject({
    state: "delivered",
    stockoutNo: "CK1",
    proof: "answered",
    pushes: 1,
  });
  expect(await ledger.progress.read()).toMatchObject({ open: 0, held: 0, delivered: 1 });
  expect(await ledger.orders.beginPush(order("o1"), "me", LEASE_MS)).toEqual({ kind: "delivered", stockoutNo: "CK1" });
});

test("only one attempt at a time may push an order, until it gives it back", async () => {
  const { ledger } = await openLedger();
  await ledger.orders.beginPush(order("o1"), "first", LEASE_MS);
  expect((await ledger.orders.beginPush(order("o1"), "second", LEASE_MS)).kind).toBe("busy");
  expect(await ledger.orders.renewPush("X1-CK1", "second", LEASE_MS)).toBe(false);
  await ledger.orders.releasePush("X1-CK1", "second");
  expect(await ledger.orders.renewPush("X1-CK1", "first", LEASE_MS)).toBe(true);
  await ledger.orders.releasePush("X1-CK1", "first");
  expect(await ledger.orders.beginPush(order("o1"), "second", LEASE_MS)).toMatchObject({ kind: "go", pushes: 2 });
});

test("a lease that has run out is free for another attempt, and its old owner notices", async () => {
  const { ledger } = await openLedger();
  await ledger.orders.beginPush(order("o1"), "sleeper", 0);
  await expect.poll(async () => (await ledger.orders.beginPush(order("o1"), "next", LEASE_MS)).kind).toBe("go");
  expect(await ledger.orders.renewPush("X1-CK1", "sleeper", LEASE_MS)).toBe(false);
});

test("content that was replaced before its push is superseded and never sent", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordRead([bill("a")]);
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.bills.recordRead([second("b")]);
  expect((await ledger.orders.beginPush(order("o1"), "me", LEASE_MS)).kind).toBe("superseded");
  expect(await ledger.bills.recordOrders(bill("a"), [planned("o1")])).toBeUndefined();
  await ledger.bills.recordOrders(second("b"), [planned("o2")]);
  expect((await ledger.orders.beginPush(order("o1"), "me", LEASE_MS)).kind).toBe("superseded");
  expect((await ledger.orders.beginPush(order("o2"), "me", LEASE_MS)).kind).toBe("go");
});

test("a bill that changes after delivery is held and never becomes a second order", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  await ledger.bills.recordRead([second("b")]);
  expect(await ledger.bills.recordOrders(second("b"), [planned("o2")])).toEqual([
    { outerNo: "X1-CK1", verdict: "changed-after-delivery", revision: 2 },
  ]);
  expect((await ledger.orders.beginPush(order("o2"), "me", LEASE_MS)).kind).toBe("changed");
  expect(await ledger.cases.list({ limit: 10 })).toMatchObject([
    { caseId: "order:X1-CK1", code: "BILL_CHANGED_AFTER_DELIVERY", billNo: "XSCKD000001" },
  ]);
});

test("a warehouse that falls away before its push is withdrawn, after its push it is held", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [
    planned("o1", "X1-CK1"),
    planned("o2", "X1-CK2"),
    planned("o3", "X1-CK3"),
  ]);
  await ledger.orders.recordDelivered(order("o2", "X1-CK2"), { stockoutNo: "CK2", proof: "answered" });
  await ledger.bills.recordRead([second("b")]);
  await ledger.bills.recordOrders(second("b"), [planned("o1", "X1-CK1")]);
  expect((await ledger.orders.find("X1-CK3"))?.state).toBe("withdrawn");
  expect((await ledger.orders.beginPush(order("o3", "X1-CK3"), "me", LEASE_MS)).kind).toBe("superseded");
  expect((await ledger.orders.find("X1-CK2"))?.state).toBe("disputed");
  expect(await ledger.progress.read()).toMatchObject({ open: 1, held: 1 });
});

test("a held order is open again when a person retries it, and settled when it arrives", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.recordHeld(order("o1"), REASON);
  expect(await ledger.progress.read()).toMatchObject({ open: 0, held: 1 });
  await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  expect(await ledger.progress.read()).toMatchObject({ open: 1, held: 0 });
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: null, proof: "duplicate" });
  expect(await ledger.progress.read()).toMatchObject({ open: 0, held: 0, delivered: 1 });
});

test("a transformer that is quicker than the extractor's record loses nothing", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.bills.recordRead([bill("a")]);
  expect((await ledger.bills.find("1"))?.state).toBe("ordered");
  expect(await ledger.progress.read()).toMatchObject({ bills: 1, open: 1 });
});

test("an excluded bill is counted with its rule and is not open", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordRead([bill("a")]);
  expect(await ledger.bills.recordExcluded(bill("a"), "rule")).toBe("excluded");
  expect(await ledger.bills.recordExcluded(bill("stale"), "rule")).toBe("superseded");
  expect(await ledger.progress.read()).toMatchObject({ excluded: 1, open: 0 });
});

test("the watermark never goes back", async () => {
  const { ledger } = await openLedger();
  await ledger.progress.advance(2_000, 3_000);
  await ledger.progress.advance(1_000, 4_000);
  expect(await ledger.progress.read()).toMatchObject({ watermarkMs: 2_000, firstReadAtMs: 3_000, lastReadAtMs: 4_000 });
});

test("a state that another version wrote is refused and left as it is", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await redis.hset(`{billferry:${scheme}}L:progress`, "version", "99");
  await expect(ledger.keeping.open()).rejects.toMatchObject({ code: "STATE_UNREADABLE" });
});

test("content that comes back after a change is new work with a number of its own", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordRead([bill("a")]);
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.bills.recordRead([second("b")]);
  await ledger.bills.recordOrders(second("b"), [planned("o2")]);
  await ledger.bills.recordRead([bill("a", { revision: 3 })]);
  expect(await ledger.bills.recordOrders(bill("a", { revision: 3 }), [planned("o1")])).toEqual([
    { outerNo: "X1-CK1", verdict: "enqueue", revision: 3 },
  ]);
});

test("a transformer that is quicker than the record of a change takes the newer content, and an older job does not", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordRead([bill("a")]);
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  expect(await ledger.bills.recordOrders(second("b"), [planned("o2")])).toMatchObject([{ verdict: "enqueue" }]);
  expect(await ledger.bills.recordRead([second("b")])).toEqual({ fresh: 0, changed: 0 });
  expect(await ledger.bills.recordOrders(bill("a"), [planned("o1")])).toBeUndefined();
  expect(await ledger.bills.find("1")).toMatchObject({ contentHash: "b", revision: 2, state: "ordered" });
});

test("a bill that is unapproved before its push is not pushed; after its push it is a case with its cause", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1"), planned("p1", "X1-CK2")]);
  await ledger.orders.recordDelivered(order("p1", "X1-CK2"), { stockoutNo: "CK2", proof: "answered" });
  expect(await ledger.bills.recordWithdrawn({ billId: "1", contentHash: "other" }, "voided")).toBe("superseded");
  expect(await ledger.bills.recordWithdrawn({ billId: "1", contentHash: "a" }, "unapproved")).toBe("withdrawn");
  expect((await ledger.orders.beginPush(order("o1"), "me", LEASE_MS)).kind).toBe("superseded");
  expect(await ledger.cases.list({ limit: 10 })).toMatchObject([
    { caseId: "order:X1-CK2", code: "BILL_WITHDRAWN_AFTER_DELIVERY" },
  ]);
  expect(await ledger.bills.find("1")).toMatchObject({ state: "withdrawn", reason: "unapproved" });
  expect(await ledger.progress.read()).toMatchObject({ withdrawn: 1, open: 0, held: 1 });
  expect((await ledger.bills.history("1")).map((entry) => entry.event)).toEqual(["withdrawn", "disputed"]);
});

test("a withdrawn bill that is approved again as it was settles its own dispute once its order was seen alive", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  await ledger.bills.recordWithdrawn({ billId: "1", contentHash: "a" }, "unapproved");
  await ledger.bills.recordRead([second("b")]);
  expect(await ledger.bills.recordOrders(second("b"), [planned("o1")])).toMatchObject([{ verdict: "verify" }]);
  expect(await ledger.progress.read()).toMatchObject({ withdrawn: 0, open: 0, held: 1, delivered: 1 });
  await seeSame(ledger);
  expect(await ledger.progress.read()).toMatchObject({ withdrawn: 0, open: 0, held: 0, delivered: 1 });
});

test("a push that lands after its bill was withdrawn is a dispute, not a silent success", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  await ledger.bills.recordWithdrawn({ billId: "1", contentHash: "a" }, "deleted");
  expect(await ledger.orders.renewPush("X1-CK1", "me", LEASE_MS)).toBe(false);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  expect(await ledger.cases.list({ limit: 1 })).toMatchObject([{ code: "BILL_WITHDRAWN_AFTER_DELIVERY" }]);
});

test("a bill that changes while its push is under way becomes a dispute as soon as the push lands", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  await ledger.bills.recordOrders(second("b"), [planned("o2")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  expect(await ledger.cases.list({ limit: 1 })).toMatchObject([{ code: "BILL_CHANGED_AFTER_DELIVERY" }]);
  expect(await ledger.orders.beginPush(order("o2"), "me", LEASE_MS)).toMatchObject({
    kind: "changed",
    stockoutNo: "CK1",
  });
});

test("an accepted difference stays settled for this content and opens again with another", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  await ledger.bills.recordOrders(second("b"), [planned("o2")]);
  await ledger.orders.noteDifferences("X1-CK1", [{ specNo: "A", wanted: "12" as never, present: "10" as never }]);
  expect((await ledger.cases.find("order:X1-CK1"))?.differences).toMatchObject([{ specNo: "A", wanted: "12" }]);
  const by = { by: "li", note: "客户同意" };
  expect(await ledger.cases.accept("order:X1-CK1", { ...by, contentHash: "gone" })).toBe("not-a-case");
  expect(await ledger.cases.accept("order:X1-CK1", by)).toBe("settled");
  expect(await ledger.cases.accept("order:X1-CK1", by)).toBe("not-a-case");
  expect((await ledger.orders.beginPush(order("o2"), "me", LEASE_MS)).kind).toBe("delivered");
  expect(await ledger.bills.recordOrders(bill("c", { revision: 3 }), [planned("o2")])).toMatchObject([
    { verdict: "already-delivered" },
  ]);
  expect(await ledger.bills.recordOrders(bill("d", { revision: 4 }), [planned("o3")])).toMatchObject([
    { verdict: "changed-after-delivery" },
  ]);
  expect((await ledger.bills.history("1")).find((entry) => entry.event === "accepted")).toMatchObject(
    by.by ? { by: "li" } : {},
  );
});

test("a held order that a person drops is not sent, and its content alone does not bring it back", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.recordHeld(order("o1"), REASON);
  expect(await ledger.cases.accept("order:X1-CK1", { by: "li", note: "不发" })).toBe("settled");
  expect((await ledger.orders.beginPush(order("o1"), "me", LEASE_MS)).kind).toBe("superseded");
  expect(await ledger.bills.recordOrders(bill("a"), [planned("o1")])).toMatchObject([{ verdict: "already-delivered" }]);
  expect(await ledger.bills.recordOrders(second("b"), [planned("o2")])).toMatchObject([{ verdict: "enqueue" }]);
});

test("a correction settles its dispute once, becomes an order of its own, and the order counts with it from then on", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  await ledger.bills.recordOrders(second("b"), [planned("o2")]);
  const settlement = {
    outerNo: "X1-CK1",
    contentHash: "o2",
    correction: { outerNo: "X1-CK1-R1", contentHash: "r1" },
    by: "li",
    note: "补发 2 件",
  };
  expect(await ledger.cases.recordCorrection({ ...settlement, contentHash: "o9" })).toBe("superseded");
  expect(await ledger.cases.recordCorrection(settlement)).toBe("recorded");
  expect(await ledger.cases.recordCorrection(settlement)).toBe("recorded");
  expect(await ledger.orders.find("X1-CK1")).toMatchObject({ state: "delivered", corrections: ["X1-CK1-R1"] });
  expect(await ledger.progress.read()).toMatchObject({ open: 1, held: 0 });
  expect((await ledger.orders.beginPush(order("r1", "X1-CK1-R1"), "me", LEASE_MS)).kind).toBe("go");
  // What was delivered first is no longer what is there.
  expect(await ledger.bills.recordOrders(bill("a", { revision: 3 }), [planned("o1")])).toMatchObject([
    { verdict: "changed-after-delivery" },
  ]);
  expect(await ledger.orders.beginPush(order("o1"), "me", LEASE_MS)).toMatchObject({ corrections: ["X1-CK1-R1"] });
});

test("an order that is created but not audited is delivered and a case at once, and an audit settles it", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  const dispute = { code: "WDT_NOT_AUDITED", text: "[WDT_NOT_AUDITED] 未审核" } as const;
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "looked-up", dispute });
  expect(await ledger.cases.list({ limit: 1, faultClass: "after-delivery" })).toMatchObject([dispute]);
  expect(await ledger.cases.list({ limit: 1, faultClass: "rate" })).toEqual([]);
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  expect(await ledger.progress.read()).toMatchObject({ held: 1, delivered: 1 });
  await ledger.cases.accept("order:X1-CK1", { by: "billferry", note: "已审核" });
  expect(await ledger.progress.read()).toMatchObject({ held: 0, delivered: 1 });
});

test("a bill is found by its number, an order by its own and by Wangdiantong's number, bills by day", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordRead([bill("a"), bill("b", { billId: "2", approvedAt: "2026-11-24 08:00:00" })]);
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK77", proof: "answered" });
  await ledger.bills.recordRead([bill("n", { billId: "3", billNo: "XSCKD000001" })]);
  expect((await ledger.bills.findByNumber("XSCKD000001")).map((each) => each.billId)).toEqual(["1", "3"]);
  expect(await ledger.orders.findByStockoutNo("CK77")).toMatchObject({
    outerNo: "X1-CK1",
    proof: "answered",
    pushes: 1,
  });
  expect((await ledger.bills.listDay("2026-11-23")).map((each) => each.billId).toSorted()).toEqual(["1", "3"]);
  expect(await ledger.bills.idsOfDay("2026-11-24")).toEqual(["2"]);
});

test("finished bills are pruned by age with everything that names them; what is open or a case stays", async () => {
  const { redis, ledger, scheme } = await openLedger();
  for (const id of ["1", "2", "3"]) {
    const each = bill("a", { billId: id });
    await ledger.bills.recordOrders(each, [{ outerNo: `X${id}-CK1`, contentHash: "o1" }]);
  }
  await ledger.orders.recordDelivered(order("o1", "X1-CK1"), { stockoutNo: "CK1", proof: "answered" });
  await ledger.orders.recordHeld({ ...order("o1", "X2-CK1"), billId: "2" }, REASON);
  expect(await ledger.keeping.prune("2026-11-23", 100)).toBe(0);
  expect(await ledger.keeping.prune("2026-11-24", 100)).toBe(1);
  expect(await ledger.bills.findByNumber("XSCKD000001")).toEqual([]);
  expect(await ledger.orders.findByStockoutNo("CK1")).toBeUndefined();
  expect(await ledger.bills.find("2")).toMatchObject({ state: "ordered" });
  expect(await ledger.bills.find("3")).toMatchObject({ state: "ordered" });
  expect(await redis.keys(`{billferry:${scheme}}L:*X1-CK1*`)).toEqual([]);
});

test("two installations do not share one ledger, and a lease that nobody renews is free", async () => {
  const { ledger } = await openLedger();
  const claim = { holder: "host-a", ttlMs: 60_000 };
  expect(await ledger.keeping.takeLease({ installation: "a", ...claim })).toMatchObject({ isOurs: true });
  expect(await ledger.keeping.takeLease({ installation: "a", holder: "host-a2", ttlMs: 0 })).toMatchObject({
    isOurs: true,
  });
  await expect
    .poll(async () => ledger.keeping.takeLease({ installation: "b", ...claim, holder: "host-b" }))
    .toMatchObject({ isOurs: true });
  expect(await ledger.keeping.takeLease({ installation: "a", ...claim })).toEqual({
    isOurs: false,
    installation: "b",
    holder: "host-b",
  });
});

test("an empty ledger asks for an inventory, one replica does it, and what it saw comes with the first permit", async () => {
  const { ledger } = await openLedger();
  expect(await ledger.progress.read()).toMatchObject({ inventory: "needed" });
  expect(await ledger.inventory.begin("one", LEASE_MS)).toBe("begun");
  expect(await ledger.inventory.begin("two", LEASE_MS)).toBe("busy");
  const evidence = { stockoutNo: "CK1", effectHash: "e1", isAudited: true };
  await ledger.inventory.recordEvidence([{ outerNo: "X1-CK1", ...evidence }]);
  expect(await ledger.inventory.renew("two", LEASE_MS)).toBe(false);
  await ledger.inventory.finish("one", "done");
  expect(await ledger.inventory.begin("two", LEASE_MS)).toBe("over");
  expect(await ledger.orders.beginPush(order("o1"), "me", LEASE_MS)).toMatchObject({ kind: "go", evidence });
});

test("a record that another program wrote is named, and the rebuilt ledger begins anew", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await redis.hset(`{billferry:${scheme}}L:b:7`, "s", "nonsense");
  await redis.set(`{billferry:${scheme}}L:o:X9`, "text");
  expect(await ledger.keeping.inspect()).toEqual({
    bills: 1,
    orders: 1,
    unreadable: expect.arrayContaining(["b:7", "o:X9"]),
  });
  await expect(ledger.bills.find("7")).rejects.toMatchObject({ code: "STATE_UNREADABLE" });
  await expect(ledger.orders.beginPush(order("o1", "X9"), "me", LEASE_MS)).rejects.toMatchObject({
    code: "STATE_UNREADABLE",
  });
  await ledger.keeping.rebuild();
  expect(await redis.keys(`{billferry:${scheme}}L:*`)).toEqual([]);
  await ledger.keeping.open();
  expect(await ledger.progress.read()).toMatchObject({ bills: 0, inventory: "needed" });
});
