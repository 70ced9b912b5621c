import { runService, startForEach } from "@billferry/runtime";
import { loadSchemes } from "@billferry/scheme";

import { EXTRACTOR_SETTINGS, findExtractorProblems } from "./settings.ts";
import { startExtractor } from "./start-extractor.ts";

await runService({
  name: "extractor",
  version: "0.1.0",
  settings: EXTRACTOR_SETTINGS,
  findProblems: findExtractorProblems,
  start: async (context) =>
    startForEach(loadSchemes(context.settings), async (scheme) => startExtractor(context, scheme)),
});
