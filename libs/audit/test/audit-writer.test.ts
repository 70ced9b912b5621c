import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, rename } from "node:fs/promises";
import { join } from "node:path";

import { forgetKnownHead, readKnownHead, verifyAudit } from "@billferry/audit";
import { pino } from "pino";
import { expect, test, vi } from "vitest";

import { readInbox } from "../src/inbox.ts";
import { openWorld } from "./audit-world.ts";

test("what people do comes into a file as a chain, and leaves Redis", async () => {
  const { act, writeAll, folder, redis, readLines } = await openWorld();
  for (let count = 0; count < 3; count += 1) await act();
  await writeAll();
  const verdict = await verifyAudit(folder);
  expect(verdict).toMatchObject({ lines: 6, breaks: [], head: { seq: 6 } });
  expect(await readInbox(redis, 10)).toEqual([]);
  expect(await readKnownHead(redis)).toEqual(verdict.head);
  expect((await readLines()).name).toMatch(/^\d{4}-\d{2}\.jsonl$/);
});

test("while nobody writes the inbox waits, and the next writer takes all of it", async () => {
  const { act, writeAll, folder, redis } = await openWorld();
  for (let count = 0; count < 250; count += 1) await act();
  expect(await readInbox(redis, 1_000)).toHaveLength(500);
  await writeAll();
  expect(await verifyAudit(folder)).toMatchObject({ lines: 500, breaks: [] });
});

test("a Redis that has lost everything takes nothing from the files, and the chain goes on", async () => {
  const { act, writeAll, folder, redis } = await openWorld();
  await act();
  await writeAll();
  await redis.flushall();
  await act();
  await writeAll();
  expect(await verifyAudit(folder)).toMatchObject({ lines: 4, breaks: [] });
});

test("of two writers one writes, and the other goes on when it ends", async () => {
  const { act, write, untilWritten, folder } = await openWorld();
  const [first, second] = [write(), write()];
  await act();
  await untilWritten();
  await Promise.all([act(), act(), act()]);
  await first.stop();
  await act();
  await untilWritten();
  await second.stop();
  expect(await verifyAudit(folder)).toMatchObject({ lines: 10, breaks: [] });
});

test("what was written and not taken from the inbox, because its writer died in between, is not written twice", async () => {
  const { act, writeAll, folder, redis } = await openWorld();
  await act();
  const entries = await redis.xrange("{billferry}:audit:inbox", "-", "+");
  await writeAll();
  for (const [, fields] of entries) await redis.xadd("{billferry}:audit:inbox", "*", ...fields);
  await act();
  await writeAll();
  expect(await verifyAudit(folder)).toMatchObject({ lines: 4, breaks: [] });
});

test("half a line that a killed writer has left is made whole again", async () => {
  const { act, writeAll, folder, readLines, redis, rewrite } = await openWorld();
  await act();
  const entries = await redis.xrange("{billferry}:audit:inbox", "-", "+");
  await writeAll();
  const { name, lines } = await readLines();
  // The second line came half to the disk, and neither Redis nor the inbox was told.
  await rewrite(([first = ""]) => [first]);
  await appendFile(join(folder, name), lines[1]?.slice(0, 40) ?? "");
  await forgetKnownHead(redis);
  await redis.xadd("{billferry}:audit:inbox", "*", ...(entries[1]?.[1] ?? []));
  expect(await verifyAudit(folder)).toMatchObject({ lines: 1, breaks: [] });
  await writeAll();
  expect(await verifyAudit(folder)).toMatchObject({ lines: 2, breaks: [] });
});

test("where files were cut or are others than those written last, nothing is written until a person says so", async () => {
  const { act, write, writeAll, untilWritten, folder, redis, rewrite } = await openWorld();
  await act();
  await writeAll();
  const head = await readKnownHead(redis);
  await rewrite((lines) => lines.slice(0, 1));
  await act();
  const writer = write();
  await vi.waitUntil(() => writer.trouble() !== undefined, { timeout: 20_000 });
  expect(writer.trouble()).toMatch(/文件中只有 1 条,而已写入 2 条.*--accept-break/);
  expect(await readInbox(redis, 10)).toHaveLength(2);
  await forgetKnownHead(redis);
  await untilWritten();
  expect(writer.trouble()).toBeUndefined();
  // The chain holds, and whoever has noted the former head can still tell.
  expect(await verifyAudit(folder)).toMatchObject({ lines: 3, breaks: [] });
  expect((await verifyAudit(folder, head && [head])).breaks[0]?.why).toContain("留存之后被改动");
});

test("a folder that cannot be written is told, and once it can be all is written", async () => {
  const { act, write, untilWritten, folder } = await openWorld();
  const place = join(folder, "not-a-folder");
  await appendFile(place, "");
  await act();
  const writer = write(place);
  await vi.waitUntil(() => writer.trouble()?.includes("无法写入"), { timeout: 20_000 });
  await rename(place, join(folder, "moved"));
  await mkdir(place);
  await untilWritten();
  expect(await verifyAudit(place)).toMatchObject({ lines: 2, breaks: [] });
});

test("writers that are killed over and over neither lose a line nor write one twice", async () => {
  const { act, folder, server, redis, writeAll } = await openWorld();
  const script = join(import.meta.dirname, "writer-process.ts");
  for (let round = 0; round < 6; round += 1) {
    const child = spawn(process.execPath, [script, server.url, folder], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    const acting = Promise.all(Array.from({ length: 40 }, async () => act()));
    await vi.waitUntil(async () => (await readInbox(redis, 100)).length < 100, { interval: 1 });
    child.kill("SIGKILL");
    await once(child, "exit");
    await acting;
    // Its time as the writer would end by itself.
    await redis.del("{billferry}:audit:writer");
  }
  await writeAll();
  expect(await verifyAudit(folder)).toMatchObject({ lines: 480, breaks: [] });
}, 120_000);

test("the head of the chain is logged, so that it stands elsewhere too", async () => {
  const { act, write, untilWritten, folder, redis } = await openWorld();
  const said: { event?: string; seq?: number; hash?: string }[] = [];
  const log = pino(
    { level: "info" },
    { write: (line: string) => void said.push(JSON.parse(line) as (typeof said)[0]) },
  );
  await act();
  const writer = write(folder, log);
  await untilWritten();
  await writer.stop();
  expect(said.find(({ event }) => event === "audit.head")).toMatchObject((await readKnownHead(redis)) ?? {});
});
