export type { Issue } from "./core/bill.ts";
export type { CodeTable, Scheme, SchemeDefinition } from "./core/definition.ts";
export { selectFields, type FieldSelection } from "./core/fields.ts";
export { RULE_NO_LINES, transformBill, type PlannedOrder, type Transformation } from "./core/orders.ts";
export { loadScheme } from "./load-scheme.ts";
export { listSchemes, loadSchemes, SCHEME_SETTINGS } from "./scheme-settings.ts";
