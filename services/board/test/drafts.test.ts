import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { listActs } from "@billferry/audit";
import type { DraftView, Errand, FieldsResult } from "@billferry/contracts";
import { describeDraft } from "@billferry/desk";
import { startErrands } from "@billferry/errands";
import { connectRedis } from "@billferry/redis";
import { expect, onTestFinished, test, vi } from "vitest";

import { by, openPeopled, type Browser } from "./people-world.ts";

const SCHEME = "sal-outstock";
const NAME = "purchase-receipt";
const ACCOUNTS = { kingdee: "main", wangdiantong: "main" };
const field = (key: string, label: string, type: string, entity: string) => ({ key, label, type, entity });
const FIELDS: FieldsResult = {
  ...{ form: "STK_InStock", title: "采购入库单", accounts: ACCOUNTS },
  fields: [
    field("FBillNo", "单据编号", "BillNoField", "FBillHead"),
    field("FMaterialId", "物料编码", "BaseDataField", "FInStockEntry"),
    field("FRealQty", "实收数量", "DecimalField", "FInStockEntry"),
    field("FStockId", "仓库", "BaseDataField", "FInStockEntry"),
    field("FLot", "批号", "LotField", "FInStockEntry"),
    field("FAuxPropId", "辅助属性", "RelatedFlexGroupField", "FInStockEntry"),
  ],
};
const WANTED = { form: "STK_InStock", name: NAME, target: "stockin_order_push" } as const;

/** A board whose schemes lie in a folder of its own, and a clerk who knows one form of Kingdee. */
async function openWithClerk() {
  const root = await mkdtemp(join(tmpdir(), "billferry-drafts-"));
  onTestFinished(async () => rm(root, { recursive: true, force: true }));
  const folder = join(root, "schemes");
  await mkdir(folder);
  const tables = { folder, tablesDir: join(root, "tables") };
  const board = await openPeopled({ tables });
  const redis = connectRedis(board.redisServer.url, board.log);
  const perform = async ({ errand }: { readonly errand: Errand }): Promise<unknown> => {
    if (errand.kind !== "draft-scheme") return FIELDS;
    const { name, target, choices } = errand;
    const draft = describeDraft(tables, FIELDS, { name, target, choices, accounts: ACCOUNTS, others: [] });
    return { draft, bills: [], unused: [] };
  };
  const clerk = startErrands({ redis, log: board.log, schemes: [SCHEME], perform });
  onTestFinished(async () => {
    await clerk.stop();
    redis.disconnect();
  });
  const [operator, admin] = [await board.enter("operator"), await board.enter("admin")];
  let forms = 0;
  const press = async (person: Browser, path: string, body: object) => {
    const headers = { "content-type": "application/json" };
    const requestId = `form-0000-${++forms}`;
    const init = by(person, { method: "POST", headers, body: JSON.stringify({ requestId, ...body }) });
    const answer = await board.act(`/api/v1${path}`, init);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const done = async (errand: object): Promise<string> => {
    const { body } = await press(operator, "/errands", { errand: { scheme: SCHEME, ...errand } });
    const id = String(body["id"]);
    await vi.waitFor(
      async () => {
        const answer = await board.act(`/api/v1/errands/${id}`, by(operator));
        expect(await answer.json()).toMatchObject({ state: "done" });
      },
      { timeout: 60_000 },
    );
    return id;
  };
  const draft = async (fields: string, choices: Readonly<Record<string, string>> = {}) => {
    const { form: _form, ...wanted } = WANTED;
    const { body } = await press(operator, "/schemes/draft", { fields, ...wanted, choices });
    return body["draft"] as DraftView;
  };
  const recorded = async () => (await listActs({ redis: board.redis, folder: "", filter: {}, limit: 100 })).items;
  return { ...board, folder, operator, admin, press, done, draft, recorded };
}

test("from the fields of a form a scheme is drafted with every parameter explained; another choice drafts it again", async () => {
  const { done, draft } = await openWithClerk();
  const fields = await done({ kind: "list-fields", form: "STK_InStock" });
  const first = await draft(fields);
  expect(first).toMatchObject({ name: NAME, title: "采购入库单", missing: [], isTaken: false });
  const at = (place: string, of = first) => of.parameters.find((each) => each.place === place);
  expect(at("line.stockin_num")).toMatchObject({ choice: "FRealQty", fieldLabel: "实收数量", isNeeded: true });
  expect(at("line.batch_no")).toMatchObject({
    choice: "FLot_FNumber",
    meaning: { en: expect.stringContaining("lots") },
  });
  expect(at("order.outer_no")).toMatchObject({ isFixed: true });
  expect(first.leftOut.map(({ en }) => en)).toEqual([expect.stringContaining("FAuxPropId")]);

  const second = await draft(fields, { "line.batch_no": "", "order.reason": "采购入库", "line.stockin_num": "" });
  expect(at("line.batch_no", second)?.choice).toBeNull();
  expect(second.text).toContain("采购入库");
  expect(second.missing.map(({ en }) => en)).toEqual([expect.stringContaining("stockin_num")]);
  expect(second.leftOut.map(({ en }) => en)).toContainEqual(expect.stringContaining("lot"));
});

test("what was tried is saved by an administrator, once and never over a file that is there, and stands on record", async () => {
  const { done, press, operator, admin, folder, recorded } = await openWithClerk();
  const tried = await done({ kind: "draft-scheme", ...WANTED });
  expect(await press(operator, "/schemes", { draft: tried })).toMatchObject({ status: 403 });
  const form = { draft: tried, requestId: "form-saved-once" };
  const saved = await press(admin, "/schemes", form);
  const path = join(folder, `${NAME}.yaml`);
  expect(saved).toMatchObject({ status: 200, body: { kind: "saved", path, schemes: `${SCHEME},${NAME}` } });
  expect(await readFile(path, "utf8")).toBe(saved.body["text"]);
  expect(await press(admin, "/schemes", form)).toEqual(saved);
  expect((await recorded())[0]).toMatchObject({
    ...{ act: "save-scheme", by: "admin", result: "done", subjects: [{ kind: "scheme", id: NAME }] },
    before: { form: "STK_InStock", target: "stockin_order_push" },
    after: { outcome: "saved" },
  });
  const again = await press(admin, "/schemes", { draft: tried });
  expect(again).toMatchObject({ status: 409, body: { code: "SCHEME_TAKEN" } });
});

test("a draft that lacks its quantity is not saved, and neither is another errand's result", async () => {
  const { done, press, admin, folder } = await openWithClerk();
  const lacking = await done({ kind: "draft-scheme", ...WANTED, choices: { "line.stockin_num": "" } });
  expect(await press(admin, "/schemes", { draft: lacking })).toMatchObject({ body: { code: "SCHEME_UNSOUND" } });
  const fields = await done({ kind: "list-fields", form: "STK_InStock" });
  expect(await press(admin, "/schemes", { draft: fields })).toMatchObject({ body: { code: "ERRAND_GONE" } });
  await expect(readFile(join(folder, `${NAME}.yaml`))).rejects.toThrow("ENOENT");
});

test("where the folder cannot be written the text is handed out, with the place where it belongs", async () => {
  const { done, press, admin, folder } = await openWithClerk();
  const tried = await done({ kind: "draft-scheme", ...WANTED });
  await rm(folder, { recursive: true });
  expect(await press(admin, "/schemes", { draft: tried })).toMatchObject({
    status: 200,
    body: { kind: "read-only", path: join(folder, `${NAME}.yaml`), text: expect.stringContaining("form: STK_InStock") },
  });
});

test.each([
  ["../../etc/passwd", "STK_InStock"],
  ["Purchase", "STK_InStock"],
  [NAME, "STK_InStock'; --"],
])("a name or form that is none is refused: %s, %s", async (name, form) => {
  const { press, operator } = await openWithClerk();
  const errand = { kind: "draft-scheme", scheme: SCHEME, target: "stockin_order_push", name, form };
  expect(await press(operator, "/errands", { errand })).toMatchObject({ body: { code: "REQUEST_INVALID" } });
});
