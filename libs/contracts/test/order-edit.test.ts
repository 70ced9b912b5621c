import { decimal, editablePlaces, editOrder, effectOf, type OrderChange, type TargetOrder } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

const TARGET = "stockout_order_push";
const ORDER: TargetOrder = {
  outer_no: "XSCKD1-CK1",
  warehouse_no: "CK1",
  is_check: 1,
  logistics_code: "SF",
  remark: "轻放",
  detail_list: [
    { spec_no: "A-100", num: decimal("12"), batch_no: "B1" },
    { spec_no: "A-200", num: decimal("1") },
  ],
};

const verdictOf = (at: string, value: string) => editOrder(TARGET, ORDER, [{ place: at, value }]);

const place = fc.constantFrom(
  ...["outer_no", "warehouse_no", "is_check", "logistics_code", "remark", "reason", "goods_total_amount", "unheard_of"],
  ...["detail_list[0].num", "detail_list[1].spec_no", "detail_list[1].batch_no", "detail_list[0].is_enable_sn"],
  ...["detail_list[9].batch_no", "goods_list[0].batch_no", "detail_list", "detail_list[0]"],
);
const changes: fc.Arbitrary<OrderChange[]> = fc.array(
  fc.record({ place, value: fc.oneof(fc.constantFrom("", "1", "2.5", "YTO"), fc.string({ maxLength: 300 })) }),
  { maxLength: 6 },
);

test("whatever a person changes, the same stock moves under the same key, or nothing is changed", () => {
  fc.assert(
    fc.property(changes, (some) => {
      const before = structuredClone(ORDER);
      const verdict = editOrder(TARGET, ORDER, some);
      expect(ORDER).toEqual(before);
      if (verdict.kind === "refused") return;
      expect(effectOf(TARGET, verdict.order)).toEqual(effectOf(TARGET, ORDER));
      const { outer_no: outerNo, is_check: isCheck } = verdict.order;
      expect([outerNo, isCheck]).toEqual([ORDER.outer_no, ORDER.is_check]);
    }),
  );
});

test("what was changed is what is pushed, and an empty value is left out", () => {
  const some = [
    { place: "logistics_code", value: "YTO" },
    { place: "remark", value: "" },
    { place: "detail_list[1].batch_no", value: "B2" },
    { place: "detail_list[0].is_enable_sn", value: "1" },
  ];
  const { remark: _, ...rest } = ORDER;
  expect(editOrder(TARGET, ORDER, some)).toEqual({
    kind: "edited",
    order: {
      ...rest,
      logistics_code: "YTO",
      detail_list: [
        { spec_no: "A-100", num: "12", batch_no: "B1", is_enable_sn: 1 },
        { spec_no: "A-200", num: "1", batch_no: "B2" },
      ],
    },
  });
});

test("key, warehouse, goods, quantity and audit are not for changing; what the interface does not take is named", () => {
  for (const fixed of ["outer_no", "warehouse_no", "is_check", "detail_list[0].spec_no", "detail_list[1].num"])
    expect(verdictOf(fixed, "1")).toEqual({ kind: "refused", place: fixed, why: "fixed" });
  for (const unknown of ["mobile", "detail_list[2].remark", "goods_list[0].remark", "detail_list"])
    expect(verdictOf(unknown, "1")).toEqual({ kind: "refused", place: unknown, why: "unknown" });
  expect(verdictOf("logistics_code", "x".repeat(21))).toMatchObject({
    why: "form",
    text: expect.stringContaining("20"),
  });
  expect(verdictOf("detail_list[1].price", "abc")).toMatchObject({ place: "detail_list[1].price", why: "form" });
});

test("the places that are offered are those that may be changed, of the head and of the first lines", () => {
  const places = editablePlaces(TARGET, ORDER, 1);
  expect(places).toContainEqual({ place: "logistics_code", label: "物流编号", value: "SF" });
  expect(places).toContainEqual({ place: "detail_list[0].batch_no", label: "批次号", value: "B1" });
  expect(places).toContainEqual(expect.objectContaining({ place: "reason", value: "" }));
  expect(places.some(({ place: each }) => each.startsWith("detail_list[1]"))).toBe(false);
  const same = places.map(({ place: each, value }) => ({ place: each, value }));
  expect(editOrder(TARGET, ORDER, same)).toEqual({ kind: "edited", order: ORDER });
});
