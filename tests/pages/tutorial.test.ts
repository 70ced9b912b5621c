import { expect, test } from "vitest";

import { plainStepsOf, walk } from "./walk.ts";
import { openMachine } from "./world.ts";

const LIMIT_MS = 600_000;

test("the tutorial is the same in both languages", () => {
  expect(plainStepsOf("docs/en/tutorial.md")).toEqual(plainStepsOf("docs/tutorial.md"));
});

test("whoever does what the tutorial says sees his first bill delivered", { timeout: LIMIT_MS }, async () => {
  const { terminal } = await openMachine({ SANDBOX_PORT: "0" });
  const answers = await walk("docs/tutorial.md", terminal);
  expect(answers.get("npm start")).toContain("缺失 0 · 重复 0 · 错误 0");
  expect(answers.get("npx billferry bill XSCKD000012")).toContain("已送达");
});
