import { createHash } from "node:crypto";

import { hashContent, hashText } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

/**
 * Hashes are state: in ids of jobs, in the ledger, in names of keys. These were written down when they were first
 * released; one that differs would make every known bill look changed.
 */
const RELEASED: readonly (readonly [unknown, string])[] = [
  [null, "74234e98afe7498fb5daf1f36ac2d78a"],
  ["", "12ae32cb1ec02d01eda3581b127c1fee"],
  ["单据\u2028\u{1F600}", "fd6ec2e38491d80b7ee4cca6aa4d8aac"],
  ["\uD800", "8c0c59dd0d275aadcd462a5fe12eb352"],
  [true, "b5bea41b6c623f7c09f1bf24dcae58eb"],
  [0.1, "14be4b45f18e0d8c67b4f719b5144eee"],
  [-0, "5feceb66ffc86f38d952786c6d696c79"],
  [[], "4f53cda18c2baa0c0354bb5f9a3ecbe5"],
  [{}, "44136fa355b3678a1146ad16f7e8649e"],
  [[[]], "cf1cbb66a638b4860a516671fb74850e"],
  [[{}], "e10808d43975dc400731053386849f86"],
  [{ b: 1, a: { d: [1, { z: null, y: undefined }], c: "x" } }, "ee2259b264558053127056a039cf3cf9"],
  [{ 10: "ten", 9: "nine", b: 1, a: 2, "01": 3 }, "8e3eb75322128069795625c24b78d88c"],
  [{ ключ: 1, 键: 2, K: 3, k: 4 }, "272fd5a58d653029876258e47085809e"],
  [
    [
      ["7", null, false],
      ["8", "x", true],
    ],
    "299b190ca65efabdc9a07736aab59412",
  ],
];

test.each(RELEASED)("the hash of %j is the one that it was when it was released", (value, hash) => {
  expect(hashContent(value)).toBe(hash);
});

test.each([
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["外部单号 XSCKD000123-CK01", "2593d2877f187eb793cb4541d0719c32f1451bb1afe27095d0459109c505c5f7"],
  ["\uD800x", "a87ce46793cc659b79bd187e998f8488635f707d5be0957e1d565981efd2b04b"],
])("so is that of the text %j", (text, hash) => {
  expect(hashText(text)).toBe(hash);
});

test("a content's hash is SHA-256 of its JSON with sorted keys, whatever the content", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value, sortKeys);
      const hash = createHash("sha256").update(text, "utf8").digest("hex").slice(0, 32);
      expect(hashContent(value)).toBe(hash);
    }),
    { numRuns: 1_000 },
  );
});

/** As the first release sorted them. */
function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
