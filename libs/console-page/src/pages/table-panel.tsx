import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Card, Input } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { postTablesEdit, type CodeTable, type TableRowsAnswer } from "../api/operations.ts";
import { tableRowsData } from "../data/table-queries.ts";
import { ExportLinks } from "../parts/export-links.tsx";
import { MayNot, useMayAct } from "../parts/may-act.tsx";
import { More } from "../parts/more.tsx";
import { ProblemNotice } from "../parts/problem.tsx";
import { ReasonWindow } from "../parts/reason-window.tsx";
import { Rows, type Column } from "../parts/rows.tsx";
import { WaitingNotice } from "../parts/waiting.tsx";
import { RowWindow } from "./row-window.tsx";
import { TableImport } from "./table-import.tsx";
import { TableVersions } from "./table-versions.tsx";

type TableRow = TableRowsAnswer["rows"][number];

interface TablePanelProps {
  readonly table: CodeTable;
  readonly q: string | undefined;
}

/** One table: its rows, its versions, and what may be done with them. */
export function TablePanel({ table, q }: TablePanelProps): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayAct = useMayAct();
  const { data, error, refetch, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(
    tableRowsData(table.file, q),
  );
  const [first] = data?.pages ?? [];
  const base = first?.version ?? null;
  const [asked, setAsked] = useState<{ readonly row?: TableRow; readonly isRemoval?: boolean }>();
  const mayEdit = mayAct && first?.keeper === "console";
  const columns = useColumns(first?.head ?? [], mayEdit ? setAsked : undefined);
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Card className="items" size="small" title={table.file}>
      {error ? <ProblemNotice error={error} again={() => void refetch()} /> : null}
      {first === undefined && !error ? <WaitingNotice /> : null}
      {first === undefined ? null : (
        <>
          <div className="filters">
            <Input.Search
              className="search"
              defaultValue={q ?? ""}
              aria-label={t("tables.find")}
              placeholder={t("tables.find")}
              enterButton={t("search.go")}
              onSearch={(text) => void navigate({ to: "/tables", search: { table: table.file, q: text } })}
            />
            {mayEdit ? <Button onClick={() => setAsked({})}>{t("tables.add-row")}</Button> : null}
            {mayEdit ? <TableImport file={table.file} /> : null}
            {mayAct ? null : <MayNot />}
          </div>
          <p className="as-of">{t("tables.total", { count: first.total })}</p>
          <Rows
            label={t("list.label", { name: table.file, count: rows.length })}
            items={rows}
            columns={columns}
            keyOf={({ key }) => key}
          />
          <ExportLinks path="/api/v1/tables/export" view={{ file: table.file }} />
          {hasNextPage ? <More count={rows.length} hasMore isFetching={isFetching} fetchMore={fetchNextPage} /> : null}
          <TableVersions file={table.file} current={table.version?.number} mayUndo={mayEdit} />
        </>
      )}
      {asked === undefined || base === null ? null : asked.isRemoval === true && asked.row ? (
        <RemoveWindow file={table.file} base={base} row={asked.row} close={() => setAsked(undefined)} />
      ) : (
        <RowWindow
          file={table.file}
          base={base}
          head={first?.head ?? []}
          row={asked.row}
          close={() => setAsked(undefined)}
        />
      )}
    </Card>
  );
}

interface RemoveWindowProps {
  readonly file: string;
  readonly base: number;
  readonly row: TableRow;
  readonly close: () => void;
}

function RemoveWindow({ file, base, row, close }: RemoveWindowProps): ReactElement {
  const { t } = useTranslation();
  return (
    <ReasonWindow
      title={t("tables.remove-title")}
      okText={t("tables.remove")}
      act={async (form) => postTablesEdit({ file, base, set: [], remove: [row.key], ...form })}
      close={close}
    >
      <p>
        <code>{row.cells.join(" · ")}</code>
      </p>
    </ReasonWindow>
  );
}

function useColumns(
  head: readonly string[],
  ask: ((asked: { readonly row: TableRow; readonly isRemoval?: boolean }) => void) | undefined,
): readonly Column<TableRow>[] {
  const { t } = useTranslation();
  const cells = head.map((title, index): Column<TableRow> => ({
    key: `${index}`,
    title,
    show: (row) => row.cells[index] ?? "",
  }));
  if (ask === undefined) return cells;
  const acts: Column<TableRow> = {
    key: "acts",
    title: t("tables.acts"),
    isPlain: true,
    show: (row) => (
      <span className="act">
        <Button size="small" aria-label={t("tables.edit-of", { code: row.cells[0] })} onClick={() => ask({ row })}>
          {t("tables.edit")}
        </Button>
        <Button
          size="small"
          aria-label={t("tables.remove-of", { code: row.cells[0] })}
          onClick={() => ask({ row, isRemoval: true })}
        >
          {t("tables.remove")}
        </Button>
      </span>
    ),
  };
  return [...cells, acts];
}
