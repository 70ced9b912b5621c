/** Lists longer than this are shortened, to as many entries as follow: of rows and lines, and of plain values (the
 *  cells of a row, serial numbers). */
const LISTS = { longest: 20, shown: 10 };
const PLAIN_LISTS = { longest: 300, shown: 100 };
const LONGEST_TEXT = 5_000;
/** The mark of a list that was cut, which is not cut again. */
const NOTE_LENGTH = 20;

/**
 * A job's content with long lists cut, wherever they stand, and their number of entries told: a bill of thousands of
 * lines is megabytes, under which a browser stands still. The job itself keeps all of them.
 */
export function shorten(content: unknown): unknown {
  if (typeof content === "string")
    return content.length > LONGEST_TEXT + NOTE_LENGTH
      ? `${content.slice(0, LONGEST_TEXT)}…(共 ${content.length} 字)`
      : content;
  if (Array.isArray(content)) {
    const isPlain = content.every((entry) => typeof entry !== "object" || entry === null);
    const { longest, shown } = isPlain ? PLAIN_LISTS : LISTS;
    if (content.length <= longest) return content.map(shorten);
    return [...content.slice(0, shown).map(shorten), `…… 共 ${content.length} 项,看板只显示前 ${shown} 项`];
  }
  if (content === null || typeof content !== "object") return content;
  return Object.fromEntries(Object.entries(content).map(([key, value]) => [key, shorten(value)]));
}
