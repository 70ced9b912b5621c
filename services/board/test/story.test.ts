import { join } from "node:path";

import { decimal, hashContent, type TargetOrder } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { redisNowMs } from "@billferry/redis";
import { readScheme } from "@billferry/scheme";
import { expect, test } from "vitest";

import { BILL, openBoard } from "./board-world.ts";
import { by, openPeopled } from "./people-world.ts";

const SCHEMES = join(import.meta.dirname, "..", "..", "..", "schemes");
const TERM_MS = 86_400_000;
const OUTER_NO = `${BILL.billNo}-CK01`;

function schemeOf(name: string) {
  const read = readScheme(SCHEMES, name);
  return "scheme" in read ? read.scheme : undefined;
}

function orderAs(num: string): TargetOrder {
  const line = { spec_no: "SKU-1", num: decimal(num) };
  return { outer_no: OUTER_NO, warehouse_no: "CK01", remark: "请致电王小明", detail_list: [line] };
}

interface Answer {
  readonly story: object | null;
  readonly attempts: readonly { readonly answer: string; readonly request: string | null }[];
}

function told(order: TargetOrder) {
  return { order, notes: [], seqs: [["1"]] };
}

/** A bill whose first content was refused and whose second was delivered. */
async function tell({ redis }: Pick<Awaited<ReturnType<typeof openBoard>>, "redis">): Promise<void> {
  const ledger = new Ledger(redis, BILL.scheme);
  await ledger.keeping.open();
  const [first, second] = [orderAs("2"), orderAs("3")];
  await ledger.bills.recordOrders(BILL, [{ outerNo: OUTER_NO, contentHash: hashContent(second) }]);
  const story = { schemeVersion: "v1.t1", revision: 2, fields: BILL.fields, rows: BILL.rows };
  await ledger.stories.keep(BILL.billId, { ...story, orders: [told(second)], former: [told(first)] }, TERM_MS);
  const atMs = await redisNowMs(redis);
  const answers = [
    [first, 502, "回电 13800138000"],
    [second, 200, '{"code":0,"stockout_no":"CK1"}'],
    [orderAs("9"), null, "ECONNREFUSED"],
  ] as const;
  for (const [at, [order, status, text]] of answers.entries())
    ledger.answers.keep(
      { outerNo: OUTER_NO, atMs: atMs + at, contentHash: hashContent(order), status, text, isLast: at === 1 },
      TERM_MS,
    );
  await ledger.answers.flush(TERM_MS);
}

const PATH = `/api/v1/bills/${BILL.billNo}/story?scheme=${BILL.scheme}&billId=${BILL.billId}`;

test("each push is told with the request that was sent and the answer that came, whatever the bill holds by now", async () => {
  const board = await openBoard({ schemeOf });
  await tell(board);
  const { attempts } = (await (await board.act(PATH)).json()) as Answer;
  expect(attempts.map(({ answer }) => answer)).toEqual([
    "回电 13800138000",
    '{"code":0,"stockout_no":"CK1"}',
    "ECONNREFUSED",
  ]);
  expect(attempts.map(({ request }) => (request === null ? null : (JSON.parse(request) as object)))).toEqual([
    orderAs("2"),
    orderAs("3"),
    null,
  ]);
});

test("who may not see receivers sees neither remarks of a request nor numbers of people in an answer", async () => {
  const board = await openPeopled({ schemeOf });
  await tell(board);
  const viewer = await board.enter("viewer");
  const text = await (await board.act(PATH, by(viewer))).text();
  expect(text).toContain("stockout_no");
  expect(text).not.toMatch(/13800138000|王小明/);
});
