const MOST_LINES = 12;
const MOST_LETTERS = 400;

/**
 * Why a service ended, out of its last lines: what it said for people, without the lines of its log; the last entry of
 * the log where it said nothing else.
 */
export function plainWords(lines: readonly string[]): string {
  const plain = lines.filter((line) => line.trim() !== "" && !line.startsWith("{"));
  // Where in the program it happened is in the log; at the terminal it helps nobody.
  const told = plain.filter((line) => !/^\s+at /.test(line)).slice(-MOST_LINES);
  const words = told.length > 0 ? told : [messageOf(lines.findLast((line) => line.startsWith("{")) ?? "")];
  return words.map((line) => line.slice(0, MOST_LETTERS)).join("\n");
}

function messageOf(entry: string): string {
  try {
    const { error, msg } = JSON.parse(entry) as { error?: unknown; msg?: unknown };
    return [msg, error].filter((part) => typeof part === "string").join(":");
  } catch {
    return entry;
  }
}
