import {
  copyPath,
  hashOf,
  listTableFiles,
  readCsv,
  readHandEdits,
  readRegister,
  readTableBytes,
  registerPath,
  versionPath,
  type TableFile,
} from "@billferry/scheme";
import { currentVersion, type HandEdit, type TableRegister, type TableVersion } from "@billferry/scheme/tables";
import { readFile } from "node:fs/promises";

import { addVersions, type NewVersion } from "./core/next-register.ts";
import { judgeContent, toContent, type TableContent } from "./core/table-content.ts";
import type { TableFlaw } from "./core/table-flaws.ts";
import { keepFile, keepVersion, toBytes } from "./keep-file.ts";

/** Where the tables are, and whose. */
export interface TablePlace {
  readonly folder: string;
  readonly tablesDir: string;
  readonly schemes: readonly string[];
}

/** One table as it is now. */
export interface OpenTable extends TableFile {
  /** The version that holds; undefined where the table is a file of the scheme folder's. */
  readonly version: TableVersion | undefined;
  /** Of what it holds, whoever keeps it. */
  readonly hash: string;
  readonly path: string;
  readonly content: TableContent;
  readonly versions: readonly TableVersion[];
}

/** A table that is there, and cannot be read as one. */
export interface BrokenTable extends TableFile {
  readonly keeper: "files" | "console";
  readonly path: string;
  readonly problem: { readonly zh: string; readonly en: string };
}

/** The register cannot be read: nothing is known of who keeps what, and nothing is changed. */
export class RegisterBroken extends Error {
  override readonly name = "RegisterBroken";
}

export function openRegister(place: TablePlace): TableRegister {
  const read = readRegister(place);
  if ("problem" in read) throw new RegisterBroken(`${read.path} ${read.problem}`);
  return read.register;
}

/** All tables of the schemes, in the order in which these name them. */
export function listTables(place: TablePlace): readonly (OpenTable | BrokenTable)[] {
  const register = openRegister(place);
  return listTableFiles(place, place.schemes).map((table) => openFile(place, register, table));
}

/** One of them, by its file's name as schemes name it; undefined for whatever else is asked for. */
export function findTable(place: TablePlace, file: string): OpenTable | BrokenTable | undefined {
  const table = listTableFiles(place, place.schemes).find((each) => each.file === file);
  return table && openFile(place, openRegister(place), table);
}

export function listHandEdits(place: TablePlace): readonly HandEdit[] {
  return readHandEdits(place, openRegister(place));
}

/** What a version of before held; undefined where there is none of that number, or its file is damaged. */
export async function readVersion(
  place: TablePlace,
  table: OpenTable,
  number: number,
): Promise<TableContent | undefined> {
  const version = table.versions.find((each) => each.number === number);
  if (version === undefined) return undefined;
  const bytes = await readFile(versionPath(place.tablesDir, version.hash)).catch(() => undefined);
  return bytes === undefined || hashOf(bytes) !== version.hash ? undefined : parse(bytes, table.kind);
}

/** Who makes a version, and why. */
export interface VersionAuthor {
  readonly by: string;
  readonly reason: string;
  readonly atMs: number;
}

/** A content that is no table, or says the same, is no version. */
export type Kept =
  | { readonly kind: "saved"; readonly number: number }
  | { readonly kind: "unchanged"; readonly number: number }
  | { readonly kind: "refused"; readonly flaws: readonly TableFlaw[] };

/** Makes a content the one that holds. The caller sees to it that nobody else writes meanwhile. */
export async function keepContent(
  place: TablePlace,
  table: OpenTable & { readonly version: TableVersion },
  next: VersionAuthor & {
    readonly act: TableVersion["act"];
    readonly content: TableContent;
    readonly folderHash?: string;
  },
): Promise<Kept> {
  const { content, folderHash, ...author } = next;
  const flaws = judgeContent(table.kind, content).filter(({ severity }) => severity === "refused");
  if (flaws.length > 0) return { kind: "refused", flaws };
  const bytes = toBytes(content);
  const { number } = table.version;
  if (hashOf(bytes) === table.version.hash && folderHash === undefined) return { kind: "unchanged", number };
  const hash = await keepVersion(place.tablesDir, bytes);
  const seen = folderHash === undefined ? {} : { folderHash };
  await commit(place, [{ ...author, file: table.file, hash, rows: content.rows.length, isKept: true, ...seen }]);
  return { kind: "saved", number: number + 1 };
}

/** Writes the register, from which moment on the versions hold, and then the copies for people. */
export async function commit(place: TablePlace, fresh: readonly NewVersion[]): Promise<void> {
  const next = addVersions(openRegister(place), fresh);
  await keepRegister(place, next);
  for (const { file, isKept } of fresh) if (isKept) await writeCopy(place, next, file);
}

export async function keepRegister(place: TablePlace, register: TableRegister): Promise<void> {
  await keepFile(registerPath(place.tablesDir), Buffer.from(`${JSON.stringify(register, null, 1)}\n`));
}

/** A copy is for looking at: where it cannot be written, what holds is the same. */
export async function writeCopy(place: TablePlace, register: TableRegister, file: string): Promise<void> {
  const hash = currentVersion(register, file)?.hash;
  if (hash === undefined) return;
  const bytes = await readFile(versionPath(place.tablesDir, hash)).catch(() => undefined);
  if (bytes !== undefined) await keepFile(copyPath(place.tablesDir, file), bytes).catch(() => undefined);
}

function openFile(place: TablePlace, register: TableRegister, table: TableFile): OpenTable | BrokenTable {
  const { path, bytes } = readTableBytes(place, register, table.file);
  const unreadable = {
    zh: `${path} 无法读取,或与登记的内容不符`,
    en: `${path} cannot be read, or is not what was kept`,
  };
  const keeper = currentVersion(register, table.file) === undefined ? "files" : "console";
  if (bytes === undefined) return { ...table, keeper, path, problem: unreadable };
  const csv = readCsv(bytes);
  const content = "rows" in csv ? toContent(csv.rows, table.kind) : undefined;
  const [problem] = "rows" in csv ? [] : csv.problems;
  const [flaw] = content === undefined ? [] : judgeContent(table.kind, content).filter(isRefusal);
  if (content === undefined || flaw !== undefined) {
    const line = flaw?.line ?? problem?.line ?? 0;
    const text = flaw?.text ?? { zh: problem?.text ?? "", en: "not a CSV file that can be read for sure" };
    return { ...table, keeper, path, problem: { zh: `${path}:${line} ${text.zh}`, en: `${path}:${line} ${text.en}` } };
  }
  const version = currentVersion(register, table.file);
  const versions = Object.hasOwn(register.tables, table.file) ? (register.tables[table.file]?.versions ?? []) : [];
  return { ...table, path, content, version, versions, hash: hashOf(bytes) };
}

function isRefusal({ severity }: TableFlaw): boolean {
  return severity === "refused";
}

function parse(bytes: Uint8Array, kind: TableFile["kind"]): TableContent | undefined {
  const csv = readCsv(bytes);
  return "rows" in csv ? toContent(csv.rows, kind) : undefined;
}
