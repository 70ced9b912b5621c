import { copyPath, folderOf, hashOf, readCsv, versionPath } from "@billferry/scheme";
import type { HandEdit } from "@billferry/scheme/tables";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { canBeKept, type NewVersion } from "./core/next-register.ts";
import { compareTables } from "./core/table-changes.ts";
import { judgeContent, toContent } from "./core/table-content.ts";
import { keepFile, keepVersion } from "./keep-file.ts";
import {
  commit,
  findTable,
  keepContent,
  keepRegister,
  listHandEdits,
  listTables,
  openRegister,
  writeCopy,
  type BrokenTable,
  type Kept,
  type OpenTable,
  type TablePlace,
  type VersionAuthor,
} from "./table-store.ts";

export type TakenOver =
  | { readonly kind: "taken-over"; readonly files: readonly string[] }
  /** Nothing was taken over: these have to be mended first. */
  | { readonly kind: "refused"; readonly problems: readonly BrokenTable["problem"][] };

/** The console keeps all tables from now on: the files are copied as they are, and stay as they are. All or none. */
export async function takeOver(place: TablePlace, author: VersionAuthor): Promise<TakenOver> {
  const tables = listTables(place);
  const problems = tables.flatMap((table) => ("problem" in table ? [table.problem] : nameProblem(table)));
  if (problems.length > 0) return { kind: "refused", problems };
  const open = tables.filter((table): table is OpenTable => !("problem" in table) && table.version === undefined);
  const fresh = await Promise.all(
    open.map(async ({ file, path, content }): Promise<NewVersion> => {
      const hash = await keepVersion(place.tablesDir, await readFile(path));
      return { ...author, act: "take-over", file, hash, rows: content.rows.length, isKept: true, folderHash: hash };
    }),
  );
  if (fresh.length > 0) await commit(place, fresh);
  return { kind: "taken-over", files: fresh.map(({ file }) => file) };
}

function nameProblem({ file }: OpenTable): readonly BrokenTable["problem"][] {
  if (canBeKept(file)) return [];
  return [
    {
      zh: `${file}:只有方案目录之内的文件可以由控制台管理;请在方案的 tables 中改用目录内的文件名`,
      en: `${file}: only a file within the schemes' folder can be kept; name one there in the scheme's tables`,
    },
  ];
}

export type HandedBack =
  | { readonly kind: "handed-back"; readonly files: readonly string[] }
  /** The schemes' folder cannot be written by the board, and its files say something else. */
  | { readonly kind: "not-writable"; readonly files: readonly string[] };

/** The files hold again from now on. They are written first, so that nothing changes for bills by this alone. */
export async function handBack(place: TablePlace, author: VersionAuthor): Promise<HandedBack> {
  const kept = listTables(place).filter(
    (table): table is OpenTable => !("problem" in table) && table.version !== undefined,
  );
  const stuck: string[] = [];
  for (const table of kept) if (!(await writeBack(place, table))) stuck.push(table.file);
  if (stuck.length > 0) return { kind: "not-writable", files: stuck };
  const fresh = kept.map(({ file, hash, content }): NewVersion => ({
    ...author,
    act: "hand-back",
    file,
    hash,
    rows: content.rows.length,
    isKept: false,
  }));
  if (fresh.length > 0) await commit(place, fresh);
  return { kind: "handed-back", files: fresh.map(({ file }) => file) };
}

/** False where the file could not be written, and is not the same table already. */
async function writeBack(place: TablePlace, { file, kind, content, hash }: OpenTable): Promise<boolean> {
  const path = join(folderOf(place), file);
  const there = await readFile(path).catch(() => undefined);
  if (there !== undefined && hashOf(there) === hash) return true;
  try {
    await keepFile(path, await readFile(versionPath(place.tablesDir, hash)));
    return true;
  } catch {
    const csv = there === undefined ? undefined : readCsv(there);
    if (csv === undefined || "problems" in csv) return false;
    const { added, changed, removed } = compareTables(kind, content, toContent(csv.rows, kind));
    return added.length + changed.length + removed.length === 0;
  }
}

export type EditDecided =
  | Kept
  | { readonly kind: "discarded" }
  /** The file is another one than was looked at, or is the table that holds by now. */
  | { readonly kind: "changed" };

/** Decides about a file that was edited by hand: it becomes a version, or it is left aside. */
export async function decideHandEdit(
  place: TablePlace,
  seen: Pick<HandEdit, "file" | "place" | "hash"> & { readonly decision: "adopt" | "discard" },
  author: VersionAuthor,
): Promise<EditDecided> {
  const edit = listHandEdits(place).find((each) => each.file === seen.file && each.place === seen.place);
  if (edit?.hash !== seen.hash) return { kind: "changed" };
  return seen.decision === "adopt" ? adopt(place, edit, author) : discard(place, edit);
}

async function adopt(place: TablePlace, edit: HandEdit, author: VersionAuthor): Promise<EditDecided> {
  const table = findTable(place, edit.file);
  if (table === undefined || "problem" in table || table.version === undefined) return { kind: "changed" };
  const bytes = await readFile(edit.path);
  if (hashOf(bytes) !== edit.hash) return { kind: "changed" };
  const csv = readCsv(bytes);
  const content = "rows" in csv ? toContent(csv.rows, table.kind) : undefined;
  if (content === undefined) return { kind: "refused", flaws: judgeContent(table.kind, { head: [], rows: [] }) };
  const seen = edit.place === "schemes" ? { folderHash: edit.hash } : {};
  const kept = await keepContent(
    place,
    { ...table, version: table.version },
    { ...author, act: "adopt", content, ...seen },
  );
  // The copy said the same in other bytes.
  if (kept.kind === "unchanged") await writeCopy(place, openRegister(place), edit.file);
  return kept;
}

async function discard(place: TablePlace, { file, place: where, hash }: HandEdit): Promise<EditDecided> {
  const register = openRegister(place);
  const table = register.tables[file];
  if (where === "schemes" && table !== undefined)
    await keepRegister(place, { ...register, tables: { ...register.tables, [file]: { ...table, folderHash: hash } } });
  if (where === "copy") {
    // Kept beside: nothing that a person has written is lost.
    await keepFile(
      `${copyPath(place.tablesDir, file)}.${hash.slice(0, 8)}.discarded`,
      await readFile(copyPath(place.tablesDir, file)),
    );
    await writeCopy(place, register, file);
  }
  return { kind: "discarded" };
}
