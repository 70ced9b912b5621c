import { createHash } from "node:crypto";

import { transformBill, type Scheme, type Transformation } from "@billferry/scheme";
import { expect, test } from "vitest";

import { Dice, loadMessySchemes, messyBill } from "./messy-bills.ts";

const BILLS = 150;

function summarize(result: Transformation): string {
  switch (result.kind) {
    case "excluded":
      return "excluded";
    case "refused":
      return [...new Set(result.issues.map(({ code }) => code))].join(" ");
    case "ordered":
      return result.orders.map(({ contentHash }) => contentHash.slice(0, 8)).join(" ");
  }
}

/** All that the services and people see of it; the payload's text as it stands in the queue. */
function digestOf(result: Transformation): string {
  const seen =
    result.kind === "ordered"
      ? [
          result.orders.map(({ target, order, contentHash, notes }) => ({ target, order, contentHash, notes })),
          result.skipped,
          result.unused,
        ]
      : result;
  return createHash("sha256").update(JSON.stringify(seen)).digest("hex").slice(0, 16);
}

function tell(scheme: Scheme): readonly string[] {
  const dice = new Dice(15);
  return Array.from({ length: BILLS }, (_, index) => {
    const result = transformBill(messyBill(dice, scheme), scheme);
    return `${scheme.definition.name} ${index} ${digestOf(result)} ${summarize(result)}`;
  });
}

test("bills that gave an order before give the very same one, with its hash, notes and issues: else all would be pushed or disputed anew", async () => {
  const lines = loadMessySchemes().flatMap(tell);
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("fixtures/same-orders.txt");
});
