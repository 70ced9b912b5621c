import { findField, TARGET_INTERFACES } from "@billferry/contracts";

export const MASKED = "***";

/** Kingdee's fields of free text, whatever a scheme calls them: people write names and telephones there. */
const NOTE_FIELD = /note$|remark$|memo$|description$/i;
/** Of Wangdiantong's parameters those of free text. */
const PROSE = new Set(
  Object.values(TARGET_INTERFACES)
    .flatMap(({ head, line }) => [...head, ...line])
    .flatMap(({ name, type }) => (type === "prose" ? [name] : [])),
);

/**
 * A job's content as the board may show it: in a bill's raw rows, cells of fields that name or reach a person or that
 * hold free text are covered, in an order its remarks, and nothing else is touched. Whatever has neither shape is shown
 * as it is.
 */
export function maskPersonal(content: unknown, isPersonal: (name: string) => boolean = isDocumentedPersonal): unknown {
  if (hasOrder(content)) return { ...content, order: maskProse(content.order) };
  if (!hasRows(content)) return content;
  const personal = content.fields.map((name) => isPersonal(name) || NOTE_FIELD.test(name));
  if (!personal.includes(true)) return content;
  return {
    ...content,
    rows: content.rows.map((row) =>
      Array.isArray(row) ? row.map((cell: unknown, index) => (personal[index] ? cover(cell) : cell)) : row,
    ),
  };
}

function isDocumentedPersonal(name: string): boolean {
  return findField(name)?.isPersonal ?? false;
}

function maskProse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskProse);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, own]) => [name, PROSE.has(name) ? cover(own) : maskProse(own)]),
  );
}

// An empty cell stays empty: that it is empty helps, and tells nothing.
function cover(cell: unknown): unknown {
  return cell === null || (typeof cell === "string" && cell.trim() === "") ? cell : MASKED;
}

function hasRows(content: unknown): content is { readonly fields: string[]; readonly rows: unknown[] } {
  if (content === null || typeof content !== "object") return false;
  const { fields, rows } = content as { fields?: unknown; rows?: unknown };
  return Array.isArray(fields) && Array.isArray(rows);
}

function hasOrder(content: unknown): content is { readonly order: object } {
  if (content === null || typeof content !== "object") return false;
  const { order } = content as { order?: unknown };
  return typeof order === "object" && order !== null;
}
