import {
  checkResult,
  codesResult,
  compareResult,
  draftResult,
  fieldsResult,
  previewResult,
  reconcileResult,
  type Errand,
} from "@billferry/contracts";
import { openErrands, type ErrandView } from "@billferry/errands";
import { Ledger } from "@billferry/ledger";
import { connectRedis } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import { expect, onTestFinished, test, vi } from "vitest";

import { startStack, type Stack } from "./stack.ts";

const LIMIT = { timeout: 240_000 };
const BILLS = 12;
const SCHEME = "sal-outstock";

/** A clerk beside the stages, and a way to ask of him as the board does. */
async function openOffice(stack: Stack) {
  await Promise.all(
    (["extractor", "transformer", "loader", "clerk"] as const).map(async (name) => stack.start(name).ready),
  );
  const log = createLogger({ name: "test", level: "silent", version: "0" });
  const redis = connectRedis(stack.redis.url, log);
  const errands = openErrands(redis, log);
  onTestFinished(async () => {
    await errands.close();
    redis.disconnect();
  });
  let forms = 0;
  const ended = async (errand: Errand): Promise<ErrandView> => {
    forms += 1;
    const { id } = await errands.ask(errand, { by: "li", requestId: `form-0000-${forms}` });
    return vi.waitFor(
      async () => {
        const view = await errands.find(id);
        expect(view?.endedAtMs ?? null).not.toBeNull();
        return view as ErrandView;
      },
      { timeout: 120_000, interval: 100 },
    );
  };
  return { ended, redis };
}

test(
  "a day is reconciled for the console: all is there, and what somebody cancels in Wangdiantong is named",
  LIMIT,
  async () => {
    const stack = await startStack({ bills: BILLS, seed: 3 }, { WDT_CALLS_FOR_ERRANDS: "1000" });
    const { ended } = await openOffice(stack);
    await stack.untilIdle();
    const from = new Date(Date.now() - 2 * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
    const whole = await ended({ kind: "reconcile", scheme: SCHEME, from });
    expect(whole).toMatchObject({ state: "done", problem: null });
    const result = reconcileResult.parse(whole.result);
    expect(result.expected).toBeGreaterThan(0);
    expect(result).toMatchObject({ matched: result.expected, findings: [], findingsLeftOut: 0 });
    expect(result.goods.length).toBeGreaterThan(0);
    expect(result.days.reduce((sum, day) => sum + day.expected, 0)).toBe(result.expected);

    const orders = (await (await fetch(`${stack.controlUrl}orders`)).json()) as { content: { outer_no: string } }[];
    const cancelled = orders[0]?.content.outer_no ?? "";
    await stack.control(`orders/${cancelled}/cancel`, {});
    const again = await ended({ kind: "reconcile", scheme: SCHEME, from });
    expect(reconcileResult.parse(again.result)).toMatchObject({
      matched: result.expected - 1,
      findings: [{ kind: "cancelled", outerNo: cancelled }],
    });
    const future = await ended({ kind: "reconcile", scheme: SCHEME, from: "2099-01-01" });
    expect(future).toMatchObject({ state: "failed", problem: { code: "SPAN_EMPTY" } });
  },
);

test(
  "one bill is compared and previewed, codes are listed and the installation is checked, within the errands' share",
  LIMIT,
  async () => {
    const stack = await startStack({ bills: BILLS, seed: 3 }, { WDT_CALLS_FOR_ERRANDS: "1000" });
    const { ended, redis } = await openOffice(stack);
    await stack.untilIdle();
    const orders = (await (await fetch(`${stack.controlUrl}orders`)).json()) as {
      content: { outer_no: string; warehouse_no: string; detail_list: { spec_no: string }[] };
    }[];
    const { outer_no: outerNo, warehouse_no: warehouseNo, detail_list: lines } = orders[0]?.content ?? fail();
    const billNo = (await new Ledger(redis, SCHEME).orders.find(outerNo))?.billId ?? "";
    const bill = await new Ledger(redis, SCHEME).bills.find(billNo);
    const ask = { scheme: SCHEME, billNo: bill?.billNo ?? "" };

    const compared = compareResult.parse((await ended({ kind: "compare-bill", ...ask })).result);
    expect(compared.bills).toMatchObject([{ billNo: ask.billNo, why: null, isAsRead: true }]);
    expect(compared.orders.every(({ verdict }) => verdict === "same")).toBe(true);
    await stack.control(`orders/${outerNo}/cancel`, {});
    const again = compareResult.parse((await ended({ kind: "compare-bill", ...ask })).result);
    expect(again.orders.find((order) => order.outerNo === outerNo)?.verdict).toBe("cancelled");
    expect(compareResult.parse((await ended({ kind: "compare-bill", ...ask, billNo: "NONE" })).result)).toEqual({
      bills: [],
      orders: [],
    });

    const [preview] = previewResult.parse((await ended({ kind: "preview-bill", ...ask })).result).bills;
    expect(preview).toMatchObject({ billNo: ask.billNo, unread: null, outcome: "ordered", rowsLeftOut: 0 });
    const values = preview?.orders.flatMap((order) => order.values) ?? [];
    expect(values.find(({ value }) => value === warehouseNo)).toMatchObject({
      place: "warehouse_no",
      label: "仓库编号",
    });
    expect(values.find(({ place }) => place === "detail_list[0].num")?.rule).not.toBe("");

    const warehouses = await ended({ kind: "list-codes", scheme: SCHEME, what: "warehouses", codes: [] });
    expect(codesResult.parse(warehouses.result).codes).toContainEqual({
      ...{ code: warehouseNo, name: expect.any(String), state: "usable" },
    });
    const sku = lines[0]?.spec_no ?? "";
    const skus = await ended({ kind: "list-codes", scheme: SCHEME, what: "skus", codes: [sku, "NO-SUCH-SKU"] });
    expect(codesResult.parse(skus.result).codes).toEqual(
      expect.arrayContaining([
        { code: sku, name: expect.any(String), state: "usable" },
        { code: "NO-SUCH-SKU", state: "unknown" },
      ]),
    );

    const { checks } = checkResult.parse((await ended({ kind: "check", scheme: SCHEME })).result);
    expect(checks.filter(({ severity }) => severity === "red").map(({ id }) => id)).toEqual([]);
    expect(new Set(checks.map(({ side }) => side)).size).toBe(4);
    const status = JSON.parse((await stack.cli("status", "--json")).stdout) as {
      calls: { byPurpose: { errand: number } };
    };
    expect(status.calls.byPurpose.errand).toBeGreaterThan(0);
  },
);

test(
  "a scheme for another form is drafted by the clerk from what the account tells, and tried on ten real bills",
  LIMIT,
  async () => {
    const sandbox = { bills: 15, seed: 16, forms: ["SAL_OUTSTOCK", "STK_InStock"] };
    const stack = await startStack(sandbox, { WDT_CALLS_FOR_ERRANDS: "1000" });
    const { ended } = await openOffice(stack);
    const form = { scheme: SCHEME, form: "STK_InStock" };
    const fields = fieldsResult.parse((await ended({ kind: "list-fields", ...form })).result);
    expect(fields.title).toBe("采购入库单");
    expect(fields.fields.map(({ key }) => key)).toContain("FRealQty");

    const wanted = { kind: "draft-scheme", name: "purchase-receipt", target: "stockin_order_push", ...form } as const;
    const { draft, bills, unused } = draftResult.parse((await ended({ ...wanted, choices: {} })).result);
    expect(draft).toMatchObject({ missing: [], isTaken: false });
    expect(draft.leftOut.map(({ en }) => en)).toContainEqual(expect.stringContaining("FAuxPropId"));
    expect(bills).toHaveLength(10);
    expect(bills.filter(({ outcome }) => outcome === "ordered").length).toBeGreaterThan(5);
    expect(bills.flatMap(({ orders }) => orders)[0]?.values).toContainEqual(
      expect.objectContaining({ place: "goods_list[0].stockin_num", rule: "{{ FRealQty }}" }),
    );
    expect(unused.every((each) => each.bills > 0)).toBe(true);

    const lacking = await ended({ ...wanted, choices: { "line.spec_no": "" } });
    expect(draftResult.parse(lacking.result)).toMatchObject({ draft: { missing: [{}] }, bills: [] });
    const unknown = await ended({ kind: "list-fields", scheme: SCHEME, form: "STK_NoSuchForm" });
    expect(unknown).toMatchObject({ state: "failed", problem: { en: expect.stringContaining("Check the form's id") } });
  },
);

function fail(): never {
  throw new Error("no order is there");
}
