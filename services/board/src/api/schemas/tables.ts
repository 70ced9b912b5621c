import { z } from "zod";

import { exportQuery } from "../../export/export-rows.ts";
import { asOf, cursor, limit, many, next, requestId, schemeName } from "./common.ts";

const file = z.string().min(1).max(300).describe("The table's file as schemes name it: tables/warehouses.csv");
const reason = z.string().trim().min(1).max(500);
const base = z.int().min(1).describe("The version that was seen; another one by now: 409, and nothing is done");
const keeper = z
  .enum(["files", "console"])
  .meta({ id: "TableKeeper" })
  .describe("Whose the table is: the file beside the schemes, or the console");
const kind = z.enum(["codes", "units"]).meta({ id: "TableKind" });
const cells = many(z.string());
const count = z.number();

const version = z
  .object({
    number: z.number(),
    atMs: z.number(),
    by: z.string(),
    reason: z.string(),
    act: z.enum(["take-over", "edit", "import", "undo", "adopt", "hand-back"]),
    rows: count,
  })
  .meta({ id: "TableVersion" });

const table = z
  .object({
    file,
    kind,
    uses: many(z.object({ scheme: schemeName, table: z.string() })),
    keeper,
    path: z.string().describe("Where it lies; what is edited there holds only where the files keep the table"),
    rows: count.nullable(),
    hash: z.string().nullable(),
    version: version.nullable(),
    problem: z.string().nullable().describe("Why it cannot be read; what held before goes on"),
  })
  .meta({ id: "CodeTable" });

const handEdit = z
  .object({ file, place: z.enum(["schemes", "copy"]), path: z.string(), hash: z.string() })
  .meta({ id: "HandEdit" })
  .describe("A file that was edited by hand although the console keeps its table; it is not used");

export const tablesAnswer = z.object({ asOf, tables: many(table), handEdits: many(handEdit) }).meta({
  id: "TablesAnswer",
});

export const fileQuery = z.object({ file });
export const rowsQuery = z.object({ file, q: z.string().max(200).optional(), cursor: cursor.optional(), limit });
export const tableExportQuery = z.object({ file, ...exportQuery });

export const rowsAnswer = z
  .object({
    asOf,
    file,
    kind,
    keeper,
    version: z.number().nullable(),
    head: cells,
    rows: many(z.object({ key: z.string(), cells })),
    total: count.describe("Rows that fit"),
    next,
  })
  .meta({ id: "TableRowsAnswer" });

export const versionsAnswer = z.object({ asOf, file, versions: many(version) }).meta({ id: "TableVersionsAnswer" });

const change = z
  .object({ key: z.string(), before: cells.nullable(), after: cells.nullable() })
  .meta({ id: "TableRowChange" });
const counts = z.object({ added: count, changed: count, removed: count }).meta({ id: "TableCounts" });
const difference = z
  .object({ beforeHead: cells, afterHead: cells, added: many(change), changed: many(change), removed: many(change) })
  .meta({ id: "TableDifference" })
  .describe("The first hundred of each");

export const differenceQuery = z.object({
  file,
  from: z.coerce.number().int().min(1),
  to: z.coerce.number().int().min(1),
});
export const differenceAnswer = z.object({ asOf, file, counts, difference }).meta({ id: "TableDifferenceAnswer" });

export const keeperBody = z.object({ reason, requestId }).meta({ id: "TableKeeperRequest" });
export const keeperAnswer = z.object({ asOf, keeper, files: many(file) }).meta({ id: "TableKeeperAnswer" });

const row = z.array(z.string().max(500)).min(1).max(64);

export const editBody = z
  .object({
    file,
    base,
    set: z
      .array(z.object({ key: z.string().max(1_000).optional().describe("Of the row it replaces"), cells: row }))
      .max(500)
      .default([]),
    remove: z.array(z.string().max(1_000)).max(500).default([]),
    reason,
    requestId,
  })
  .meta({ id: "TableEditRequest" });

export const undoBody = z
  .object({ file, base, to: z.int().min(1).describe("The version whose content comes back"), reason, requestId })
  .meta({ id: "TableUndoRequest" });

export const importBody = z
  .object({
    file,
    base,
    uploadId: z.string().regex(/^[\w-]{8,64}$/),
    mode: z.enum(["merge", "replace"]).describe("merge: rows that the file does not have stay"),
    reason,
    requestId,
  })
  .meta({ id: "TableImportRequest" });

export const handEditBody = z
  .object({
    file,
    place: z.enum(["schemes", "copy"]),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    decision: z.enum(["adopt", "discard"]),
    reason,
    requestId,
  })
  .meta({ id: "HandEditRequest" });

export const fillBody = z
  .object({
    file,
    base,
    fills: z
      .array(z.object({ code: z.string().min(1).max(500), value: z.string().trim().min(1).max(500) }))
      .min(1)
      .max(500),
    reason,
    requestId,
  })
  .meta({ id: "GapFillRequest" });

export const savedAnswer = z
  .object({ asOf, file, outcome: z.enum(["saved", "unchanged", "discarded"]), version: z.number().nullable() })
  .meta({ id: "TableSavedAnswer" });

const flaw = z
  .object({
    severity: z.enum(["refused", "warning"]),
    kind: z.string(),
    line: z.number().describe("Of the file"),
    code: z.string(),
    text: z.string(),
  })
  .meta({ id: "TableFlaw" });

export const uploadAnswer = z
  .object({
    asOf,
    uploadId: z.string().describe("For an hour"),
    file,
    base: z.number(),
    refused: count.describe("Rows that keep the whole file out"),
    warnings: count,
    flaws: many(flaw).describe("The first two hundred, refusals first"),
    merge: counts,
    replace: counts,
    difference,
  })
  .meta({ id: "TableUploadAnswer" });

const gap = z
  .object({
    scheme: schemeName,
    kind: z.enum(["table", "target"]),
    subject: z.string(),
    code: z.string(),
    bills: count,
    amount: z.string().nullable(),
    sinceMs: z.number(),
    remedy: z.string(),
    file: file.nullable().describe("The table that lacks it"),
    codes: z
      .enum(["warehouses", "carriers", "skus"])
      .nullable()
      .describe("Of which codes of Wangdiantong its value is one: those an errand can list"),
  })
  .meta({ id: "OpenGap" });

export const gapsAnswer = z
  .object({
    asOf,
    gaps: many(gap),
    waits: many(z.object({ gaps: many(z.number()), bills: count })).describe(
      "How many bills wait for exactly these gaps, by their places in the list",
    ),
    tables: many(z.object({ file, kind, keeper, version: z.number().nullable(), choices: many(z.string()) })).describe(
      "With codes that each has already, to choose from",
    ),
  })
  .meta({ id: "GapsAnswer" });
