import { writeFile } from "node:fs/promises";

import { generateFiles } from "./generated-files.ts";

/** `npm run docs`: writes the documents that are made from the code anew. */
for (const { path, content } of await generateFiles()) await writeFile(path, content);
