import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { NOT_INJECTABLE, SCENARIOS } from "./catalogue.ts";
import { runScenario } from "./run-scenario.ts";

test.each(SCENARIOS.filter((each) => each.isShort))(
  "the short proof: $en ($name)",
  async (scenario) => {
    const logFolder = mkdtempSync(join(tmpdir(), "billferry-proof-"));
    onTestFinished(() => rmSync(logFolder, { recursive: true }));
    const row = await runScenario(scenario, { bills: 60, seed: 1, logFolder });
    expect(row).toMatchObject({ verdict: "clean", problems: [], missing: 0, duplicated: 0, wrong: 0 });
  },
  240_000,
);

test("every number of the list of faults is in the catalogue, and no name twice", () => {
  const names = [...SCENARIOS, ...NOT_INJECTABLE].map((each) => each.name);
  expect(new Set(names).size).toBe(names.length);
  const numbers = new Set(SCENARIOS.map((each) => each.number));
  expect([...numbers].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
});
