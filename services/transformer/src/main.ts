import { runService, startForEach } from "@billferry/runtime";
import { loadSchemes } from "@billferry/scheme";

import { TRANSFORMER_SETTINGS } from "./settings.ts";
import { startTransformer } from "./start-transformer.ts";

await runService({
  name: "transformer",
  version: "0.1.0",
  settings: TRANSFORMER_SETTINGS,
  start: async (context) =>
    startForEach(loadSchemes(context.settings), async (scheme) => startTransformer(context, scheme)),
});
