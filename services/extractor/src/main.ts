import { runService } from "@billferry/runtime";
import { findAuthProblems } from "@billferry/vendor-settings";

import { EXTRACTOR_SETTINGS } from "./settings.ts";
import { startExtractor } from "./start-extractor.ts";

await runService({
  name: "extractor",
  version: "0.1.0",
  settings: EXTRACTOR_SETTINGS,
  findProblems: findAuthProblems,
  start: startExtractor,
});
