import fc from "fast-check";
import { expect, test } from "vitest";

import { coverProse } from "../../src/core/cover-prose.ts";

const OWN = {
  codes: [{ field: "outer_no", value: "XSCKD000001-CK01" }],
  lines: [],
  prose: ["金蝶销售出库 XSCKD000001 请电 13900001111 找 王小明,送 示例路8号"],
};

test("what a refusal quotes of a remark is covered, and the order's own numbers stay readable", () => {
  const words = "单据XSCKD000001的备注「请电13900001111找王小明」不合法,仓库CK01";
  expect(coverProse(words, OWN)).toBe("单据XSCKD000001的备注「******找***」不合法,仓库CK01");
  expect(coverProse("仓库CK009不存在", OWN)).toBe("仓库CK009不存在");
});

test("no piece of a remark comes through, in whatever words it is quoted", () => {
  const piece = fc.stringMatching(/^[a-z0-9王李路号]{3,12}$/);
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), fc.string(), (pieces, around) => {
      const covered = coverProse(`${around}${pieces.join(around)}`, { ...OWN, prose: [pieces.join(" ")] });
      for (const each of pieces) expect(covered).not.toContain(each);
    }),
  );
});
