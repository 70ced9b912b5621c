import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { readCommands } from "./read-commands.ts";
import { plainStepsOf, walk } from "./walk.ts";
import { openMachine } from "./world.ts";

const LIMIT_MS = 600_000;
const CHECKLIST = join(import.meta.dirname, "..", "..", "docs", "go-live.md");
/** The bill that the page holds back. */
const OLD_BILL = "XSCKD000123";

test("the way from a platform is the same in both languages", () => {
  expect(plainStepsOf("docs/en/migration.md")).toEqual(plainStepsOf("docs/migration.md"));
});

test(
  "whoever comes from a platform as the page says does not write again what the platform has written",
  { timeout: LIMIT_MS },
  async () => {
    const { terminal, approve, control, untilAllIsDelivered } = await openMachine();
    // Settings, as the checklist has them.
    const settings = readCommands(readFileSync(CHECKLIST, "utf8")).find(
      (step) => step.kind === "command" && step.text.startsWith("cat > .env"),
    );
    await terminal.type("npm run sandbox");
    await terminal.type(settings?.kind === "command" ? settings.text : "");
    await walk("docs/migration.md", terminal, {
      "it is started": async () => {
        await terminal.type("npm start");
        await untilAllIsDelivered();
      },
      "the bill is approved again": async () => approve(OLD_BILL),
    });
    // It waits for a person, though pushing goes on: another bill is delivered, and this one is not.
    await approve("XSCKD000124");
    const shown = async (bill: string) => terminal.type(`npx billferry bill ${bill}`);
    await expect.poll(async () => shown("XSCKD000124"), { timeout: 60_000, interval: 1_000 }).toContain("已送达");
    expect(await shown(OLD_BILL)).toContain("搁置");
    await control(`bills/${OLD_BILL}/unaudit`, {});
    await untilAllIsDelivered();
  },
);
