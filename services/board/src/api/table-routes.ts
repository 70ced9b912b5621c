import { inEnglish } from "@billferry/contracts/english";
import { redisNowMs } from "@billferry/redis";
import {
  compareTables,
  keyOf,
  listHandEdits,
  listTables,
  readVersion,
  type BrokenTable,
  type OpenTable,
  type TableContent,
  type TableDifference,
} from "@billferry/tables";

import { Problem, readLanguage } from "../core/problems.ts";
import { exportAnswers, exportRows, type ExportColumn } from "../export/export-rows.ts";
import type { ApiContext, ApiServer } from "./api-context.ts";
import { answers } from "./schemas/common.ts";
import {
  differenceAnswer,
  differenceQuery,
  fileQuery,
  rowsAnswer,
  rowsQuery,
  tableExportQuery,
  tablesAnswer,
  versionsAnswer,
} from "./schemas/tables.ts";
import { placeOfTables, readableTable } from "./table-access.ts";

const VIEWER = { access: "viewer" } as const;
const TAGS = ["tables"];

/** Code tables, for reading. */
export function addTableRoutes(server: ApiServer, context: ApiContext): void {
  addLists(server, context);
  addTableExport(server, context);
  addHistory(server, context);
}

function addLists(server: ApiServer, context: ApiContext): void {
  const { redis } = context;
  server.get(
    "/tables",
    {
      config: VIEWER,
      schema: { tags: TAGS, summary: "Code tables, and whose they are", response: answers(tablesAnswer) },
    },
    async ({ headers }) => {
      const reader = readLanguage(headers["accept-language"], context.language);
      const place = placeOfTables(context);
      return {
        asOf: await redisNowMs(redis),
        tables: listTables(place).map((table) => describe(table, reader === "en" ? "en" : "zh")),
        handEdits: listHandEdits(place),
      };
    },
  );
  server.get(
    "/tables/rows",
    {
      config: VIEWER,
      schema: { tags: TAGS, summary: "Rows of a table", querystring: rowsQuery, response: answers(rowsAnswer) },
    },
    async ({ query: { file, q, cursor, limit } }) => {
      const table = readableTable(context, file);
      const { kind, content, version } = table;
      const wanted = (q ?? "").normalize("NFKC").toUpperCase().trim();
      const fits = (cells: readonly string[]): boolean =>
        cells.some((cell) => cell.normalize("NFKC").toUpperCase().includes(wanted));
      const found = wanted === "" ? content.rows : content.rows.filter(fits);
      const from = Number(cursor ?? 0) || 0;
      const rows = found.slice(from, from + limit).map((cells) => ({ key: keyOf(kind, content.head, cells), cells }));
      return {
        asOf: await redisNowMs(redis),
        file,
        kind,
        keeper: keeperOf(table),
        version: version?.number ?? null,
        head: content.head,
        rows,
        total: found.length,
        next: from + limit < found.length ? String(from + limit) : null,
      };
    },
  );
}

function addTableExport(server: ApiServer, context: ApiContext): void {
  const { redis } = context;
  server.get(
    "/tables/export",
    {
      config: VIEWER,
      schema: { tags: TAGS, summary: "A table as a file", querystring: tableExportQuery, response: exportAnswers },
    },
    async ({ query }, reply) => {
      const { content, uses } = readableTable(context, query.file);
      const columns = content.head.map((title, index): ExportColumn<readonly string[]> => ({
        title: { zh: title, en: title },
        cell: (cells) => cells[index],
      }));
      const [name = "table"] = uses.map(({ table }) => table.replaceAll(/[^\w-]/g, "_").slice(0, 20));
      const rows = (async function* () {
        yield* content.rows;
      })();
      return exportRows(reply, {
        name,
        asOfMs: await redisNowMs(redis),
        query,
        language: context.language,
        columns,
        rows,
      });
    },
  );
}

function addHistory(server: ApiServer, context: ApiContext): void {
  const { redis } = context;
  server.get(
    "/tables/versions",
    {
      config: VIEWER,
      schema: {
        tags: TAGS,
        summary: "What a table was, the newest first: who, when, why",
        querystring: fileQuery,
        response: answers(versionsAnswer),
      },
    },
    async ({ query: { file } }) => {
      const { versions } = readableTable(context, file);
      return { asOf: await redisNowMs(redis), file, versions: versions.toReversed() };
    },
  );
  server.get(
    "/tables/difference",
    {
      config: VIEWER,
      schema: {
        tags: TAGS,
        summary: "What one version of a table has otherwise than another",
        querystring: differenceQuery,
        response: answers(differenceAnswer),
      },
    },
    async ({ query: { file, from, to } }) => {
      const table = readableTable(context, file);
      const [before, after] = await Promise.all(
        [from, to].map(async (number) => {
          const content = await readVersion(placeOfTables(context), table, number);
          if (content === undefined) throw new Problem("TABLE_UNKNOWN", { what: `${file} #${number}` });
          return content;
        }),
      );
      if (before === undefined || after === undefined) throw new Error("two were asked for");
      return { asOf: await redisNowMs(redis), file, ...tellDifference(table.kind, before, after) };
    },
  );
}

/** Counts, and the first of each. */
function tellDifference(kind: OpenTable["kind"], before: TableContent, after: TableContent) {
  const difference = compareTables(kind, before, after);
  return { counts: countsOf(difference), difference: firstOf(difference, before, after) };
}

export function countsOf({ added, changed, removed }: TableDifference) {
  return { added: added.length, changed: changed.length, removed: removed.length };
}

const SHOWN = 100;

export function firstOf({ added, changed, removed }: TableDifference, before: TableContent, after: TableContent) {
  const [first, second, third] = [added, changed, removed].map((changes) => changes.slice(0, SHOWN));
  return {
    beforeHead: before.head,
    afterHead: after.head,
    added: first ?? [],
    changed: second ?? [],
    removed: third ?? [],
  };
}

export function keeperOf({ version }: Pick<OpenTable, "version">): "console" | "files" {
  return version === undefined ? "files" : "console";
}

function describe(table: OpenTable | BrokenTable, language: "zh" | "en") {
  const { file, kind, uses, path } = table;
  const known = { file, kind, uses, path };
  if ("problem" in table)
    return {
      ...known,
      keeper: table.keeper,
      rows: null,
      hash: null,
      version: null,
      problem: language === "en" ? inEnglish(table.problem.en) : table.problem.zh,
    };
  const { content, hash, version } = table;
  return {
    ...known,
    keeper: keeperOf(table),
    rows: content.rows.length,
    hash,
    version: version ?? null,
    problem: null,
  };
}
