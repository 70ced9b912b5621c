export { describeMigration } from "./core/describe-migration.ts";
export { migrateState } from "./migrate-state.ts";
