import { expect, test } from "vitest";

import { DENIED, NO, openDoubtWorld, orderAs } from "./doubt-world.ts";

const NONE = { content: 0, life: 0, presence: 0 };

test.each([
  ["shown late", hide, show],
  ["not permitted", deny, allow],
] as const)(
  "after a wipe, where documents are %s, a stale order is counted, and a case once it can be seen",
  async (_how, blind, reveal) => {
    const world = await openDoubtWorld();
    const { target, ledger, load, plan, check, cases, doubts } = world;
    target.put(orderAs("10"));
    blind(world);
    await plan(orderAs("12"));
    expect(await load(orderAs("12"))).toMatchObject({ kind: "delivered", proof: "duplicate" });
    expect(await doubts()).toEqual({ ...NONE, content: 1 });
    expect(await ledger.doubts.list(9)).toMatchObject([{ outerNo: NO, doubt: "content" }]);
    for (let looks = 0; looks < 5; looks += 1) expect(await check()).toBe(0);
    expect(await cases()).toEqual([]);
    reveal(world);
    expect(await check()).toBe(1);
    expect(await cases()).toEqual([[NO, "WDT_ORDER_DIFFERS"]]);
    expect(await ledger.cases.list({ limit: 1 })).toMatchObject([
      { differences: [{ specNo: "SKU-1", wanted: "12", present: "10" }] },
    ]);
    expect(await ledger.orders.find(NO)).toMatchObject({ stockoutNo: "CK1", doubt: null });
    expect(target.pushes).toEqual([NO]);
  },
);

type World = Awaited<ReturnType<typeof openDoubtWorld>>;
function hide({ target }: World): void {
  target.isLate = true;
}
function show({ target }: World): void {
  target.isLate = false;
}
function deny({ target }: World): void {
  target.trouble = DENIED;
}
function allow({ target }: World): void {
  target.trouble = () => undefined;
}

test("content in doubt that is seen the same is beyond doubt, corrections added, and costs no case", async () => {
  const world = await openDoubtWorld();
  const { target, load, plan, check, cases, doubts } = world;
  target.put(orderAs("10"));
  target.put(orderAs("2", { outer_no: `${NO}-R1` }));
  target.trouble = DENIED;
  await plan(orderAs("12"));
  await load(orderAs("12"));
  allow(world);
  expect(await check()).toBe(1);
  expect([await cases(), await doubts()]).toEqual([[], NONE]);
});

test("a look that cannot be made just now is made later, and is no vain one", async () => {
  const world = await openDoubtWorld();
  const { target, ledger, load, plan, check } = world;
  target.put(orderAs("12"));
  target.trouble = DENIED;
  await plan(orderAs("12"));
  await load(orderAs("12"));
  target.trouble = () => ({ code: 2100, message: "签名验证失败" });
  expect(await check()).toBe(0);
  expect(await ledger.doubts.list(1)).toMatchObject([{ looks: 0 }]);
});

test("cancelled there as the case says, then approved again unchanged: a case that a replacement mends, and no silent close", async () => {
  const { target, ledger, load, plan, withdraw, check, cases, doubts } = await openDoubtWorld();
  await plan(orderAs("10"));
  await load(orderAs("10"));
  await withdraw();
  expect(await cases()).toEqual([[NO, "BILL_WITHDRAWN_AFTER_DELIVERY"]]);
  const [kept] = target.orders;
  if (kept) kept.status = "5";
  expect(await plan(orderAs("10"))).toMatchObject({ verdict: "verify" });
  expect(await load(orderAs("10"))).toBe("WDT_ORDER_CANCELLED");
  expect(await cases()).toEqual([[NO, "WDT_ORDER_CANCELLED"]]);
  expect(await ledger.orders.keptJob(NO)).toContain('"num":"10"');
  expect(target.pushes).toEqual([NO]);
  // Somebody revives it in Wangdiantong: the next look ends the case.
  expect(await doubts()).toEqual({ ...NONE, life: 1 });
  await check();
  expect(await cases()).toHaveLength(1);
  if (kept) kept.status = "110";
  await check();
  expect([await cases(), await doubts()]).toEqual([[], NONE]);
});

test("the same after a person has accepted the withdrawal, and where a change was taken back after the cancelling", async () => {
  for (const way of ["accepted", "changed back"] as const) {
    const { target, ledger, load, plan, withdraw, cases } = await openDoubtWorld();
    await plan(orderAs("12"));
    await load(orderAs("12"));
    if (way === "accepted") {
      await withdraw();
      await ledger.cases.accept(`order:${NO}`, { by: "王", note: "已取消" });
    } else await plan(orderAs("10"));
    for (const kept of target.orders) kept.status = "5";
    await plan(orderAs("12"));
    expect(await load(orderAs("12"))).toBe("WDT_ORDER_CANCELLED");
    expect(await cases()).toEqual([[NO, "WDT_ORDER_CANCELLED"]]);
  }
});

test("approved again and alive, the case closes; deleted there, or not to be seen, it stays and says why", async () => {
  const world = await openDoubtWorld();
  const { target, ledger, load, plan, withdraw, check, cases } = world;
  const again = async () => {
    await withdraw();
    await plan(orderAs("10"));
    return load(orderAs("10"));
  };
  await plan(orderAs("10"));
  await load(orderAs("10"));
  expect(await again()).toMatchObject({ kind: "already-delivered" });
  expect(await cases()).toEqual([]);
  target.trouble = DENIED;
  expect(await again()).toBe("WDT_ORDER_UNVERIFIED");
  expect(await cases()).toEqual([[NO, "WDT_ORDER_UNVERIFIED"]]);
  allow(world);
  await check();
  expect(await cases()).toEqual([]);
  target.orders.length = 0;
  expect(await again()).toBe("WDT_ORDER_CANCELLED");
  expect((await ledger.cases.find(`order:${NO}`))?.text).toContain("未能查到 CK1");
});

test("a first push that meets a cancelled document is a case, even where it could not be looked up at once", async () => {
  const world = await openDoubtWorld();
  const { target, load, plan, check, cases } = world;
  target.put(orderAs("12"), "5");
  await plan(orderAs("12"));
  expect(await load(orderAs("12"))).toBe("WDT_ORDER_CANCELLED");
  const blind = await openDoubtWorld();
  blind.target.put(orderAs("12"), "5");
  blind.target.trouble = DENIED;
  await blind.plan(orderAs("12"));
  expect(await blind.load(orderAs("12"))).toMatchObject({ kind: "delivered" });
  allow(blind);
  await blind.check();
  expect([await cases(), await blind.cases()]).toEqual([[[NO, "WDT_ORDER_CANCELLED"]], [[NO, "WDT_ORDER_CANCELLED"]]]);
  await check();
  expect(await cases()).toHaveLength(1);
});

interface Refusal {
  readonly code: number;
  readonly message: string;
  readonly stockout_no?: string;
}

const REFUSED: readonly Refusal[] = [
  { code: 20, message: "check_fail Unknown Database Error" },
  { code: 20, message: "check failed: stock not enough", stockout_no: "CK202611280001" },
  { code: 20, message: "check failed: stock not enough" },
];

/** Made by the target, and answered with a refusal; nothing shows it yet, and a repeat is refused in the same words. */
function refuseWithEffect(target: World["target"], refusal: Refusal): void {
  target.trouble = (service) => {
    if (service !== "stockout_order_push") return undefined;
    if (target.orders.length === 0) target.put(orderAs("12"), "50");
    return refusal;
  };
  target.isLate = true;
}

test.each(REFUSED)(
  "refused with $message and an effect, and withdrawn before anybody looked: the document is a case, never forgotten",
  async (refusal) => {
    const { target, load, plan, withdraw, check, cases, doubts } = await openDoubtWorld();
    await plan(orderAs("12"));
    refuseWithEffect(target, refusal);
    expect(await load(orderAs("12"))).toMatch(/^WDT_/);
    await withdraw();
    expect([await cases(), await doubts()]).toEqual([[], { ...NONE, presence: 1 }]);
    await check({ listingDelayMs: 60_000 });
    await check({ listingDelayMs: 60_000 });
    expect(await doubts()).toEqual({ ...NONE, presence: 1 });
    target.isLate = false;
    await check();
    expect([await cases(), await doubts()]).toEqual([[[NO, "BILL_WITHDRAWN_AFTER_DELIVERY"]], NONE]);
  },
);

test("refused with an effect, and still wanted: the look delivers it, as one that waits for its audit", async () => {
  const { target, ledger, load, plan, check, cases } = await openDoubtWorld();
  await plan(orderAs("12"));
  refuseWithEffect(target, { code: 20, message: "check failed: stock not enough" });
  await load(orderAs("12"));
  expect(await cases()).toMatchObject([[NO, "WDT_STOCK_SHORT"]]);
  target.isLate = false;
  expect(await check()).toBe(1);
  expect(await cases()).toEqual([[NO, "WDT_NOT_AUDITED"]]);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "disputed", stockoutNo: "CK1", doubt: null });
});

test("what may have been let out and is not there after the listing's delay is forgotten, and not before a second look", async () => {
  const { target, ledger, load, plan, withdraw, check, doubts } = await openDoubtWorld();
  await plan(orderAs("12"));
  target.trouble = (service) =>
    service === "stockout_order_push" ? { code: 20, message: "check_fail Unknown Database Error" } : undefined;
  await load(orderAs("12"));
  await withdraw();
  expect(await check()).toBe(0);
  expect(await check()).toBe(1);
  expect(await doubts()).toEqual(NONE);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "withdrawn", pushes: 0 });
});

test("what may have been let out and can never be looked at is a case for a person", async () => {
  const { target, ledger, load, plan, withdraw, check, cases, doubts } = await openDoubtWorld();
  target.trouble = (service) => DENIED(service) ?? { code: 20, message: "check_fail Unknown Database Error" };
  await plan(orderAs("12"));
  await load(orderAs("12"));
  await withdraw();
  for (let looks = 0; looks < 3; looks += 1) await check();
  expect(await cases()).toEqual([[NO, "WDT_ORDER_UNVERIFIED"]]);
  await ledger.cases.accept(`order:${NO}`, { by: "王", note: "旺店通中没有" });
  expect([await cases(), await doubts()]).toEqual([[], NONE]);
});

test("an order that waits for its audit and is cancelled instead is a case whose remedy works", async () => {
  const { target, audits, ledger, load, plan, cases } = await openDoubtWorld();
  target.put(orderAs("12"), "50");
  await plan(orderAs("12"));
  await load(orderAs("12"));
  expect(await cases()).toEqual([[NO, "WDT_NOT_AUDITED"]]);
  for (const kept of target.orders) kept.status = "5";
  expect(await audits()).toBe(0);
  expect(await cases()).toEqual([[NO, "WDT_ORDER_CANCELLED"]]);
  expect(await ledger.orders.keptJob(NO)).toContain('"num":"12"');
});

test("an order that was surely refused before anything was booked leaves no doubt when its bill goes", async () => {
  const { target, load, plan, withdraw, doubts } = await openDoubtWorld();
  target.trouble = (service) =>
    service === "stockout_order_push" ? { code: 99, message: "货品列表中货品不存在:SKU-1" } : undefined;
  await plan(orderAs("12"));
  expect(await load(orderAs("12"))).toBe("WDT_SKU_UNKNOWN");
  await withdraw();
  expect(await doubts()).toEqual(NONE);
});
