import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { FRONT_PAGES, renderSamples, takeSamples } from "./docs/samples.ts";

const ROOT = join(import.meta.dirname, "..");
const LIMIT_MS = 300_000;

test(
  "what the front pages show of npm start and npm run demo is what they print (npm run docs -- --samples)",
  async () => {
    const samples = await takeSamples();
    for (const name of FRONT_PAGES) {
      const page = readFileSync(join(ROOT, name), "utf8");
      expect(page).toBe(renderSamples(page, samples));
    }
  },
  LIMIT_MS,
);
