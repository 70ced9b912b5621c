import { runService, startForEach } from "@billferry/runtime";
import { loadSchemes } from "@billferry/scheme";

import { LOADER_SETTINGS } from "./settings.ts";
import { startLoader } from "./start-loader.ts";

await runService({
  name: "loader",
  version: "0.1.0",
  settings: LOADER_SETTINGS,
  start: async (context) => startForEach(loadSchemes(context.settings), async (scheme) => startLoader(context, scheme)),
});
