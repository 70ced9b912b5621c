import { writeFile } from "node:fs/promises";

import { generateFiles } from "./generated-files.ts";

/** `npm run docs`: writes docs/configuration.md and .env.example anew from the settings of the services. */
for (const { path, content } of await generateFiles()) await writeFile(path, content);
