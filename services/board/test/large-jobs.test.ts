import { enqueue } from "@billferry/runtime";
import fc from "fast-check";
import { expect, test } from "vitest";

import { shorten } from "../src/core/shorten.ts";
import { BILL, openBoard } from "./board-world.ts";

const LINES = 5_250;
const FIELDS = ["FBillNo", "FLinkMan", ...Array.from({ length: 38 }, (_, index) => `F_FIELD_${index}`)];

test(
  "a page of ten bills of 5 250 lines is small, quick, and still covers the receiver",
  { timeout: 60_000 },
  async () => {
    const { act, queue, redis } = await openBoard();
    const look = async () =>
      (await act("/queues/api/queues?activeQueue=transform&status=waiting&jobsPerPage=10")).text();
    const row = FIELDS.map((name) => (name === "FLinkMan" ? "王小明" : `value of ${name}`));
    for (let each = 0; each < 10; each += 1)
      await enqueue(queue, [
        { id: `large-${each}`, payload: { ...BILL, fields: FIELDS, rows: Array.from({ length: LINES }, () => row) } },
      ]);
    const startedAt = performance.now();
    const text = await look();
    expect(performance.now() - startedAt).toBeLessThan(30_000);
    expect(text.length).toBeLessThan(500_000);
    expect(text.match(/共 5250 项/g)).toHaveLength(10);
    expect(text).not.toContain("王小明");
    const one = await (await act("/queues/api/queues/transform/large-0")).text();
    expect(one).toContain("共 5250 项");
    expect((await queue.getJob("large-0"))?.data.rows).toHaveLength(LINES);
    // The page is asked for again and again; what has been read is not read once more, and its state is today's.
    const before = await redis.info("stats").then(bytesSent);
    expect((await look()) === text).toBe(true);
    expect((await redis.info("stats").then(bytesSent)) - before).toBeLessThan(500_000);
    await (await queue.getJob("large-0"))?.remove();
    expect(await look()).not.toContain('"large-0"');
  },
);

function bytesSent(info: string): number {
  return Number(/total_net_output_bytes:(\d+)/.exec(info)?.[1]);
}

test("an order's long list is cut too, with its number of entries, and a short one is shown whole", () => {
  const order = {
    outer_no: "A-1",
    detail_list: Array.from({ length: 1_000 }, (_, index) => ({ spec_no: `S${index}` })),
  };
  const shown = shorten({ order }) as { order: { detail_list: unknown[] } };
  expect(shown.order.detail_list).toHaveLength(11);
  expect(shown.order.detail_list.at(-1)).toContain("共 1000 项");
  const wide = Array.from({ length: 80 }, (_, index) => `cell ${index}`);
  expect(shorten({ rows: [wide] })).toEqual({ rows: [wide] });
  expect(shorten({ rows: [["a"], ["b"]] })).toEqual({ rows: [["a"], ["b"]] });
});

test("whatever is cut stays small, and cutting it again changes nothing", () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.string({ maxLength: 9_000, minLength: 4_000, size: "max" })), (content) => {
      const once = shorten(content);
      expect(shorten(once)).toEqual(once);
    }),
  );
});
