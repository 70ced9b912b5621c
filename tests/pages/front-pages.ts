import { readFileSync } from "node:fs";
import { join } from "node:path";

import { readCommands, withoutComment, withoutWords } from "./read-commands.ts";

const ROOT = join(import.meta.dirname, "..", "..");

export const FRONT_PAGES = ["README.md", "README.zh-CN.md"] as const;

/** A command that another test runs, in the words in which it stands there. */
interface RunBy {
  readonly test: string;
  readonly says: string;
}

/**
 * What nobody types in the walk through the front pages: another test runs it, under its own name, or it cannot run
 * in one, for this reason. Whatever is in neither list is walked.
 */
export const RUN_ELSEWHERE: Readonly<Record<string, RunBy>> = {
  "npm ci": { test: "docs/tutorial.md", says: "npm ci" },
  "npx billferry rehearse --from 2026-11-01": {
    test: "docs/go-live.md",
    says: "npx billferry rehearse --from 2026-11-01",
  },
  "npx billferry settle order:XSCKD000123-CK01 --accept --note …": {
    test: "tests/pipeline/after-delivery.test.ts",
    says: '"settle"',
  },
  "npx billferry scheme new": { test: "tests/pipeline/new-scheme.test.ts", says: '"scheme", "new"' },
  "npm run demo -- --bills 60 --json": { test: "tests/docs/samples.ts", says: '"demo", "--bills", "60", "--json"' },
  "npm run docs:site": { test: "tests/site/built-site.ts", says: '"docs:site"' },
  "docker compose --profile sandbox up": { test: "tests/compose/scenario.ts", says: 'profiles: ["sandbox"' },
  "docker compose up -d --scale loader=3 --scale transformer=2": {
    test: "tests/compose/scenario.ts",
    says: '"--scale"',
  },
};

export const NOT_RUN: Readonly<Record<string, string>> = {
  "npm run proof": "most of an hour; a short one is tests/proof/short.test.ts",
  "npm run bench": "most of an hour; what an order costs is held by bench/test/budget.test.ts",
  "npx billferry preview 单号": "a word in the place of a number; with a number it is walked",
};

/** All that a front page tells to type, in its order: lines of its blocks, and what its sentences name. */
export function frontPageCommands(page: string): readonly string[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  const blocks = readCommands(text).flatMap((step) => (step.kind === "command" ? [step.text] : []));
  const named = [...text.matchAll(/`((?:npm|npx|docker) [^`]+)`/g)].map(([, command = ""]) => command);
  const pieces = [...blocks, ...named].flatMap((line) => withoutWords(line).split(/; | && /));
  return [...new Set(pieces.map((piece) => piece.trim()))];
}

/** The settings that a front page has its reader export, with the values that it shows. */
export function exportedSettings(page: string): ReadonlyMap<string, string> {
  const lines = readCommands(readFileSync(join(ROOT, page), "utf8")).flatMap((step) =>
    step.kind === "command" && step.text.startsWith("export ") ? [withoutComment(step.text)] : [],
  );
  return new Map(
    lines.flatMap((line) =>
      [...line.matchAll(/([A-Z_]+)=("[^"]*"|\S+)/g)].map(([, name = "", value = ""]) => [name, value]),
    ),
  );
}
