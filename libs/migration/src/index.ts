export { migrateState, type Migration } from "./migrate-state.ts";
