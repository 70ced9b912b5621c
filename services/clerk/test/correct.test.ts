import { decimal } from "@billferry/contracts";
import { expect, test } from "vitest";

import { inConsoleWords } from "@billferry/contracts/console-words";
import { coveredValuesOf, valuesOf } from "../src/core/order-values.ts";

test.each([
  ["旺店通中的原单已取消;请改用 --correct replacement", "旺店通中的原单已取消;请改用“替换”"],
  ["人工冲回后用 --accept 结案", "人工冲回后用“接受”结案"],
  ["确认原单已取消后,可加 --old-order-is-cancelled", "确认原单已取消后,可勾选“原单已取消”"],
  ["两边一致", "两边一致"],
])("a reason names what is chosen on the page, not the options of a command: %s", (reason, told) => {
  expect(inConsoleWords(reason)).toBe(told);
});

test("what would be pushed is told parameter by parameter, and free text is covered", () => {
  const order = {
    ...{ outer_no: "X-CK1-R1", warehouse_no: "CK1", remark: "王小姐 13800000000" },
    detail_list: [{ spec_no: "A-1", num: decimal("2") }],
  };
  const values = coveredValuesOf("stockout_order_push", order);
  expect(values.map(({ place, value }) => `${place}=${value}`)).toEqual([
    ...["outer_no=X-CK1-R1", "warehouse_no=CK1", "remark=***"],
    ...["detail_list[0].spec_no=A-1", "detail_list[0].num=2"],
  ]);
  expect(valuesOf("stockout_order_push", order).find(({ place }) => place === "remark")?.value).toContain("王小姐");
});
