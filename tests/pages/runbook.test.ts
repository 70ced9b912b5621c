import { expect, test } from "vitest";

import { stepsOf, plainStepsOf, walk } from "./walk.ts";
import { openMachine } from "./world.ts";

const LIMIT_MS = 900_000;

test("the runbook is the same in both languages", () => {
  expect(plainStepsOf("docs/en/runbook.md")).toEqual(plainStepsOf("docs/runbook.md"));
});

test(
  "each command of the runbook does what it says, in its trouble, and nothing is lost or sent twice",
  { timeout: LIMIT_MS },
  async () => {
    const { terminal, redis, client, control, approve, untilAllIsDelivered } = await openMachine();
    const installation = stepsOf("docs/go-live.md").filter(
      (step) => step.kind === "command" && /^npm run sandbox|^cat > \.env/.test(step.text),
    );
    for (const step of installation) if (step.kind === "command") await terminal.type(step.text);
    await terminal.type(`export REDIS_URL=${redis.url}`);
    const answers = await walk("docs/runbook.md", terminal, {
      "a SKU is missing": async () => approve("XSCKD900001", { sku: "NEW-1" }),
      "the SKU is there": async () => control("settings", { wangdiantong: { extraSkus: ["NEW-1"] } }),
      "all is delivered": untilAllIsDelivered,
      "Redis is empty": async () => client.flushall(),
      "Wangdiantong is down": async () => {
        await control("faults", { vendor: "wangdiantong", kind: "status", status: 502, every: 1 });
        await approve("XSCKD900002");
      },
      "Wangdiantong is back": async () => control("faults", "DELETE"),
      "Redis is full": async () => {
        await client.config("SET", "maxmemory", "1mb");
        await approve("XSCKD900003");
      },
    });
    expect(answers.size).toBeGreaterThan(20);
  },
);
