import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { runCli } from "../pipeline/stack.ts";
import {
  BILLS,
  expectNone,
  findMarkers,
  PERSON,
  readRedis,
  SECRETS,
  startLeakWorld,
  workForPerson,
  WRITTEN,
} from "./world.ts";

const PERSONAL = { ...PERSON, wroteName: WRITTEN.name, wroteMobile: WRITTEN.mobile, wroteAddress: WRITTEN.address };
const LIMIT_MS = 240_000;
const COMMANDS = [
  ["status"],
  ["status", "--json"],
  ["cases"],
  ["cases", "--json"],
  ["bill", BILLS[0]],
  ["bill", BILLS[1]],
  ["bill", BILLS[2], "--json"],
] as const;

test(
  "with personal data kept, nothing of it and no secret is in logs, answers, metrics, traces, commands or the list of processes",
  { timeout: LIMIT_MS },
  async () => {
    const world = await startLeakWorld("keep");
    await workForPerson(world);
    const all = { ...PERSONAL, ...SECRETS };
    // The world is one in which there is something to leak.
    const stored = [...(await readRedis(world.redis)).values()].join("\n");
    expect(findMarkers(stored, { mobile: PERSON.mobile, note: WRITTEN.mobile })).toHaveLength(2);

    for (const process of world.running) {
      expectNone(`log of ${process.name}`, process.written(), all);
      expectNone(`command line of ${process.name}`, readFileSync(`/proc/${process.pid}/cmdline`, "utf8"), all);
    }
    // Each outcome is one line, found by the bill's number and by the order's.
    const loaded =
      world.running
        .find(({ name }) => name === "loader")
        ?.written()
        .split("\n") ?? [];
    for (const billNo of BILLS) {
      const lines = loaded.filter((line) => line.includes(`"billNo":"${billNo}","outerNo":"${billNo}-`));
      expect(lines.filter((line) => /"event":"job\.(stop|exception)"/.test(line)).length).toBeGreaterThan(0);
    }
    expectNone("metrics", await world.scrape(), all);
    for (const args of COMMANDS) {
      const { stdout } = await runCli(args, world.environment);
      expectNone(`billferry ${args.join(" ")}`, stdout, all);
    }
    for (const [path, text] of await readBoard(world.boardUrl)) expectNone(path, text, all);
    await expect.poll(world.traces, { timeout: 30_000 }).toContain("wangdiantong push");
    expectNone("traces", world.traces(), all);
    expectNone("Redis", stored, SECRETS);
    // Ledger, gate, audit and sessions: whatever is no job of a queue and no job that waits in the ledger.
    for (const [key, text] of await readRedis(world.redis))
      if (!isQueued(key)) expectNone(key, `${key} ${withoutJob(text)}`, PERSONAL);
  },
);

test(
  "with personal data left out, as shipped, no field of it comes into Redis at all",
  { timeout: LIMIT_MS },
  async () => {
    const world = await startLeakWorld("omit");
    await workForPerson(world);
    const stored = [...(await readRedis(world.redis)).values()].join("\n");
    expect(findMarkers(stored, { ...PERSON, ...SECRETS })).toEqual([]);
    expect(stored).toContain(BILLS[0]);
  },
);

/** All that the board tells somebody who has signed in: each reading route of the API, and Bull Board's jobs. */
async function readBoard(url: string): Promise<ReadonlyMap<string, string>> {
  const headers = { authorization: `Basic ${btoa(`li:${SECRETS.person}`)}` };
  const read = async (path: string): Promise<string> => (await fetch(`${url}${path}`, { headers })).text();
  const { paths } = JSON.parse(await read("/api/v1/openapi.json")) as { paths: Record<string, { get?: object }> };
  const plain = Object.keys(paths).filter((path) => "get" in (paths[path] ?? {}) && !/events|\{/.test(path));
  expect(plain.length).toBeGreaterThan(4);
  const told = [
    ...plain,
    ...BILLS.map((billNo) => `/api/v1/bills/${billNo}`),
    "/api/v1/cases/items?scheme=sal-outstock&code=WDT_SKU_UNKNOWN",
    ...["extract", "sweep", "transform", "load"].flatMap((queue) =>
      ["completed", "failed", "waiting"].map(
        (status) => `/queues/api/queues?activeQueue=${queue}&status=${status}&page=1`,
      ),
    ),
  ];
  const answers = new Map<string, string>();
  for (const path of told) answers.set(path, await read(path));
  expect(answers.get(`/api/v1/bills/${BILLS[0]}`)).toContain(BILLS[0]);
  expect(answers.get("/queues/api/queues?activeQueue=load&status=completed&page=1")).toContain(BILLS[0]);
  return answers;
}

/** BullMQ's own: a job is there with its content, which is what is to be pushed. */
function isQueued(key: string): boolean {
  return /:(extract|sweep|transform|load):/.test(key);
}

/** A ledger keeps the job of an order that waits for a person. */
function withoutJob(text: string): string {
  const { g: _kept, j: _correction, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify(Array.isArray(JSON.parse(text)) ? (JSON.parse(text) as unknown) : rest);
}
