import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { listActs, walkActs, type AuditFilter } from "@billferry/audit";
import { expect, test } from "vitest";

import { fileOf, NO_HEAD, writeLine, type ChainHead } from "../src/core/line.ts";
import { openWorld } from "./audit-world.ts";

type Said = Parameters<typeof writeLine>[1]["said"];

const at = (text: string): number => Date.parse(`${text}+08:00`);

function intent(id: string, more: object = {}): Said {
  const bill = { kind: "bill", id: `B${id}` } as const;
  return { phase: "intent", id, by: "王敏", via: "console", act: "retry", subjects: [bill], ...more };
}

const done = (id: string): Said => ({ phase: "outcome", id, result: "done", after: { state: "waiting" } });

/** A record of these entries, and ways to ask it. */
async function openRecorded(entries: readonly (readonly [time: string, said: Said])[]) {
  const world = await openWorld();
  let head: ChainHead = NO_HEAD;
  const files = new Map<string, string>();
  for (const [time, said] of entries) {
    const written = writeLine(head, { entry: `${at(time)}-0`, said });
    const name = fileOf(at(time));
    files.set(name, `${files.get(name) ?? ""}${written.text}\n`);
    head = written.head;
  }
  for (const [name, text] of files) await writeFile(join(world.folder, name), text);
  const list = async (filter: AuditFilter = {}, page: { after?: string | undefined; limit?: number } = {}) => {
    const { redis, folder } = world;
    return listActs({ redis, folder, filter, limit: 50, ...page });
  };
  const ids = async (filter: AuditFilter = {}) => (await list(filter)).items.map(({ id }) => id);
  return { ...world, list, ids };
}

const YEAR = Array.from({ length: 10 }, (_, month) => `2026-${String(month + 1).padStart(2, "0")}-03T10:00:00`);

test("acts are told newest first, each with what came of it", async () => {
  const { list } = await openRecorded([
    ["2026-11-01T10:00:00", intent("1")],
    ["2026-11-01T10:00:01", intent("2", { by: "李强" })],
    ["2026-11-01T10:00:02", done("1")],
    ["2026-11-01T10:00:03", { phase: "outcome", id: "2", result: "failed", error: "CASE_GONE" }],
    ["2026-11-01T10:00:04", intent("3")],
  ]);
  expect((await list()).items).toMatchObject([
    { id: "3", result: "unknown" },
    { id: "2", result: "failed", error: "CASE_GONE", by: "李强" },
    { id: "1", result: "done", after: { state: "waiting" }, seq: 1 },
  ]);
});

test("an act that ended in another month than it began is whole, on whichever page it stands", async () => {
  const { list } = await openRecorded([
    ["2026-10-31T23:59:59", intent("1")],
    ["2026-11-01T00:00:01", done("1")],
    ["2026-11-01T00:00:02", intent("2")],
    ["2026-11-01T00:00:03", done("2")],
  ]);
  expect((await list()).items).toMatchObject([
    { id: "2", result: "done" },
    { id: "1", result: "done" },
  ]);
  const first = await list({}, { limit: 1 });
  const second = await list({}, { limit: 1, after: first.next ?? "" });
  expect(second).toMatchObject({ items: [{ id: "1", result: "done" }], next: null });
});

test.each([1, 2, 3, 7])("pages of %i hold each act once, through all months", async (limit) => {
  const entries = YEAR.flatMap((time, month) => [
    [time, intent(`${month}a`)] as const,
    [time, intent(`${month}b`)] as const,
    [time, done(`${month}a`)] as const,
  ]);
  const { list, ids } = await openRecorded(entries);
  const seen: string[] = [];
  let after: string | undefined;
  for (let page = 0; page < 50; page += 1) {
    const { items, next } = await list({}, { limit, ...(after === undefined ? {} : { after }) });
    seen.push(...items.map(({ id }) => id));
    expect(items.filter(({ id, result }) => (result === "done") !== id.endsWith("a"))).toEqual([]);
    if (next === null) break;
    after = next;
  }
  expect(seen).toEqual(await ids());
  expect(seen).toHaveLength(20);
});

test("acts are found by person, act, bill and day", async () => {
  const { ids } = await openRecorded([
    ["2026-10-31T23:00:00", intent("1", { by: "李强" })],
    ["2026-11-01T09:00:00", intent("2", { act: "accept", via: "command" })],
    ["2026-11-01T10:00:00", intent("3", { subjects: [{ kind: "order", id: "XSCKD1-CK01" }] })],
  ]);
  expect(await ids({ by: "李" })).toEqual(["1"]);
  expect(await ids({ act: "accept" })).toEqual(["2"]);
  expect(await ids({ via: "command" })).toEqual(["2"]);
  expect(await ids({ subjects: ["xsckd1-ck01"] })).toEqual(["3"]);
  expect(await ids({ fromMs: at("2026-11-01T00:00:00"), toMs: at("2026-11-01T09:30:00") })).toEqual(["2"]);
  expect(await ids({ toMs: at("2026-11-01T00:00:00") })).toEqual(["1"]);
});

test("what waits to be written is told already, and an act whose end waits is no unknown one", async () => {
  const { list, act, redis } = await openRecorded([["2026-11-01T10:00:00", intent("1")]]);
  await redis.xadd("{billferry}:audit:inbox", "*", "said", JSON.stringify(done("1")));
  await act({ by: "李强" });
  expect((await list()).items).toMatchObject([
    { by: "李强", seq: null, result: "done" },
    { id: "1", seq: 1, result: "done" },
  ]);
});

test("a file is given from its first act to its last", async () => {
  const { folder } = await openRecorded(YEAR.map((time, month) => [time, intent(String(month))]));
  const filter = { fromMs: at("2026-02-01T00:00:00"), toMs: at("2026-05-01T00:00:00") };
  const walked: string[] = [];
  for await (const { id } of walkActs({ folder, filter })) walked.push(id);
  expect(walked).toEqual(["1", "2", "3"]);
});

test("where nothing was ever recorded there is nothing to tell, and no trouble", async () => {
  const { redis } = await openWorld();
  expect(await listActs({ redis, folder: "/nowhere", filter: {}, limit: 10 })).toEqual({ items: [], next: null });
});
