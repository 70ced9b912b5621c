/** Lists longer than this are shortened, to as many entries as follow. */
const LONGEST_LIST = 30;
const SHOWN_ENTRIES = 20;
const LONGEST_TEXT = 5_000;
/** What has been cut once is not cut again. */
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
    if (content.length <= LONGEST_LIST) return content.map(shorten);
    const note = `…… 共 ${content.length} 项,看板只显示前 ${SHOWN_ENTRIES} 项`;
    return [...content.slice(0, SHOWN_ENTRIES).map(shorten), note];
  }
  if (content === null || typeof content !== "object") return content;
  return Object.fromEntries(
    Object.entries(content).map(([key, value]) => [key, isFieldList(key) ? value : shorten(value)]),
  );
}

/** The names of the columns are needed whole to read a row, and are never many. */
function isFieldList(key: string): boolean {
  return key === "fields";
}
