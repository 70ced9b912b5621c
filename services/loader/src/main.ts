import { runService } from "@billferry/runtime";

import { LOADER_SETTINGS } from "./settings.ts";
import { startLoader } from "./start-loader.ts";

await runService({ name: "loader", version: "0.1.0", settings: LOADER_SETTINGS, start: startLoader });
