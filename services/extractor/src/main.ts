import { runService, startForEach } from "@billferry/runtime";
import { findSiblings, loadSchemes, watchSchemes } from "@billferry/scheme";

import { EXTRACTOR_SETTINGS, findExtractorProblems } from "./settings.ts";
import { startExtractor } from "./start-extractor.ts";

await runService({
  name: "extractor",
  version: "0.1.0",
  settings: EXTRACTOR_SETTINGS,
  findProblems: findExtractorProblems,
  start: async (context) => {
    const schemes = loadSchemes(context.settings);
    return startForEach(
      schemes,
      async (scheme) => startExtractor(context, scheme, findSiblings(scheme, schemes)),
      (onChange) => watchSchemes(schemes, { folder: context.settings.SCHEME_DIR, onChange }),
    );
  },
});
