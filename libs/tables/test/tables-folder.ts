import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import { findTable, keepContent, takeOver, type OpenTable, type TablePlace } from "../src/index.ts";

const SHIPPED = join(import.meta.dirname, "../../../schemes");
export const FILE = "tables/warehouses.csv";
export const LI = { by: "li", reason: "新仓库", atMs: 1_000 };

/** The shipped schemes with a table of their own, and an empty folder for what the console keeps. */
export function openFolder(warehouses = "kingdee,wangdiantong,remark\nCK001,W1,上海\nCK002,W2,\n") {
  const root = mkdtempSync(join(tmpdir(), "billferry-tables-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cpSync(SHIPPED, join(root, "schemes"), { recursive: true });
  const place: TablePlace = { folder: join(root, "schemes"), tablesDir: join(root, "kept"), schemes: ["sal-outstock"] };
  const write = (text: string): void => writeFileSync(join(place.folder, FILE), text);
  write(warehouses);
  return { place, write };
}

export async function openKept(warehouses?: string) {
  const { place, write } = openFolder(warehouses);
  await takeOver(place, LI);
  return { place, write };
}

export function tableOf(place: TablePlace): OpenTable {
  const table = findTable(place, FILE);
  if (table === undefined || "problem" in table) throw new Error(JSON.stringify(table));
  return table;
}

/** As a person saves it. */
export async function save(place: TablePlace, rows: readonly (readonly string[])[], act: "edit" | "undo" = "edit") {
  const table = tableOf(place);
  if (table.version === undefined) throw new Error("not kept");
  const content = { head: table.content.head, rows };
  return keepContent(place, { ...table, version: table.version }, { ...LI, act, content });
}
