import { expect, test } from "vitest";

import { plainStepsOf, walk } from "./walk.ts";
import { openMachine } from "./world.ts";

const LIMIT_MS = 600_000;

test("the checklist of going live is the same in both languages", () => {
  expect(plainStepsOf("docs/en/go-live.md")).toEqual(plainStepsOf("docs/go-live.md"));
});

test(
  "whoever does what the checklist says is live in the end, and both ends agree",
  { timeout: LIMIT_MS },
  async () => {
    const { terminal, untilAllIsDelivered } = await openMachine();
    const answers = await walk("docs/go-live.md", terminal, { "all is delivered": untilAllIsDelivered });
    expect(JSON.parse(await terminal.type("npx billferry cases --json"))).toEqual([]);
    expect(answers.get("npx billferry scheme test")).toMatch(/\d/);
  },
);
