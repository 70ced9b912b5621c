import { runService, startForEach } from "@billferry/runtime";
import { loadSchemes, placeOf, watchSchemes, withSiblings } from "@billferry/scheme";

import { LOADER_SETTINGS } from "./settings.ts";
import { startLoader } from "./start-loader.ts";

await runService({
  name: "loader",
  version: "0.1.0",
  settings: LOADER_SETTINGS,
  start: async (context) => {
    const schemes = loadSchemes(context.settings);
    return startForEach(
      withSiblings(schemes),
      async ({ scheme, siblings }) => startLoader(context, scheme, siblings),
      (onChange) =>
        watchSchemes(schemes, {
          folder: placeOf(context.settings),
          onChange: (changed) => onChange(withSiblings(changed)),
        }),
    );
  },
});
