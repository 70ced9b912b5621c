import { readFileSync } from "node:fs";
import { join } from "node:path";

import { readCommands, withoutWords, type Step } from "./read-commands.ts";
import type { Terminal } from "./terminal.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** What brings about, or waits for, what a page speaks of; it is given what the last command answered. */
export type Events = Readonly<Record<string, (answer: string) => unknown>>;

function stepsOf(page: string): readonly Step[] {
  return readCommands(readFileSync(join(ROOT, page), "utf8"));
}

/** What a page has people do, without words: the same in each language, so that one walk tries both. */
export function plainStepsOf(page: string): readonly unknown[] {
  return stepsOf(page).map((step) => {
    if (step.kind === "command") return withoutWords(step.text);
    return step.kind === "left out" ? step.commands.map(withoutWords) : step;
  });
}

/** Does what the page says, step by step; gives back what each command answered last. */
export async function walk(
  page: string,
  terminal: Terminal,
  events: Events = {},
): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>();
  let answer = "";
  for (const step of stepsOf(page)) {
    if (step.kind === "command") {
      answer = await terminal.type(step.text);
      answers.set(step.text, answer);
    }
    if (step.kind === "stop") await terminal.stop((text) => text !== "npm run sandbox");
    else if (step.kind === "event") {
      const event = events[step.name];
      if (event === undefined) throw new Error(`${page}: nobody brings about "${step.name}"`);
      await event(answer);
    }
  }
  return answers;
}
