import { findField } from "@billferry/contracts";

export const MASKED = "***";

/**
 * A job's content as the board may show it: in a bill's raw rows, cells of fields that name or reach a person are
 * covered, and nothing else is touched. Whatever has not the shape of such rows is shown as it is.
 */
export function maskPersonal(content: unknown): unknown {
  if (!hasRows(content)) return content;
  const personal = content.fields.map((name) => findField(name)?.isPersonal ?? false);
  if (!personal.includes(true)) return content;
  return {
    ...content,
    rows: content.rows.map((row) =>
      Array.isArray(row) ? row.map((cell: unknown, index) => (personal[index] ? cover(cell) : cell)) : row,
    ),
  };
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
