import { startErrands } from "@billferry/errands";
import { runService } from "@billferry/runtime";
import { listSchemes, placeOf } from "@billferry/scheme";

import { performErrand } from "./perform-errand.ts";
import { CLERK_SETTINGS, findClerkProblems } from "./settings.ts";

await runService({
  name: "clerk",
  version: "0.1.0",
  settings: CLERK_SETTINGS,
  findProblems: (env) => findClerkProblems(env),
  start: async ({ settings, env, redis, log }) => {
    const schemes = listSchemes(settings.SCHEME_DIR, settings.SCHEMES);
    const office = { env, redis, log, folder: placeOf(settings), schemes };
    return startErrands({ redis, log, schemes, perform: async (work) => performErrand(office, work) });
  },
});
