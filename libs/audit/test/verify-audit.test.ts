import { verifyAudit } from "@billferry/audit";
import { hashText } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import { findBreak, NO_HEAD, writeLine, type ChainHead } from "../src/core/line.ts";
import { openWorld } from "./audit-world.ts";

async function openWritten() {
  const world = await openWorld();
  for (const reason of ["一", "二", "三"]) await world.act({ reason });
  await world.writeAll();
  return { ...world, whole: await verifyAudit(world.folder) };
}

test("a changed reason is told with its file and line", async () => {
  const { folder, rewrite, readLines } = await openWritten();
  await rewrite((lines) => lines.map((line) => line.replace('"reason":"二"', '"reason":"两"')));
  const { breaks } = await verifyAudit(folder);
  expect(breaks).toEqual([
    { file: (await readLines()).name, line: 4, why: expect.stringContaining("第 3 号记录写入之后被改动") as string },
  ]);
});

test.each([
  ["a line taken out", (lines: string[]) => lines.toSpliced(2, 1), 3],
  ["a line doubled", (lines: string[]) => lines.toSpliced(2, 0, lines[1] ?? ""), 3],
  [
    "two lines changed about",
    (lines: string[]) => [...lines.slice(0, 2), lines[3], lines[2], ...lines.slice(4)] as string[],
    3,
  ],
  ["a line of nonsense", (lines: string[]) => lines.with(2, "{}"), 3],
  ["a blank put into a line", (lines: string[]) => lines.with(2, (lines[2] ?? "").replace(":", ": ")), 3],
])("%s is told with its place", async (_words, change, line) => {
  const { folder, rewrite } = await openWritten();
  await rewrite(change);
  const { breaks } = await verifyAudit(folder);
  expect(breaks[0]).toMatchObject({ line });
});

test("an end that was cut off is told by whoever has noted the head; the chain alone cannot", async () => {
  const { folder, rewrite, whole } = await openWritten();
  await rewrite((lines) => lines.slice(0, 4));
  expect((await verifyAudit(folder)).breaks).toEqual([]);
  expect((await verifyAudit(folder, [whole.head])).breaks[0]?.why).toContain("末尾被截去");
});

test("a chain that was made anew from the first line is told by whoever has noted a head", async () => {
  const { folder, rewrite, whole } = await openWritten();
  await rewrite((lines) => {
    let head: ChainHead = NO_HEAD;
    return lines.map((text) => {
      const { entry, said } = JSON.parse(text.replace("王敏", "李强")) as Parameters<typeof writeLine>[1];
      const written = writeLine(head, { entry, said });
      head = written.head;
      return written.text;
    });
  });
  expect((await verifyAudit(folder)).breaks).toEqual([]);
  expect((await verifyAudit(folder, [whole.head])).breaks[0]?.why).toContain("留存之后被改动");
});

test("no single character of a line can be another one without the chain telling", () => {
  const said = { phase: "outcome", id: "a", result: "done", after: { state: "已送达" } } as const;
  const { text, head } = writeLine(NO_HEAD, { entry: "1764000000000-0", said });
  const next = writeLine(head, { entry: "1764000000001-0", said: { ...said, id: "b" } });
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, other) => {
      fc.pre(text[at] !== other && !/[\n\r\uD800-\uDFFF]/.test(other));
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      const broken = findBreak(NO_HEAD, changed) ?? findBreak({ seq: 1, hash: hashText(changed) }, next.text);
      expect(broken).toBeDefined();
    }),
  );
});
