import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { startStack, type ServiceName } from "./stack.ts";

const LIMIT_MS = 180_000;
const ALL: readonly ServiceName[] = ["extractor", "transformer", "loader"];
const SHIPPED = "sal-outstock";
const QUIET = ["east", "west", "north", "south", "middle"];
const NOISY_BILLS = 1_500;
/** Approved so long ago that the next reading brings them. */
const JUST_NOW = { spreadMs: 30_000, endsAgoMs: 6_000 };
const SOON = { timeout: LIMIT_MS, interval: 50 };

/** The shipped scheme, and one more for each of these accounts. */
function schemesOf(accounts: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "fair-shares-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(import.meta.dirname, "../../schemes"), folder, { recursive: true });
  const shipped = readFileSync(join(folder, `${SHIPPED}.yaml`), "utf8");
  for (const name of accounts) {
    const own = `name: ${name}\naccounts: { kingdee: ${name}, wangdiantong: ${name} }`;
    writeFileSync(join(folder, `${name}.yaml`), shipped.replace(`name: ${SHIPPED}`, own));
  }
  return folder;
}

test(
  "a scheme with a backlog of fifteen hundred bills holds up no other: bills that five others approve meanwhile are delivered long before it is done",
  async () => {
    const stack = await startStack(
      { bills: 0, accounts: ["main", ...QUIET] },
      { SCHEME_DIR: schemesOf(QUIET), SCHEMES: [SHIPPED, ...QUIET].join() },
    );
    const quiet = QUIET.map((name) => stack.account(name));
    await stack.control("bills/generate", { count: NOISY_BILLS, seed: 51 });
    for (const name of ALL) stack.start(name);
    await stack.untilPresent(1);
    await Promise.all(
      quiet.map(async (each, index) => each.control("bills/generate", { count: 3, seed: 52 + index, ...JUST_NOW })),
    );
    const areDelivered = async (): Promise<boolean> => {
      const summaries = await Promise.all(quiet.map(async (each) => each.summary()));
      return summaries.every(({ present, expected }) => expected > 0 && present === expected);
    };
    await expect.poll(areDelivered, SOON).toBe(true);
    const { present, expected } = await stack.summary();
    expect(present / expected).toBeLessThan(0.5);
  },
  LIMIT_MS,
);
