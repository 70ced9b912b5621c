import { runService, startForEach } from "@billferry/runtime";
import { findSiblings, loadSchemes, watchSchemes, type Scheme } from "@billferry/scheme";

import { LOADER_SETTINGS } from "./settings.ts";
import { startLoader } from "./start-loader.ts";

/** A scheme may stop or begin to be another's sibling: all are started anew where one has changed. */
const toItems = (all: readonly Scheme[]) => all.map((scheme) => ({ scheme, siblings: findSiblings(scheme, all) }));

await runService({
  name: "loader",
  version: "0.1.0",
  settings: LOADER_SETTINGS,
  start: async (context) => {
    const schemes = loadSchemes(context.settings);
    return startForEach(
      toItems(schemes),
      async ({ scheme, siblings }) => startLoader(context, scheme, siblings),
      (onChange) =>
        watchSchemes(schemes, {
          folder: context.settings.SCHEME_DIR,
          onChange: (changed) => onChange(toItems(changed)),
        }),
    );
  },
});
