import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Ledger } from "@billferry/ledger";
import { zipSync } from "fflate";
import { expect, test } from "vitest";
import writeSheet from "write-excel-file/node";

import { BILL } from "./board-world.ts";
import { by } from "./people-world.ts";
import { FILE, openTables } from "./tables-world.ts";

const keyOf = (code: string): string => JSON.stringify([code]);

test("where the files keep the tables, the page reads, names the file, and edits nothing", async () => {
  const { ask, press, upload, viewer, wang, tables } = await openTables({ isKept: false });
  const { body } = await ask(viewer, "/tables");
  expect(body["tables"]).toMatchObject([
    {
      file: FILE,
      keeper: "files",
      path: join(tables.folder, FILE),
      rows: 2,
      version: null,
      uses: [{ scheme: "sal-outstock" }],
    },
    { file: "tables/carriers.csv" },
  ]);
  const edit = { file: FILE, base: 1, remove: [keyOf("CK001")] };
  expect(await press(wang, "/tables/edit", edit)).toMatchObject({
    status: 409,
    body: { code: "TABLE_OF_FILES", remedy: expect.stringContaining(join(tables.folder, FILE)) },
  });
  expect(await upload(wang, Buffer.from("kingdee,wangdiantong\n"))).toMatchObject({ body: { code: "TABLE_OF_FILES" } });
});

test("an administrator has the console take the tables over; nobody else may, and their reason stands with the version", async () => {
  const { press, ask, wang, li, viewer } = await openTables({ isKept: false });
  expect(await press(wang, "/tables/take-over", {})).toMatchObject({ status: 403 });
  expect(await press(li, "/tables/take-over", { reason: "仓库自己维护" })).toMatchObject({
    status: 200,
    body: { keeper: "console", files: [FILE, "tables/carriers.csv"] },
  });
  const versions = await ask(viewer, `/tables/versions?file=${FILE}`);
  expect(versions.body["versions"]).toMatchObject([
    { number: 1, by: "admin", reason: "仓库自己维护", act: "take-over" },
  ]);
});

test("rows are edited, added and taken out in one step, and what a table was comes back by one press", async () => {
  const { press, ask, wang, rows, viewer } = await openTables();
  const edit = {
    file: FILE,
    base: 1,
    set: [{ key: keyOf("CK001"), cells: ["CK001", " W9 ", "北京"] }, { cells: ["CK003", "W3", ""] }],
    remove: [keyOf("CK002")],
  };
  expect(await press(wang, "/tables/edit", edit)).toMatchObject({ body: { outcome: "saved", version: 2 } });
  expect((await rows())["rows"].map(({ cells }: { cells: string[] }) => cells)).toEqual([
    ["CK001", "W9", "北京"],
    ["CK003", "W3", ""],
  ]);
  const difference = await ask(viewer, `/tables/difference?file=${FILE}&from=1&to=2`);
  expect(difference.body["counts"]).toEqual({ added: 1, changed: 1, removed: 1 });
  expect(await press(wang, "/tables/undo", { file: FILE, base: 2, to: 1 })).toMatchObject({ body: { version: 3 } });
  expect((await rows())["rows"]).toHaveLength(2);
  const found = await ask(viewer, `/tables/rows?file=${FILE}&q=${encodeURIComponent("上海")}`);
  expect(found.body).toMatchObject({ total: 1, rows: [{ cells: ["CK001", "W1", "上海"] }] });
});

const setTo = (value: string) => ({
  file: FILE,
  base: 1,
  set: [{ key: keyOf("CK001"), cells: ["CK001", value, ""] }],
});

test("of two who edit at once one is first, and the other is told by whom and when, with nothing done", async () => {
  const { press, wang, li, rows } = await openTables();
  const answers = await Promise.all([press(wang, "/tables/edit", setTo("A")), press(li, "/tables/edit", setTo("B"))]);
  expect(answers.map(({ status }) => status).toSorted((a = 0, b = 0) => a - b)).toEqual([200, 409]);
  const told = answers.find(({ status }) => status === 409)?.body;
  expect(told).toMatchObject({
    code: "TABLE_CHANGED",
    message: expect.stringMatching(/(operator|admin) 于 2\d{3}-.*第 2 版/),
  });
  expect((await rows())["version"]).toBe(2);
});

test("a form that is sent twice is one version", async () => {
  const { press, wang, rows } = await openTables();
  const form = { file: FILE, base: 1, remove: [keyOf("CK001")], requestId: "form-0001" };
  const answers = await Promise.all([press(wang, "/tables/edit", form), press(wang, "/tables/edit", form)]);
  expect(answers[0]).toEqual(answers[1]);
  expect((await rows())["version"]).toBe(2);
});

test("an .xlsx with a rounded code is told with its line before anything is taken, and is not taken", async () => {
  const { upload, press, wang, rows } = await openTables();
  const bytes = await writeSheet([
    ["金蝶编码", "旺店通编码"],
    ["CK001", "W1"],
    ["CK005", 1_234_567_890_123_456],
  ]).toBuffer();
  const shown = await upload(wang, bytes);
  expect(shown).toMatchObject({
    status: 200,
    body: {
      refused: 1,
      base: 1,
      merge: { added: 1, changed: 0, removed: 0 },
      replace: { added: 1, changed: 1, removed: 1 },
      flaws: [{ severity: "refused", kind: "number-rounded", line: 3, text: expect.stringContaining("15 digits") }],
    },
  });
  const { uploadId } = shown.body;
  const wanted = { file: FILE, base: 1, uploadId, mode: "merge" };
  expect(await press(wang, "/tables/import", wanted)).toMatchObject({
    status: 409,
    body: { code: "TABLE_REFUSED", message: expect.stringContaining("第 3 行") },
  });
  expect((await rows())["version"]).toBe(1);
});

test("what was shown is what is imported: without the missing rows taken out, or with them", async () => {
  const { upload, press, wang, rows } = await openTables();
  const shown = await upload(wang, Buffer.from("kingdee,wangdiantong\nCK001,W8\nCK007,W7\n"));
  expect(shown.body).toMatchObject({ refused: 0, merge: { added: 1, changed: 1, removed: 0 } });
  const form = { file: FILE, uploadId: shown.body["uploadId"] };
  expect(await press(wang, "/tables/import", { ...form, base: 1, mode: "merge" })).toMatchObject({
    body: { version: 2 },
  });
  expect((await rows())["rows"].map(({ cells }: { cells: string[] }) => cells)).toEqual([
    ["CK001", "W8", "上海"],
    ["CK002", "W2", ""],
    ["CK007", "W7", ""],
  ]);
  expect(await press(wang, "/tables/import", { ...form, base: 1, mode: "replace" })).toMatchObject({ status: 409 });
  expect(await press(wang, "/tables/import", { ...form, base: 2, mode: "replace" })).toMatchObject({
    body: { version: 3 },
  });
  expect((await rows())["total"]).toBe(2);
  const gone = { ...form, uploadId: "x".repeat(12), base: 3, mode: "merge" };
  expect(await press(wang, "/tables/import", gone)).toMatchObject({ body: { code: "UPLOAD_GONE" } });
});

test(
  "a file that unpacks to very much, is none, or is too large is refused, and the board goes on",
  { timeout: 60_000 },
  async () => {
    const { upload, wang, viewer, ask, act } = await openTables();
    const bomb = zipSync({ "xl/worksheets/sheet1.xml": new Uint8Array(300_000_000) }, { level: 9 });
    expect(await upload(wang, bomb)).toMatchObject({ status: 422, body: { code: "UPLOAD_UNREADABLE" } });
    expect(await upload(wang, Buffer.from("PK\u0003\u0004"))).toMatchObject({ status: 422 });
    expect(await upload(wang, Buffer.alloc(8_000_001, "a"))).toMatchObject({
      status: 413,
      body: { code: "TOO_LARGE" },
    });
    expect(await upload(viewer, Buffer.from("kingdee,wangdiantong\n"))).toMatchObject({ status: 403 });
    // What a form of another site can send is no file.
    const form = by(wang, { method: "POST", headers: { "content-type": "text/plain" }, body: "kingdee,wangdiantong" });
    expect((await act(`/api/v1/tables/upload?file=${FILE}`, form)).status).toBe(400);
    expect((await ask(viewer, "/tables")).status).toBe(200);
  },
);

test.each(["../schemes/sal-outstock.yaml", "/etc/passwd", "tables/../../x.csv", "__proto__", "register.json"])(
  "a table called %s leads nowhere",
  async (file) => {
    const { ask, press, upload, viewer, wang, tables } = await openTables();
    const name = encodeURIComponent(file);
    for (const path of [`/tables/rows?file=${name}`, `/tables/export?file=${name}`, `/tables/versions?file=${name}`])
      expect(await ask(viewer, path)).toMatchObject({ status: 404, body: { code: "TABLE_UNKNOWN" } });
    expect(await upload(wang, Buffer.from("kingdee,wangdiantong\n"), file)).toMatchObject({ status: 404 });
    expect(await press(wang, "/tables/edit", { file, base: 1, remove: ["x"] })).toMatchObject({ status: 404 });
    expect(existsSync(join(tables.tablesDir, "x.csv"))).toBe(false);
  },
);

test("a file that is edited by hand is told to everybody and adopted by one who may act", async () => {
  const { ask, press, viewer, wang, rows, tables } = await openTables();
  writeFileSync(join(tables.folder, FILE), "kingdee,wangdiantong\nCK001,HAND\n");
  const { body } = await ask(viewer, "/tables");
  expect(body["handEdits"]).toMatchObject([{ file: FILE, place: "schemes", path: join(tables.folder, FILE) }]);
  expect((await rows())["rows"][0].cells[1]).toBe("W1");
  const [{ place, hash }] = body["handEdits"];
  const stale = { file: FILE, place, hash: "0".repeat(64), decision: "adopt" };
  expect(await press(wang, "/tables/hand-edit", stale)).toMatchObject({
    status: 409,
    body: { code: "HAND_EDIT_CHANGED" },
  });
  expect(await press(wang, "/tables/hand-edit", { ...stale, hash })).toMatchObject({
    body: { outcome: "saved", version: 2 },
  });
  expect((await rows())["rows"][0].cells[1]).toBe("HAND");
});

test("missing codes come with all that waits for them, so that it is known which bills leave, and are filled many at once", async () => {
  const { ask, press, viewer, wang, redis, rows } = await openTables();
  const ledger = new Ledger(redis, "sal-outstock");
  const lack = async (index: number, codes: readonly string[]) => {
    const bill = { ...BILL, billId: String(200_000 + index), billNo: `XSCKD00020${index}` };
    await ledger.bills.recordRead([bill]);
    const gaps = codes.map((code) => ({ kind: "table" as const, subject: "warehouses", code }));
    const stake = { billNo: bill.billNo, amount: null, groups: ["CK"] };
    await ledger.bills.recordHeld(bill, { code: "MAP_CODE_MISSING", text: "x" }, { gaps, stake });
  };
  await lack(1, ["CK008"]);
  await lack(2, ["CK008", "CK009"]);
  await lack(3, ["CK008"]);
  const { body } = await ask(viewer, "/gaps");
  expect(body["gaps"]).toMatchObject([
    { code: "CK008", bills: 3, file: FILE },
    { code: "CK009", bills: 1, file: FILE },
  ]);
  expect(body["waits"]).toEqual(
    expect.arrayContaining([
      { gaps: [0], bills: 2 },
      { gaps: [0, 1], bills: 1 },
    ]),
  );
  expect(body["tables"]).toMatchObject([{ file: FILE, keeper: "console", version: 1, choices: ["W1", "W2"] }]);
  const fills = [
    { code: "CK008", value: "W8" },
    { code: "CK009", value: "W9" },
  ];
  expect(await press(wang, "/gaps/fill", { file: FILE, base: 1, fills })).toMatchObject({ body: { version: 2 } });
  expect((await rows())["rows"].map(({ cells }: { cells: string[] }) => cells.slice(0, 2))).toEqual([
    ["CK001", "W1"],
    ["CK002", "W2"],
    ["CK008", "W8"],
    ["CK009", "W9"],
  ]);
  expect(await press(wang, "/gaps/fill", { file: FILE, base: 1, fills })).toMatchObject({
    body: { code: "TABLE_CHANGED" },
  });
});

test("handing back writes the files, after which they hold again", async () => {
  const { press, li, wang, tables, ask, viewer } = await openTables();
  await press(wang, "/tables/edit", { file: FILE, base: 1, remove: [keyOf("CK002")] });
  expect(await press(wang, "/tables/hand-back", {})).toMatchObject({ status: 403 });
  expect(await press(li, "/tables/hand-back", {})).toMatchObject({ body: { keeper: "files" } });
  expect(readFileSync(join(tables.folder, FILE), "utf8")).not.toContain("CK002");
  expect((await ask(viewer, "/tables")).body["tables"][0].keeper).toBe("files");
});

test("what was done with tables stands on record with person, reason and version", async () => {
  const { press, wang, redis } = await openTables();
  await press(wang, "/tables/edit", { file: FILE, base: 1, remove: [keyOf("CK002")], reason: "撤仓" });
  const [key = ""] = await redis.keys("*audit*inbox*");
  const entries = JSON.stringify(await redis.xrange(key, "-", "+"));
  for (const word of ["edit-table", "operator", "撤仓", FILE, "take-over-tables"]) expect(entries).toContain(word);
});
