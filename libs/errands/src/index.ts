export { openErrands, type Errands, type ErrandView } from "./open-errands.ts";
export { startErrands, type ErrandWork } from "./start-errands.ts";
