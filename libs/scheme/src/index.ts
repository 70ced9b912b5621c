export { describeCondition } from "./core/conditions.ts";
export { sourceOf } from "./core/value.ts";
export { checkDraft, checkSchemes, formatFinding, readSchemes, type SchemeFinding } from "./check-schemes.ts";
export type { DraftField, FormInfo } from "./core/draft-form.ts";
export type { DraftParameter } from "./core/draft-parameter.ts";
export type { SchemeDraft } from "./core/draft-scheme.ts";
export type { Issue } from "./core/bill.ts";
export { fullVersion, type Scheme, type TableSet } from "./core/scheme.ts";
export { takeEntriesOnce } from "./core/entries.ts";
export { selectFields, type FieldSelection } from "./core/fields.ts";
export { ownKey, withOwnKeys } from "./core/own-keys.ts";
export { sourcesOf, stakeOf, transformBill, type PlannedOrder, type Transformation } from "./core/orders.ts";
export { RULE_NO_LINES } from "./core/selection.ts";
export type { ValueSource } from "./core/value.ts";
export { countUnused, type UnusedInBills } from "./core/traits.ts";
export { findSiblings, withSiblings } from "./core/siblings.ts";
export { draftFor, readDraft, saveScheme } from "./draft.ts";
export { loadScheme, parseDefinition, readScheme } from "./load-scheme.ts";
export { listSchemes, loadSchemes, SCHEME_SETTINGS } from "./scheme-settings.ts";
export {
  copyPath,
  folderOf,
  hashOf,
  placeOf,
  readHandEdits,
  readRegister,
  readTableBytes,
  registerPath,
  versionPath,
  type SchemePlace,
} from "./tables/kept-tables.ts";
export { listTableFiles, tellTableTrouble, type TableFile } from "./tables/list-tables.ts";
export { readCsv } from "./tables/read-csv.ts";
export { watchTables } from "./tables/watch-tables.ts";
export { testScheme, type CaseResult } from "./test-scheme.ts";
export { toJsonSchema } from "./scheme-schema.ts";
export { watchSchemes } from "./watch-schemes.ts";
