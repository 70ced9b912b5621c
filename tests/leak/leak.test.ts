import { join } from "node:path";

import { reconcileResult } from "@billferry/contracts";
import { keepReport } from "@billferry/desk/kept-reports";
import { openErrands } from "@billferry/errands";
import { connectRedis } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import { expect, test } from "vitest";

import { runCli } from "../pipeline/stack.ts";
import { readBackup, readBoard, readFolder, readProcess, readRedis } from "./places.ts";
import {
  BILLS,
  expectNone,
  findMarkers,
  PERSON,
  SECRETS,
  startLeakWorld,
  workForPerson,
  WRITTEN,
  type LeakWorld,
} from "./world.ts";

const PERSONAL = { ...PERSON, wroteName: WRITTEN.name, wroteMobile: WRITTEN.mobile, wroteAddress: WRITTEN.address };
const ALL = { ...PERSONAL, ...SECRETS };
const LIMIT_MS = 500_000;
const SCHEME = "sal-outstock";
const DAY = "2026-11-27";
const COMMANDS = [
  ["status"],
  ["status", "--json"],
  ["cases"],
  ["cases", "--json"],
  ["bill", BILLS[0]],
  ["bill", BILLS[1]],
  ["bill", BILLS[2], "--json"],
  ["alert", "list", "--json"],
  ["reconcile", "--day", DAY],
  ["reconcile", "--day", DAY, "--json"],
  ["retry", "--all", "--by", "li"],
] as const;

test(
  "with personal data kept, nothing of it and no secret is in logs, answers, alerts, metrics, traces, commands, files or the list of processes",
  { timeout: LIMIT_MS },
  async () => {
    const world = await startLeakWorld("keep");
    await workForPerson(world);
    const stored = [...(await readRedis(world.redis)).values()].join("\n");
    // The world is one in which there is something to leak.
    expect(findMarkers(stored, { mobile: PERSON.mobile, note: WRITTEN.mobile })).toHaveLength(2);
    await keepToday(world);
    await expectQuietChannels(world);

    for (const process of world.running) {
      expectNone(`log of ${process.name}`, process.written(), ALL);
      const { words, environment } = readProcess(process.pid);
      expectNone(`command line of ${process.name}`, words, ALL);
      expectNone(`environment of ${process.name}`, environment, ALL);
    }
    expectEachOutcome(world);
    expectNone("metrics", await world.scrape(), ALL);
    for (const args of COMMANDS) {
      const { stdout, stderr } = await runCli(args, world.environment);
      expectNone(`billferry ${args.join(" ")}`, stdout, ALL);
      expectNone(`billferry ${args.join(" ")} says`, `${stderr}.`, ALL);
    }
    await expectQuietBoard(world);
    await expect.poll(world.traces, { timeout: 60_000 }).toContain("wangdiantong push");
    expectNone("traces", world.traces(), ALL);
    const after = await readRedis(world.redis);
    expectNone("Redis", [...after.values()].join("\n"), SECRETS);
    // Ledger, gate, reports, audit and sessions: whatever holds no content of a bill.
    for (const [key, text] of after) if (!isContent(key)) expectNone(key, `${key} ${withoutJob(text)}`, PERSONAL);
    // Who acted is on record; the board's writer puts it there.
    const audit = join(world.folder, "audit");
    await expect.poll(() => readFolder(audit), { timeout: 60_000 }).toContain('"li"');
    expectNone("audit files", readFolder(audit), ALL);
    expectNone("backup", await backUp(world), SECRETS);
  },
);

test(
  "a program that fails says why without a secret, and with the stack of no value",
  { timeout: LIMIT_MS },
  async () => {
    const REDIS_URL = `redis://:${SECRETS.redisPassword}@127.0.0.1:1`;
    const KINGDEE = { KINGDEE_URL: "http://127.0.0.1:1/", KINGDEE_ACCOUNT: "a", KINGDEE_USER: "u" };
    const accounts = {
      ...KINGDEE,
      KINGDEE_PASSWORD: SECRETS.kingdeePassword,
      WDT_APPSECRET: SECRETS.wangdiantongSecret,
    };
    for (const args of [["status"], ["doctor", "--json"], ["reconcile", "--from", DAY], ["cases"]]) {
      const { stdout, stderr, exitCode } = await runCli(args, { REDIS_URL, ...accounts });
      expect({ args, exitCode }).not.toEqual({ args, exitCode: 0 });
      expectNone(`billferry ${args.join(" ")}`, `${stdout}\n${stderr}`, SECRETS);
    }
  },
);

test(
  "with personal data left out, as shipped, no field of it comes into Redis or a backup at all, packed or not",
  { timeout: LIMIT_MS },
  async () => {
    const world = await startLeakWorld("omit");
    await workForPerson(world);
    const stored = [...(await readRedis(world.redis)).values()].join("\n");
    expect(findMarkers(stored, { ...PERSON, ...SECRETS })).toEqual([]);
    expect(stored).toContain(BILLS[0]);
    const backup = await backUp(world);
    expect(backup).toContain(BILLS[0]);
    expectNone("backup", backup, { ...PERSON, ...SECRETS });
  },
);

/** As the watcher does it with a day: a clerk compares both ends, and what he found is kept. */
async function keepToday({ redis: { options } }: LeakWorld): Promise<void> {
  const log = createLogger({ name: "test", level: "silent", version: "0" });
  const redis = connectRedis(`redis://:${SECRETS.redisPassword}@127.0.0.1:${options.port}`, log);
  const errands = openErrands(redis, log);
  const from = new Date(Date.now() - 40 * 3_600_000).toISOString().slice(0, 10);
  const { id } = await errands.ask(
    { kind: "reconcile", scheme: SCHEME, from },
    { by: "li", requestId: "leak-00000001" },
  );
  await expect.poll(async () => (await errands.find(id))?.state, { timeout: 120_000 }).toBe("done");
  const result = reconcileResult.parse((await errands.find(id))?.result);
  expect(result.findings.length).toBeGreaterThan(0);
  await keepReport(redis, { scheme: SCHEME, day: DAY, keepMs: 3_600_000, result });
  await errands.close();
  redis.disconnect();
}

/** Each channel was told of both cases and of the day, and of nobody. */
async function expectQuietChannels({ told }: LeakWorld): Promise<void> {
  for (const [name, bodies] of told) {
    await expect.poll(() => bodies.join("\n"), { timeout: 120_000 }).toMatch(/SKU-NOBODY[^]*日报|日报[^]*SKU-NOBODY/);
    expectNone(`alerts by ${name}`, bodies.join("\n"), ALL);
  }
}

/** Each outcome is one line, found by the bill's number and by the order's. */
function expectEachOutcome({ running }: LeakWorld): void {
  const written = running.find(({ name }) => name === "loader")?.written() ?? "";
  for (const billNo of BILLS) {
    const lines = written.split("\n").filter((line) => line.includes(`"billNo":"${billNo}","outerNo":"${billNo}-`));
    expect(lines.filter((line) => /"event":"job\.(stop|exception)"/.test(line)).length).toBeGreaterThan(0);
  }
}

async function expectQuietBoard({ boardUrl }: LeakWorld): Promise<void> {
  const headers = { authorization: `Basic ${btoa(`li:${SECRETS.person}`)}` };
  const parameters = { number: BILLS[0], scheme: SCHEME, day: DAY, id: `long.${SCHEME}.leak-00000001` };
  const answers = await readBoard(boardUrl, {
    headers,
    parameters,
    queries: { "/api/v1/cases/items": `?scheme=${SCHEME}&code=WDT_SKU_UNKNOWN`, "/api/v1/tables/rows": "?table=units" },
  });
  expect(answers.get(`/api/v1/bills/${BILLS[0]}`)).toContain(BILLS[0]);
  expect(answers.get(`/api/v1/reconciliations/${SCHEME}/${DAY}`)).toContain(BILLS[1]);
  expect(answers.get("/queues/api/queues?activeQueue=load&status=completed&page=1")).toContain(BILLS[0]);
  for (const [path, text] of answers) expectNone(path, `${text}.`, ALL);
}

async function backUp({ folder, environment }: LeakWorld): Promise<string> {
  const file = join(folder, "leak.backup");
  const { exitCode, stderr } = await runCli(["backup", file], environment);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  return readBackup(file);
}

/** A job is there with its content, which is what is to be pushed; and so is a bill's page, for its term. */
function isContent(key: string): boolean {
  return /:(extract|sweep|transform|load):|:story:/.test(key);
}

/** A ledger keeps the job of an order that waits for a person. */
function withoutJob(text: string): string {
  const read: unknown = JSON.parse(text);
  if (typeof read !== "object" || read === null || Array.isArray(read)) return text;
  const { g: _kept, j: _correction, ...rest } = read as Record<string, unknown>;
  return JSON.stringify(rest);
}
