import { Instrumenter } from "@stryker-mutator/instrumenter";

import { oneLine, type Draft } from "./mutant.ts";

type Logger = ConstructorParameters<typeof Instrumenter>[0];

/** Texts for an operator are not what these tests hold. */
const CHINESE = /[一-鿿]/;

/** All mutants of a TypeScript source, by Stryker: one text holds them all, each behind a switch. */
export async function mutateTypeScript(file: string, text: string): Promise<readonly Draft[]> {
  const { files, mutants } = await new Instrumenter(SILENT).instrument([{ name: file, mutate: true, content: text }], {
    plugins: null,
    ignorers: [],
    excludedMutations: [],
  });
  const source = files[0]?.content ?? "";
  const offsets = lineOffsets(text);
  const drafts = mutants.map(({ id, location, mutatorName, replacement }) => {
    const original = text.slice(offsetOf(offsets, location.start), offsetOf(offsets, location.end));
    const place = { line: location.start.line + 1, rule: mutatorName };
    return { ...place, original: oneLine(original), replacement: oneLine(replacement), source, active: id };
  });
  return drafts.filter(({ rule, original }) => rule !== "StringLiteral" || !CHINESE.test(original));
}

/** Where each line begins; lines count from 0 here, as Stryker's do. */
function lineOffsets(text: string): readonly number[] {
  const offsets = [0];
  for (const match of text.matchAll(/\n/g)) offsets.push(match.index + 1);
  return offsets;
}

const off = (): boolean => false;
const quiet = (): void => undefined;
const SILENT: Logger = {
  isTraceEnabled: off,
  isDebugEnabled: off,
  isInfoEnabled: off,
  isWarnEnabled: off,
  isErrorEnabled: off,
  isFatalEnabled: off,
  trace: quiet,
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  fatal: quiet,
};

function offsetOf(offsets: readonly number[], { line, column }: { line: number; column: number }): number {
  return (offsets[line] ?? 0) + column;
}
