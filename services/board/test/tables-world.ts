import { randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import { NO_TABLES } from "./board-world.ts";
import { by, openPeopled, type Browser } from "./people-world.ts";

export const FILE = "tables/warehouses.csv";
const RULE = "kingdee,wangdiantong,remark\nCK001,W1,上海\nCK002,W2,\n";

/** A board with people over schemes whose tables can be written. */
export async function openTables({ isKept = true, warehouses = RULE } = {}) {
  const root = mkdtempSync(join(tmpdir(), "billferry-board-tables-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const tables = { folder: join(root, "schemes"), tablesDir: join(root, "kept") };
  cpSync(NO_TABLES.folder, tables.folder, { recursive: true });
  writeFileSync(join(tables.folder, FILE), warehouses);
  const board = await openPeopled({ tables });
  const [viewer, wang, li] = [await board.enter("viewer"), await board.enter("operator"), await board.enter("admin")];
  const ask = async (person: Browser, path: string, init: RequestInit = {}) => {
    const answer = await board.act(`/api/v1${path}`, by(person, init));
    return { status: answer.status, body: (await answer.json()) as Record<string, any> };
  };
  const press = async (person: Browser, path: string, body: object) =>
    ask(person, path, {
      method: "POST",
      headers: { "content-type": "application/json", "accept-language": "zh-CN" },
      body: JSON.stringify({ reason: "新仓库", requestId: randomUUID(), ...body }),
    });
  const upload = async (person: Browser, bytes: Uint8Array, file = FILE) =>
    ask(person, `/tables/upload?file=${encodeURIComponent(file)}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream", "accept-language": "en" },
      body: Buffer.from(bytes),
    });
  const rows = async () => (await ask(viewer, `/tables/rows?file=${FILE}`)).body;
  if (isKept) await press(li, "/tables/take-over", {});
  return { ...board, tables, viewer, wang, li, ask, press, upload, rows };
}
