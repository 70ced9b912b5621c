import { z } from "zod";

/** What made a version of a table. */
export const TABLE_ACTS = ["take-over", "edit", "import", "undo", "adopt", "hand-back"] as const;
export type TableAct = (typeof TABLE_ACTS)[number];

const tableVersion = z.object({
  /** From 1, in the order in which they came to hold. */
  number: z.int().min(1),
  /** sha-256 of its file, in hex, under which it is kept. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  atMs: z.number(),
  by: z.string(),
  reason: z.string(),
  act: z.enum(TABLE_ACTS),
  rows: z.int(),
});
/** One version of a code table that the console keeps. */
export type TableVersion = z.infer<typeof tableVersion>;

const keptTable = z.object({
  /** Whether the console keeps it now; what it has kept before stays readable. */
  isKept: z.boolean(),
  /** Of the scheme folder's own file as a person has last decided about it; null where there was none. */
  folderHash: z.string().nullable(),
  versions: z.array(tableVersion).min(1),
});
/** A code table with all its versions, the oldest first. */
export type KeptTable = z.infer<typeof keptTable>;

/** What the console keeps of code tables, by the file's name as schemes name it. */
export const tableRegister = z.object({ format: z.literal(1), tables: z.record(z.string(), keptTable) });
export type TableRegister = z.infer<typeof tableRegister>;

export const NO_TABLES: TableRegister = { format: 1, tables: {} };

/** The version that holds, where the console keeps the table. */
export function currentVersion(register: TableRegister, file: string): TableVersion | undefined {
  const table = Object.hasOwn(register.tables, file) ? register.tables[file] : undefined;
  return table?.isKept === true ? table.versions.at(-1) : undefined;
}

/** A file that was edited by hand although the console keeps its table: it is not used. */
export interface HandEdit {
  /** As schemes name it. */
  readonly file: string;
  /** Beside the schemes, or the copy in the console's folder. */
  readonly place: "schemes" | "copy";
  readonly path: string;
  readonly hash: string;
}

/** Which files say something that nobody has decided about. One that is not there says nothing. */
export function findHandEdits(
  register: TableRegister,
  found: readonly Pick<HandEdit, "file" | "place" | "path" | "hash">[],
): readonly HandEdit[] {
  return found.filter(({ file, place, hash }) => {
    if (currentVersion(register, file) === undefined) return false;
    const { versions, folderHash } = register.tables[file] as KeptTable;
    // A copy that is a version of before is one that could not be written; it is written anew.
    return place === "schemes" ? hash !== folderHash : versions.every((version) => version.hash !== hash);
  });
}

export function describeHandEdit({ path, file }: Pick<HandEdit, "path" | "file">): string {
  return `${path} 已被手工修改,但对照表 ${file} 由控制台管理,改动未采用;请在控制台“对照表”中选择“采用”或“不采用”`;
}
