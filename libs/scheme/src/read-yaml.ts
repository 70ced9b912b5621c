import { LineCounter, parseDocument, visit, type Document } from "yaml";

/** Where a part of a file stands: its line, from 1; that of the nearest part above it where it is not there. */
export type Locate = (path: readonly (string | number)[]) => number;

export type YamlRead =
  | { readonly value: unknown; readonly document: Document; readonly locate: Locate }
  | { readonly problems: readonly { readonly line: number; readonly text: string }[] };

const MOST_ALIASES = 20;

/** A YAML text as a value, or what is wrong with it by line. Total: any text is taken. */
export function readYaml(text: string): YamlRead {
  const lines = new LineCounter();
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const errors = document.errors.map((error) => ({ line: lineAt(error.pos[0]), text: error.message }));
  if (errors.length > 0) return { problems: errors };
  const changed = findChangedNumbers(document).map(({ offset, text: what }) => ({ line: lineAt(offset), text: what }));
  if (changed.length > 0) return { problems: changed };
  const locate: Locate = (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true) as { range?: [number] } | undefined;
      if (node?.range) return lineAt(node.range[0]);
    }
    return 1;
  };
  try {
    return { value: document.toJS({ maxAliasCount: MOST_ALIASES }), document, locate };
  } catch (error) {
    return { problems: [{ line: 1, text: error instanceof Error ? error.message : String(error) }] };
  }
}

/** `001` is the number 1 to YAML, and 20 digits lose their end: a code has to be quoted. */
function findChangedNumbers(document: Document): readonly { readonly offset: number; readonly text: string }[] {
  const found: { offset: number; text: string }[] = [];
  visit(document, {
    Scalar: (_key, { value, source, range }) => {
      if (typeof value !== "number" || source === undefined || String(value) === source) return;
      found.push({ offset: range?.[0] ?? 0, text: `${source} 会被读作数字 ${value};请加引号:"${source}"` });
    },
  });
  return found;
}
