export { checkSchemes, formatFinding, type SchemeFinding } from "./check-schemes.ts";
export type { Bill, Issue, Line } from "./core/bill.ts";
export {
  fullVersion,
  type CodeTable,
  type Scheme,
  type SchemeDefinition,
  type SchemeValue,
  type TableSet,
} from "./core/definition.ts";
export type { FieldTable } from "./core/field-table.ts";
export { mappedFields, selectFields, type FieldSelection } from "./core/fields.ts";
export { ownKey, withOwnKeys } from "./core/own-keys.ts";
export { stakeOf, transformBill, type PlannedOrder, type Transformation } from "./core/orders.ts";
export { RULE_NO_LINES } from "./core/selection.ts";
export { findSiblings } from "./core/siblings.ts";
export type { ValueSource } from "./core/value.ts";
export { loadScheme, parseDefinition, readScheme, type SchemeRead } from "./load-scheme.ts";
export { listSchemes, loadSchemes, SCHEME_SETTINGS } from "./scheme-settings.ts";
export { readCsv } from "./tables/read-csv.ts";
export { watchTables, type WatchedScheme } from "./tables/watch-tables.ts";
export { testScheme, type CaseResult } from "./test-scheme.ts";
export { toJsonSchema } from "./scheme-schema.ts";
export { watchSchemes, type WatchedSchemes } from "./watch-schemes.ts";
