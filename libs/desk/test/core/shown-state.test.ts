import type { BillState, OrderState } from "@billferry/ledger";
import { expect, test } from "vitest";

import { shownStateOf, type ShownState } from "../../src/core/shown-state.ts";

const bill = (state: BillState) => ({ billId: "1", state });
const order = (state: OrderState, billId = "1") => ({ billId, state });

test.each<[string, BillState, readonly OrderState[], ShownState]>([
  ["all of whose orders arrived", "ordered", ["delivered", "delivered"], "delivered"],
  ["of whose orders one is held", "ordered", ["delivered", "held"], "held"],
  ["of whose orders one is held and one disputed", "ordered", ["disputed", "held"], "disputed"],
  ["of whose orders one is disputed", "ordered", ["disputed", "pushing"], "disputed"],
  ["that was withdrawn after its delivery", "withdrawn", ["disputed"], "disputed"],
  ["that was withdrawn before", "withdrawn", ["withdrawn"], "withdrawn"],
  ["of whose orders one is on its way", "ordered", ["delivered", "waiting"], "underway"],
  ["whose order is being pushed", "ordered", ["pushing"], "underway"],
  ["whose dropped order was never sent", "ordered", ["delivered", "withdrawn"], "delivered"],
  ["that was read anew after a delivery", "read", ["delivered"], "underway"],
  ["that waits for a person itself", "held", ["delivered"], "held"],
  ["whose only order a person has dropped", "ordered", ["withdrawn"], "withdrawn"],
  ["that a rule leaves out after its delivery was settled", "excluded", ["delivered"], "excluded"],
  ["that a rule leaves out", "excluded", [], "excluded"],
])("a bill %s", (_words, state, orders, shown) => {
  expect(
    shownStateOf(
      bill(state),
      orders.map((each) => order(each)),
    ),
  ).toBe(shown);
});

test("an order that belongs to another bill says nothing of this one", () => {
  expect(shownStateOf(bill("ordered"), [order("delivered"), order("held", "2")])).toBe("delivered");
});
