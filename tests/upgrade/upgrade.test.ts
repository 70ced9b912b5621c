import { startFaultProxy } from "@billferry/testing";
import { expect, onTestFinished, test } from "vitest";

import { contentsOf, openUpgradedWorld, schemesIn, SERVICES, type UpgradedWorld } from "./upgraded-world.ts";
import type { ServiceName } from "./version.ts";

const LIMIT_MS = 400_000;
const SCHEMES = ["sal-outstock", "sal-returnstock"] as const;

interface Status {
  readonly idle: boolean;
  readonly held: number;
  readonly queues: Readonly<Record<string, object>>;
}

interface Case {
  readonly caseId: string;
  readonly code: string;
}

test(
  "a state of the version before is refused until it was migrated; then each bill that was in flight arrives once",
  async () => {
    const world = await openUpgradedWorld();
    await expectRefusals(world);

    const before = await contentsOf(world.redis);
    const planned = JSON.parse((await world.cli("migrate", "--dry-run", "--json")).stdout) as object;
    expect(planned).toMatchObject({ kind: "planned", schemes: { [SCHEMES[0]]: {}, [SCHEMES[1]]: {} } });
    expect(await contentsOf(world.redis)).toEqual(before);
    const migrated = await world.cli("migrate");
    expect(migrated).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("迁移完成") });
    // The migration itself is on the record of what people did.
    expect((await world.redis.keys("{billferry}*")).toSorted()).toEqual([
      "{billferry}:audit:inbox",
      ...SCHEMES.map((name) => `{billferry}L:${name}:progress`),
    ]);

    // What a person saw before is what he sees now.
    const { said } = world.recording;
    expect(await shownNow(world)).toEqual(shown(said));
    expect(await world.cli("migrate")).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("没有需要迁移") });

    await world.start(...SERVICES);
    const corrected = await settleWhatWaits(world);
    await world.cli("resume", "extract", "--scheme", SCHEMES[1]);
    const unknown = unknownSkus(said);
    await world.until("all is delivered", async () => {
      const { expected, present } = await world.judge();
      if (present < expected - unknown.length) return false;
      const states = await world.ask<Status>("status");
      return SCHEMES.every((name) => states[name]?.idle);
    });
    const { absent, wrong, ...verdict } = await world.judge();
    expect(verdict).toMatchObject({ duplicated: [], unexpected: [] });
    // Price times the quantity of a correction has four decimals, the bill's own amount two.
    expect(
      wrong.filter(({ outerNo, difference }) => !(outerNo === corrected && difference.startsWith("总金额"))),
    ).toEqual([]);
    expect(absent.map(({ outerNo }) => outerNo).toSorted()).toEqual(unknown);
  },
  LIMIT_MS,
);

test.each([
  ["as the first keys move", /rename/i, "after"],
  ["as the last ones do", /restore/i, "after"],
  ["before it is told that they have", /multi/i, "before"],
] as const)(
  "a migration that is killed %s is run again, and leaves what an uninterrupted one leaves",
  async (_when, pattern, when) => {
    const world = await openUpgradedWorld();
    const proxy = await startFaultProxy({ targetHost: "127.0.0.1", targetPort: world.server.port });
    onTestFinished(proxy.stop);
    const migration = world.version.command(["migrate"], {
      ...world.env,
      REDIS_URL: `redis://127.0.0.1:${proxy.port}`,
    });
    const kill = async (): Promise<void> => void (await migration.end("SIGKILL"));
    await proxy.trap(pattern, { direction: "requests", when }, kill).sprung;
    await expectRefusals(world, ["loader"]);
    expect(await world.cli("migrate")).toMatchObject({ exitCode: 0 });
    const resumed = await contentsOf(world.redis);

    const other = await openUpgradedWorld();
    expect(await other.cli("migrate")).toMatchObject({ exitCode: 0 });
    expect(resumed).toEqual(await contentsOf(other.redis));
  },
  LIMIT_MS,
);

/** Whoever comes before the migration is told what to do, and changes nothing. */
async function expectRefusals(world: UpgradedWorld, services: readonly ServiceName[] = SERVICES): Promise<void> {
  for (const name of services) {
    const service = await world.version.service(name, world.env);
    await expect(service.ready).rejects.toThrow(/STATE_UNREADABLE.*npx billferry migrate/);
    expect(await service.end("SIGTERM")).toBe(78);
  }
  const { exitCode, stderr } = await world.cli("status");
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining("npx billferry migrate") });
}

function shown(said: Readonly<Record<string, string>>): object {
  const statuses = schemesIn<Status & Record<string, unknown>>(said["status --json"] ?? "");
  const cases = schemesIn<readonly Case[]>(said["cases --json"] ?? "");
  return SCHEMES.map((name) => {
    const { readUpTo, bills, excluded, withdrawn, delivered, held, open, doubts, queues } =
      statuses[name] ?? ({} as Status & Record<string, unknown>);
    return {
      ...{ readUpTo, bills, excluded, withdrawn, delivered, held, open, doubts, queues },
      cases: cases[name]?.map(({ caseId, code }) => [caseId, code]),
      named: schemesIn(said["doubts --json"] ?? "")[name],
    };
  });
}

async function shownNow(world: UpgradedWorld): Promise<object> {
  const commands = Object.keys(world.recording.said);
  const answers = await Promise.all(commands.map(async (each) => (await world.cli(...each.split(" "))).stdout));
  return shown(Object.fromEntries(commands.map((each, index) => [each, answers[index] ?? ""])));
}

/** A person does what the cases say: the acts work on what the version before has left. The order that is corrected. */
async function settleWhatWaits(world: UpgradedWorld): Promise<string | undefined> {
  const note = ["--note", "升级后处理", "--by", "wang"];
  const cases = Object.values(await world.ask<readonly Case[]>("cases")).flat();
  for (const { caseId, code } of cases)
    if (code === "BILL_KEY_TAKEN") await settle(world, [caseId, "--own-key", ...note]);
    else if (code === "BILL_CHANGED_AFTER_DELIVERY") await settle(world, [caseId, "--correct", "difference", ...note]);
    else if (code === "BILL_WITHDRAWN_AFTER_DELIVERY") {
      await world.control(`orders/${caseId.slice("order:".length)}/cancel`, {});
      await settle(world, [caseId, "--accept", ...note]);
    }
  return cases.find(({ code }) => code === "BILL_CHANGED_AFTER_DELIVERY")?.caseId.slice("order:".length);
}

async function settle(world: UpgradedWorld, args: readonly string[]): Promise<void> {
  expect(await world.cli("settle", ...args)).toMatchObject({ exitCode: 0 });
}

/** Orders that no version can push: Wangdiantong does not know their goods. */
function unknownSkus(said: Readonly<Record<string, string>>): readonly string[] {
  const cases = Object.values(schemesIn<readonly Case[]>(said["cases --json"] ?? "")).flat();
  const held = cases.filter(({ code }) => code === "WDT_SKU_UNKNOWN");
  return held.map(({ caseId }) => caseId.slice("order:".length)).toSorted();
}
