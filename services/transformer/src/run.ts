import { runService, startForEach } from "@billferry/runtime";
import { loadSchemes, placeOf, watchSchemes } from "@billferry/scheme";

import { TRANSFORMER_SETTINGS } from "./settings.ts";
import { startTransformer } from "./start-transformer.ts";

await runService({
  name: "transformer",
  version: "0.1.0",
  settings: TRANSFORMER_SETTINGS,
  start: async (context) => {
    const schemes = loadSchemes(context.settings);
    return startForEach(
      schemes,
      async (scheme) => startTransformer(context, scheme),
      (onChange) => watchSchemes(schemes, { folder: placeOf(context.settings), onChange }),
    );
  },
});
