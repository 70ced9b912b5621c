import { hashContent } from "@billferry/contracts";
import { ownKey, withOwnKeys, type PlannedOrder } from "@billferry/scheme";
import fc from "fast-check";
import { expect, test } from "vitest";

test("an own key is the plain key with the bill's id, and the order is else the same", () => {
  const order = { outer_no: "ZZ1-B2C-MAIN", warehouse_no: "MAIN", detail_list: [] };
  const planned = { order, contentHash: hashContent(order), notes: [] } as unknown as PlannedOrder;
  const [own] = withOwnKeys([planned], "100123");
  expect(own?.order).toEqual({ ...order, outer_no: "ZZ1-B2C-MAIN-F100123" });
  expect(own?.contentHash).toBe(hashContent(own?.order));
});

test("own keys keep within 40 characters, are the same on every run, and two bills do not share one", () => {
  const id = fc.bigInt({ min: 1n, max: 9_999_999_999n }).map(String);
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 40 }), id, id, (key, one, other) => {
      expect([...ownKey(key, one)].length).toBeLessThanOrEqual(40);
      expect(ownKey(key, one)).toBe(ownKey(key, one));
      if (one !== other) expect(ownKey(key, one)).not.toBe(ownKey(key, other));
      expect(ownKey(key, one)).not.toBe(key);
    }),
  );
});
