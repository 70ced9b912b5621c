import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { loadScheme, tellTableTrouble, watchTables } from "@billferry/scheme";
import { expect, onTestFinished, test } from "vitest";

import { decideHandEdit, handBack, listHandEdits, listTables, readVersion, takeOver } from "../src/index.ts";
import { FILE, LI, openFolder, openKept, save, tableOf } from "./tables-folder.ts";

const load = (place: Parameters<typeof listTables>[0]) => loadScheme(place, "sal-outstock");
const codesOf = (place: Parameters<typeof listTables>[0]) => load(place).tables.codes["warehouses"];

test("until somebody takes the tables over, the files hold, and nothing is kept anywhere else", () => {
  const { place } = openFolder();
  expect(listTables(place).map((table) => "version" in table && table.version)).toEqual([undefined, undefined]);
  expect(existsSync(place.tablesDir)).toBe(false);
  expect(codesOf(place)?.get("CK001")).toBe("W1");
});

test("taking over changes no table, not even its version, so that no bill is made anew by it", async () => {
  const { place } = openFolder();
  const before = load(place).tables.version;
  expect(await takeOver(place, LI)).toEqual({ kind: "taken-over", files: [FILE, "tables/carriers.csv"] });
  expect(load(place).tables.version).toBe(before);
  expect(tableOf(place).versions).toMatchObject([{ number: 1, act: "take-over", by: "li", reason: "新仓库", rows: 2 }]);
  expect(await takeOver(place, LI)).toEqual({ kind: "taken-over", files: [] });
});

test("a table that is none is not taken over, and no other one either", async () => {
  const { place, write } = openFolder("kingdee,wangdiantong\nCK1,A\nCK1,B\n");
  expect(await takeOver(place, LI)).toMatchObject({
    kind: "refused",
    problems: [{ zh: expect.stringMatching(/:3 CK1/) }],
  });
  expect(existsSync(place.tablesDir)).toBe(false);
  write("kingdee,wangdiantong\nCK1,A\n");
  expect(await takeOver(place, LI)).toMatchObject({ kind: "taken-over" });
});

test("a version holds as soon as it is kept, with who, when and why; what was before can be read and brought back", async () => {
  const { place } = await openKept();
  expect(await save(place, [["CK001", "W9", "上海"]])).toEqual({ kind: "saved", number: 2 });
  expect(codesOf(place)).toEqual(new Map([["CK001", "W9"]]));
  expect(readFileSync(join(place.tablesDir, FILE), "utf8")).toContain("CK001,W9,上海");
  const first = await readVersion(place, tableOf(place), 1);
  expect(first?.rows).toEqual([
    ["CK001", "W1", "上海"],
    ["CK002", "W2", ""],
  ]);
  expect(await save(place, first?.rows ?? [], "undo")).toEqual({ kind: "saved", number: 3 });
  expect(codesOf(place)?.get("CK002")).toBe("W2");
  expect(tableOf(place).versions.map(({ number, act }) => [number, act])).toEqual([
    [1, "take-over"],
    [2, "edit"],
    [3, "undo"],
  ]);
});

test("the same again is no version, and what is no table is refused with its line", async () => {
  const { place } = await openKept();
  await save(place, [["CK001", "W1", ""]]);
  expect(await save(place, [["CK001", "W1", ""]])).toEqual({ kind: "unchanged", number: 2 });
  const doubled = [
    ["CK001", "W1", ""],
    ["CK001", "W2", ""],
  ];
  expect(await save(place, doubled)).toMatchObject({ kind: "refused", flaws: [{ kind: "doubled", line: 3 }] });
  expect(await save(place, [["1.23E+12", "W1", ""]])).toMatchObject({
    kind: "refused",
    flaws: [{ kind: "scientific" }],
  });
  expect(tableOf(place).version?.number).toBe(2);
});

test.each(["schemes", "copy"] as const)(
  "a file that is edited by hand (%s) is told and not used, until somebody adopts it or leaves it aside",
  async (where) => {
    const { place } = await openKept();
    const path = join(where === "schemes" ? place.folder : place.tablesDir, FILE);
    const scheme = load(place);
    const watched = watchTables(scheme, { folder: place, everyMs: 1_000_000 });
    onTestFinished(() => watched.stop());
    const look = () => [watched.poll(), watched.poll()];
    writeFileSync(path, "kingdee,wangdiantong\nCK001,HAND\n");
    look();
    expect(watched.current().tables.codes["warehouses"]?.get("CK001")).toBe("W1");
    expect(watched.problems()).toEqual([expect.stringMatching(/warehouses\.csv 已被手工修改.*采用/)]);
    expect(load(place).tables.version).toBe(scheme.tables.version);
    expect(tellTableTrouble(place, "sal-outstock")).toEqual([expect.stringContaining(path)]);

    const [edit] = listHandEdits(place);
    if (edit === undefined) throw new Error("nothing told");
    expect(edit).toMatchObject({ file: FILE, place: where, path });
    const stale = { ...edit, hash: "0".repeat(64), decision: "adopt" as const };
    expect(await decideHandEdit(place, stale, LI)).toEqual({ kind: "changed" });
    expect(await decideHandEdit(place, { ...edit, decision: "discard" }, LI)).toEqual({ kind: "discarded" });
    look();
    expect([watched.problems(), listHandEdits(place)]).toEqual([[], []]);
    expect(watched.current().tables.codes["warehouses"]?.get("CK001")).toBe("W1");

    writeFileSync(path, "kingdee,wangdiantong\nCK001,OTHER\n");
    const [again] = listHandEdits(place);
    if (again === undefined) throw new Error("nothing told");
    expect(await decideHandEdit(place, { ...again, decision: "adopt" }, LI)).toEqual({ kind: "saved", number: 2 });
    look();
    expect(watched.current().tables.codes["warehouses"]?.get("CK001")).toBe("OTHER");
    expect([watched.problems(), listHandEdits(place)]).toEqual([[], []]);
    expect(tableOf(place).version).toMatchObject({ act: "adopt", number: 2 });
  },
);

test("an edit by hand keeps nobody from filling a gap in the console", async () => {
  const { place, write } = await openKept();
  const watched = watchTables(load(place), { folder: place, everyMs: 1_000_000 });
  onTestFinished(() => watched.stop());
  write("kingdee,wangdiantong\n");
  await save(place, [["CK009", "W9", ""]]);
  for (let looks = 0; looks < 2; looks += 1) watched.poll();
  expect(watched.current().tables.codes["warehouses"]?.get("CK009")).toBe("W9");
  expect(watched.problems()).toHaveLength(1);
});

test("handing back writes the files first, so that the same tables hold after it", async () => {
  const { place } = await openKept();
  await save(place, [["CK003", "W3", ""]]);
  const before = load(place).tables;
  expect(await handBack(place, LI)).toMatchObject({ kind: "handed-back" });
  expect(load(place).tables.codes).toEqual(before.codes);
  expect(tableOf(place)).toMatchObject({ version: undefined, versions: [{}, {}, { act: "hand-back" }] });
  writeFileSync(join(place.folder, FILE), "kingdee,wangdiantong\nCK004,W4\n");
  expect(codesOf(place)).toEqual(new Map([["CK004", "W4"]]));
  await takeOver(place, LI);
  expect(tableOf(place).version).toMatchObject({ number: 4, act: "take-over" });
});

test("where the board may not write the schemes' folder, tables are handed back once the files say the same", async () => {
  const { place } = await openKept();
  await save(place, [["CK003", "W3", ""]]);
  const folder = join(place.folder, "tables");
  renameSync(folder, `${folder}.away`);
  // Nobody can write below a file.
  writeFileSync(folder, "");
  expect(await handBack(place, LI)).toEqual({ kind: "not-writable", files: [FILE, "tables/carriers.csv"] });
  expect(tableOf(place).version?.number).toBe(2);
  rmSync(folder);
  renameSync(`${folder}.away`, folder);
  expect(await handBack(place, LI)).toMatchObject({ kind: "handed-back" });
});

test("a damaged register or version stops whoever would start, and keeps those who run as they are", async () => {
  const { place } = await openKept();
  const scheme = load(place);
  const watched = watchTables(scheme, { folder: place, everyMs: 1_000_000 });
  onTestFinished(() => watched.stop());
  const [version = ""] = readdirSync(join(place.tablesDir, ".versions")).filter((name) =>
    readFileSync(join(place.tablesDir, ".versions", name), "utf8").includes("CK001"),
  );
  const path = join(place.tablesDir, ".versions", version);
  const whole = readFileSync(path);
  writeFileSync(path, "kingdee,wangdiantong\nCK001,HAND\n");
  for (let looks = 0; looks < 2; looks += 1) watched.poll();
  expect(watched.current().tables.version).toBe(scheme.tables.version);
  expect(watched.problems().join()).toContain(version);
  expect(() => load(place)).toThrow(/\.versions.*无法读取/);
  writeFileSync(path, whole);
  writeFileSync(join(place.tablesDir, "register.json"), "{");
  expect(() => load(place)).toThrow(/register\.json.*备份/);
  expect(() => listTables(place)).toThrow(/register\.json/);
  rmSync(join(place.tablesDir, "register.json"));
});

test.each(["../outside.csv", "/etc/passwd", "a/../../b.csv", ".versions/x.csv", "register.json"])(
  "a table named %s is nothing that the console keeps",
  async (file) => {
    const { place } = openFolder();
    const path = join(place.folder, "sal-outstock.yaml");
    writeFileSync(path, readFileSync(path, "utf8").replace("tables/warehouses.csv", file));
    expect((await takeOver(place, LI)).kind).toBe("refused");
    expect(existsSync(place.tablesDir)).toBe(false);
  },
);
