/** What tables are, for whoever writes them: rows and their flaws, and the register of those that the console keeps. */
export { looksOf } from "./similar-code.ts";
export {
  findTableColumns,
  readCodeTable,
  readUnitTable,
  type TableKind,
  type TableProblem,
  type TableRow,
} from "./table-rows.ts";
export {
  currentVersion,
  TABLE_ACTS,
  type HandEdit,
  type KeptTable,
  type TableAct,
  type TableRegister,
  type TableVersion,
} from "./table-register.ts";
