import { findChannelProblems } from "@billferry/alerts/settings";
import { runService } from "@billferry/runtime";

import { WATCHER_SETTINGS } from "./settings.ts";
import { startWatcher } from "./start-watcher.ts";

await runService({
  name: "watcher",
  version: "0.1.0",
  settings: WATCHER_SETTINGS,
  findProblems: findChannelProblems,
  start: startWatcher,
});
