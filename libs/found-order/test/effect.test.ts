import { decimal } from "@billferry/contracts";
import { hashEffect } from "../src/index.ts";
import { expect, test } from "vitest";

const [ONE, TWO, THREE] = [
  ["A", decimal("1")],
  ["B", decimal("2")],
  ["C", decimal("3")],
] as const;
const hashOf = (
  warehouseNo: string,
  ...quantities: readonly (readonly [string, ReturnType<typeof decimal>])[]
): string => hashEffect({ warehouseNo, quantities: new Map(quantities) });

test("the same effect on stock has the same hash, in whatever order its SKUs are told", () => {
  const hash = hashOf("W1", ONE, TWO, THREE);
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  for (const others of [
    [THREE, TWO, ONE],
    [TWO, ONE, THREE],
    [TWO, THREE, ONE],
  ])
    expect(hashOf("W1", ...others)).toBe(hash);
});

test("another warehouse, quantity or SKU is another effect", () => {
  const all = [
    hashOf("W1", ONE, TWO),
    hashOf("W2", ONE, TWO),
    hashOf("W1", ONE),
    hashOf("W1", ONE, ["B", decimal("3")]),
    hashOf("W1", ONE, ["D", decimal("2")]),
    hashOf("W1"),
  ];
  expect(new Set(all).size).toBe(all.length);
});

test("an effect that was noted by an earlier version is known again", () => {
  expect(hashOf("W1", TWO, ONE, ["A-1", THREE[1]])).toBe("57dc624447d02284");
});
