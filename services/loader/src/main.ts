import { runService, startForEach } from "@billferry/runtime";
import { findSiblings, loadSchemes } from "@billferry/scheme";

import { LOADER_SETTINGS } from "./settings.ts";
import { startLoader } from "./start-loader.ts";

await runService({
  name: "loader",
  version: "0.1.0",
  settings: LOADER_SETTINGS,
  start: async (context) => {
    const schemes = loadSchemes(context.settings);
    return startForEach(schemes, async (scheme) => startLoader(context, scheme, findSiblings(scheme, schemes)));
  },
});
