export type { HandEdit, TableAct, TableVersion } from "@billferry/scheme/tables";
export type { ImportPlan, UploadedLine } from "./core/plan-import.ts";
export { planImport } from "./core/plan-import.ts";
export { compareTables, editRows, type RowChange, type TableDifference } from "./core/table-changes.ts";
export { columnsOf, keyOf, rowOf, type TableContent } from "./core/table-content.ts";
export type { TableFlaw } from "./core/table-flaws.ts";
export { readUpload, type Upload } from "./read-upload.ts";
export { decideHandEdit, handBack, takeOver } from "./table-keeping.ts";
export {
  findTable,
  keepContent,
  listHandEdits,
  listTables,
  readVersion,
  RegisterBroken,
  type BrokenTable,
  type OpenTable,
  type TablePlace,
  type VersionAuthor,
} from "./table-store.ts";
