import { runService } from "@billferry/runtime";

import { EXTRACTOR_SETTINGS, findExtractorProblems } from "./settings.ts";
import { startExtractor } from "./start-extractor.ts";

await runService({
  name: "extractor",
  version: "0.1.0",
  settings: EXTRACTOR_SETTINGS,
  findProblems: findExtractorProblems,
  start: startExtractor,
});
