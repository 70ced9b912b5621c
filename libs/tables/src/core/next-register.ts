import type { KeptTable, TableRegister, TableVersion } from "@billferry/scheme/tables";

/** Older ones are let go; who made them stands in the record of acts. */
const MOST_VERSIONS = 1_000;

/** A version that comes to hold. */
export interface NewVersion extends Omit<TableVersion, "number"> {
  readonly file: string;
  /** Whether the console keeps the table from now on. */
  readonly isKept: boolean;
  /** Of the scheme folder's own file, where something was decided about it. */
  readonly folderHash?: string | null;
}

/** The register with these versions; numbers go on where they stood. */
export function addVersions(register: TableRegister, fresh: readonly NewVersion[]): TableRegister {
  const tables: Record<string, KeptTable> = { ...register.tables };
  for (const { file, isKept, folderHash, ...version } of fresh) {
    const before = Object.hasOwn(tables, file) ? tables[file] : undefined;
    const number = (before?.versions.at(-1)?.number ?? 0) + 1;
    const versions = [...(before?.versions ?? []), { number, ...version }].slice(-MOST_VERSIONS);
    tables[file] = {
      isKept,
      versions,
      folderHash: folderHash === undefined ? (before?.folderHash ?? null) : folderHash,
    };
  }
  return { ...register, tables };
}

/** A name under which a table can be kept: within the folder, and none of the store's own. */
export function canBeKept(file: string): boolean {
  const parts = file.split("/");
  return (
    parts.every((part) => part !== "" && part !== ".." && part !== "." && !/[\\\0:]/.test(part)) &&
    !file.startsWith(".") &&
    file !== "register.json"
  );
}
