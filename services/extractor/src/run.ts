import { runService, startForEach } from "@billferry/runtime";
import { loadSchemes, placeOf, watchSchemes, withSiblings } from "@billferry/scheme";

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
      withSiblings(schemes),
      async ({ scheme, siblings }) => startExtractor(context, scheme, siblings),
      (onChange) =>
        watchSchemes(schemes, {
          folder: placeOf(context.settings),
          onChange: (changed) => onChange(withSiblings(changed)),
        }),
    );
  },
});
