import { expect, test } from "vitest";

import { measureBudgeted, readBudget } from "../budget.ts";

test("an order costs no more than its budget: commands, script calls, bytes", { timeout: 120_000 }, async () => {
  const [budget, costs] = [readBudget(), await measureBudgeted()];
  const over = Object.entries(costs).filter(([name, figure]) => !(figure <= (budget[name] ?? 0)));
  // `npm run bench -- --only counts` tells more; `npm run bench -- --budget` allows what there is, after a good reason.
  expect(over).toEqual([]);
  expect(Object.keys(budget)).toEqual(Object.keys(costs));
});
