import { launch } from "@billferry/launch";

await launch(import.meta.dirname, async () => import("./run.ts"));
