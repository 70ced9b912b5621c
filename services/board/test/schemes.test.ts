import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { openBoard } from "./board-world.ts";

const SHIPPED = join(import.meta.dirname, "..", "..", "..", "schemes");

interface Answer {
  readonly others: readonly string[];
  readonly items: readonly {
    readonly scheme: string;
    readonly version: string | null;
    readonly runningVersion: string | null;
    readonly content: {
      readonly parameters: readonly { readonly name: string; readonly rule: string | null }[];
    } | null;
    readonly findings: readonly { readonly severity: string; readonly file: string; readonly text: string }[];
  }[];
}

async function readSchemes(folder: string): Promise<Answer> {
  const tables = { folder, tablesDir: join(folder, "kept") };
  const board = await openBoard({ tables });
  return (await (await board.act("/api/v1/schemes")).json()) as Answer;
}

test("a scheme is told in people's words: where each parameter comes from, and that nobody works by it yet", async () => {
  const { items, others } = await readSchemes(SHIPPED);
  expect(others).toEqual(["sal-returnstock", "stk-misdelivery"]);
  const [item] = items;
  expect(item).toMatchObject({
    scheme: "sal-outstock",
    runningVersion: null,
    version: expect.stringMatching(/^\w+\.\w+$/),
  });
  expect(item?.content).toMatchObject({ form: "SAL_OUTSTOCK", target: { name: "stockout_order_push" } });
  const { parameters = [] } = item?.content ?? {};
  expect(parameters.find(({ name }) => name === "outer_no")?.rule).toContain("FBillNo");
  expect(parameters.find(({ name }) => name === "is_enable_sn")?.rule).toBeNull();
});

test("a scheme whose file is broken says where, and no folder of the server's", async () => {
  const folder = await mkdtemp(join(tmpdir(), "billferry-schemes-"));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "sal-outstock.yaml"), "name: sal-outstock\nsource: 1\n");
  const answer = await readSchemes(folder);
  expect(answer.items).toMatchObject([{ version: null, content: null }]);
  expect(answer.items[0]?.findings[0]).toMatchObject({ severity: "error", file: "sal-outstock.yaml" });
  expect(JSON.stringify(answer)).not.toContain(folder);
});
