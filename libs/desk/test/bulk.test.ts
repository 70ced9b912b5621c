import { loadJobId } from "@billferry/contracts";
import { enqueue } from "@billferry/runtime";
import { expect, test } from "vitest";

import { beginBulk, countBulk, findBulk, listBulk, listBulkItems, stopBulk } from "@billferry/desk/bulk";
import { caseIdOf, openBlocked } from "./bulk-world.ts";
import { ORDER, SCHEME } from "./setup.ts";

type World = Awaited<ReturnType<typeof openBlocked>>;

const WAIT = { timeout: 90_000, interval: 50 };
const LIMIT_MS = 120_000;

async function count(world: World, filter: object = {}, mapping: "present" | "recorded" = "present") {
  return countBulk(world.redis, world.log, { scheme: SCHEME, by: "li", filter, mapping });
}

const begin = async ({ redis }: World, id: string, canary = 3, by = "li") =>
  beginBulk(redis, { scheme: SCHEME, id, by, reason: "SKU 已建", canary });

const stateOf = async ({ redis }: World, id: string) => (await findBulk(redis, [SCHEME], id))?.state;

const outcomes = async ({ redis }: World, id: string) =>
  Map.groupBy((await listBulkItems(redis, { scheme: SCHEME, id }, { limit: 100 })).items, ({ outcome }) => outcome);

test("what is counted is frozen: causes, amount and bills; nothing is done to it", async () => {
  const world = await openBlocked(4);
  const act = await count(world, { gap: "spec_no/SKU1" });
  expect(act).toMatchObject({
    state: "counted",
    total: { cases: 4, bills: 4, amount: "42" },
    causes: [{ code: "WDT_SKU_UNKNOWN", cases: 4 }],
    leftOut: [],
  });
  expect(world.tried).toEqual([]);
  expect(await listBulk(world.redis, [SCHEME], 10)).toEqual([]);
});

test("what has arrived and differs is left out, and said to be", async () => {
  const world = await openBlocked(2);
  const order = { outerNo: "XS01-CK01", billId: "101", contentHash: ORDER.contentHash };
  const dispute = { code: "WDT_ORDER_DIFFERS", text: "" } as const;
  await world.ledger.orders.recordDelivered(order, { stockoutNo: "CK1", proof: "answered", dispute });
  expect(await count(world)).toMatchObject({ total: { cases: 1 }, leftOut: [{ why: "disputed", count: 1 }] });
});

test(
  "a canary is waited for to its end before the rest begins, and each bill has its result",
  { timeout: LIMIT_MS },
  async () => {
    const world = await openBlocked(24);
    world.startRunner();
    const { id } = await count(world);
    expect(await begin(world, id)).toMatchObject({ kind: "begun", act: { state: "canary", canariesLeft: 2 } });
    await expect.poll(async () => (await outcomes(world, id)).get("underway")?.length, WAIT).toBe(2);
    expect(await world.ledger.anew.list(10)).toHaveLength(2);
    world.play(() => null);
    await expect.poll(async () => stateOf(world, id), WAIT).toBe("done");
    expect((await outcomes(world, id)).get("done")).toHaveLength(24);
    expect(new Set(world.tried.slice(0, 2))).toEqual(new Set(["XS01", "XS24"]));
  },
);

test("a canary that fails again keeps the others as they were", { timeout: LIMIT_MS }, async () => {
  const world = await openBlocked(12);
  world.startRunner();
  world.play((billNo) => (billNo === "XS12" ? "WDT_SKU_UNKNOWN" : null));
  const { id } = await count(world);
  await begin(world, id);
  await expect.poll(async () => stateOf(world, id), WAIT).toBe("stopped");
  expect(await findBulk(world.redis, [SCHEME], id)).toMatchObject({
    stop: { kind: "canary-failed", billNo: "XS12", code: "WDT_SKU_UNKNOWN" },
    counts: { untried: 10, failed: 1, done: 1 },
  });
  expect(world.tried).toHaveLength(2);
});

test(
  "a new kind of error stops the rest; gone on with, the untried are tried after a canary of their own",
  { timeout: LIMIT_MS },
  async () => {
    const world = await openBlocked(40);
    world.startRunner();
    world.play((billNo) => (billNo === "XS07" ? "WDT_WAREHOUSE_UNKNOWN" : null));
    const { id } = await count(world);
    await begin(world, id);
    await expect.poll(async () => stateOf(world, id), WAIT).toBe("stopped");
    const stopped = await findBulk(world.redis, [SCHEME], id);
    expect(stopped?.stop).toMatchObject({ kind: "new-error", billNo: "XS07", code: "WDT_WAREHOUSE_UNKNOWN" });
    expect(stopped?.counts.untried).toBeGreaterThan(20);
    expect(await begin(world, id, 1, "wang")).toMatchObject({ kind: "begun", act: { canariesLeft: 1 } });
    await expect.poll(async () => stateOf(world, id), WAIT).toBe("done");
    const ended = await outcomes(world, id);
    expect([ended.get("done")?.length, ended.get("failed")?.map(({ billNo }) => billNo)]).toEqual([39, ["XS07"]]);
  },
);

test("pressed by two it begins once, and the second is told by whom; a second act waits for the first", async () => {
  const world = await openBlocked(3);
  const { id } = await count(world);
  const pressed = await Promise.all([begin(world, id, 1, "li"), begin(world, id, 1, "wang")]);
  expect(pressed.map(({ kind }) => kind).toSorted()).toEqual(["begun", "unchanged"]);
  const [first] = pressed.flatMap((each) => ("act" in each && each.kind === "begun" ? [each.act.begun?.by] : []));
  expect(pressed.find(({ kind }) => kind === "unchanged")).toMatchObject({ act: { begun: { by: first } } });
  const other = await count(world);
  expect(other).toMatchObject({ total: { cases: 0 }, leftOut: [{ why: "in-other-act", count: 3 }] });
  expect(await begin(world, other.id)).toMatchObject({ kind: "other-running", act: { id } });
});

test("a person stops it: what is on its way ends, and the untried stay cases", { timeout: LIMIT_MS }, async () => {
  const world = await openBlocked(5);
  world.startRunner();
  const { id } = await count(world);
  await begin(world, id, 1);
  await expect.poll(async () => (await outcomes(world, id)).get("underway")?.length, WAIT).toBe(1);
  expect(await stopBulk(world.redis, { scheme: SCHEME, id, by: "wang" })).toMatchObject({ act: { state: "stopping" } });
  world.play(() => null);
  await expect.poll(async () => stateOf(world, id), WAIT).toBe("stopped");
  expect((await outcomes(world, id)).get("untried")).toHaveLength(4);
  expect(await world.ledger.cases.list({ limit: 10 })).toHaveLength(4);
});

test(
  "a runner that is gone is followed by another one, which goes on where it was",
  { timeout: LIMIT_MS },
  async () => {
    const world = await openBlocked(6);
    const stop = world.startRunner();
    const { id } = await count(world);
    await begin(world, id, 1);
    await expect.poll(async () => (await outcomes(world, id)).get("underway")?.length, WAIT).toBe(1);
    await stop();
    world.startRunner();
    world.play(() => null);
    await expect.poll(async () => stateOf(world, id), WAIT).toBe("done");
    expect(world.tried.toSorted()).toEqual(world.billNos);
  },
);

test(
  "what has changed since it was counted is not touched, and what arrived by itself counts as arrived",
  { timeout: LIMIT_MS },
  async () => {
    const world = await openBlocked(3);
    const { id } = await count(world);
    const order = { billId: "102", outerNo: "XS02-CK01", contentHash: ORDER.contentHash };
    await world.ledger.orders.recordHeld(order, { code: "WDT_WAREHOUSE_UNKNOWN", text: "[WDT_WAREHOUSE_UNKNOWN]" });
    const arrived = { billId: "103", outerNo: "XS03-CK01", contentHash: ORDER.contentHash };
    await world.ledger.orders.recordDelivered(arrived, { stockoutNo: "CK3", proof: "answered" });
    world.startRunner();
    world.play(() => null);
    await begin(world, id, 1);
    await expect.poll(async () => stateOf(world, id), WAIT).toBe("done");
    const ended = await outcomes(world, id);
    expect(ended.get("changed")?.map(({ billNo }) => billNo)).toEqual(["XS02"]);
    expect(ended.get("done")?.map(({ billNo }) => billNo)).toEqual(["XS01", "XS03"]);
    expect(world.tried).toEqual(["XS01"]);
  },
);

test("the recorded payload is sent once more where its job is still there; where it is not, that is said", async () => {
  const world = await openBlocked(2);
  const payload = { ...ORDER, billId: "101", billNo: "XS01", order: { ...ORDER.order, outer_no: "XS01-CK01" } };
  const jobId = loadJobId({ scheme: SCHEME, outerNo: "XS01-CK01", contentHash: ORDER.contentHash, revision: 1 });
  await enqueue(world.load, [{ id: jobId, payload }]);
  const act = await count(world, { caseIds: ["XS01", "XS02"].map(caseIdOf) }, "recorded");
  expect(act).toMatchObject({ total: { cases: 1 }, leftOut: [{ why: "no-payload", count: 1 }] });
});

test(
  "new bills go first: while more of them wait than a portion, the rest waits and says so",
  { timeout: LIMIT_MS },
  async () => {
    const world = await openBlocked(5);
    world.startRunner();
    world.play(() => null);
    const jobs = Array.from({ length: 30 }, (_, index) => ({ id: `load-new-${index}`, payload: ORDER }));
    await enqueue(world.load, jobs);
    const { id } = await count(world);
    await begin(world, id, 1);
    await expect.poll(async () => (await findBulk(world.redis, [SCHEME], id))?.waitsFor, WAIT).toBe("new-bills");
    expect((await outcomes(world, id)).get("untried")).toHaveLength(4);
    await world.load.drain();
    await expect.poll(async () => stateOf(world, id), WAIT).toBe("done");
  },
);
