import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Typography } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { CodeTable } from "../api/operations.ts";
import { kingdeeTime } from "../core/moments.ts";
import { tablesData } from "../data/table-queries.ts";
import { AsOf } from "../parts/as-of.tsx";
import { ProblemNotice } from "../parts/problem.tsx";
import { Rows, type Column } from "../parts/rows.tsx";
import { WaitingNotice } from "../parts/waiting.tsx";
import { GapFill } from "./gap-fill.tsx";
import { HandEdits, KeeperNotice } from "./table-keeper.tsx";
import { TablePanel } from "./table-panel.tsx";

/** Code tables: whose they are, what they lack, and one of them with its rows and versions. */
export function TablesPage(): ReactElement {
  const { t } = useTranslation();
  const { table, q } = useSearch({ from: "/tables" });
  const { data, error, refetch } = useQuery(tablesData);
  const columns = useColumns();
  const open = data?.tables.find(({ file }) => file === table);
  return (
    <>
      <Typography.Title level={1}>{t("menu.tables")}</Typography.Title>
      {error ? <ProblemNotice error={error} again={() => void refetch()} /> : null}
      {data === undefined && !error ? <WaitingNotice /> : null}
      {data === undefined ? null : (
        <>
          <AsOf ms={data.asOf} />
          <KeeperNotice tables={data.tables} />
          <HandEdits edits={data.handEdits} />
          <GapFill />
          <Rows
            label={t("list.label", { name: t("menu.tables"), count: data.tables.length })}
            items={data.tables}
            columns={columns}
            keyOf={({ file }) => file}
          />
          {open === undefined ? null : <TablePanel key={open.file} table={open} q={q} />}
        </>
      )}
    </>
  );
}

function useColumns(): readonly Column<CodeTable>[] {
  const { t } = useTranslation();
  return [
    {
      key: "file",
      title: t("tables.table"),
      isPlain: true,
      show: ({ file, problem }) => (
        <>
          <Link to="/tables" search={{ table: file }}>
            {file}
          </Link>
          {problem === null ? null : <div className="paused">{problem}</div>}
        </>
      ),
    },
    {
      key: "uses",
      title: t("tables.used-by"),
      show: ({ uses }) => uses.map(({ scheme, table }) => `${scheme} · ${table}`).join(", "),
    },
    { key: "keeper", title: t("tables.keeper"), show: ({ keeper }) => t(`tables.keeper-${keeper}`) },
    { key: "rows", title: t("tables.rows"), show: ({ rows }) => rows ?? "–" },
    {
      key: "version",
      title: t("tables.version"),
      show: ({ version }) =>
        version === null
          ? "–"
          : t("tables.version-of", { number: version.number, by: version.by, time: kingdeeTime(version.atMs) }),
    },
  ];
}
