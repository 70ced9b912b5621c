export { describeMigration, type Migration } from "./core/describe-migration.ts";
export { migrateState } from "./migrate-state.ts";
