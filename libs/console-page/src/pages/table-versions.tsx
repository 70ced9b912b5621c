import { useQuery } from "@tanstack/react-query";
import { Button, Typography } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { postTablesUndo, type TableVersion } from "../api/operations.ts";
import { kingdeeTime } from "../core/moments.ts";
import { differenceData, versionsData } from "../data/table-queries.ts";
import { ProblemNotice } from "../parts/problem.tsx";
import { ReasonWindow } from "../parts/reason-window.tsx";
import { Rows, type Column } from "../parts/rows.tsx";
import { WaitingNotice } from "../parts/waiting.tsx";
import { DifferenceList } from "./table-difference.tsx";

interface TableVersionsProps {
  readonly file: string;
  readonly current: number | undefined;
  readonly mayUndo: boolean;
}

const SHOWN = 20;

/** Who changed the table, when and why; what each version changed; and the way back to one. */
export function TableVersions({ file, current, mayUndo }: TableVersionsProps): ReactElement | null {
  const { t } = useTranslation();
  const { data, error } = useQuery(versionsData(file));
  const [shown, setShown] = useState(SHOWN);
  const [seen, setSeen] = useState<number>();
  const [undone, setUndone] = useState<number>();
  const columns = useColumns({ current, mayUndo, show: setSeen, undo: setUndone });
  if (error) return <ProblemNotice error={error} />;
  if (data === undefined || data.versions.length === 0) return null;
  return (
    <>
      <Typography.Title level={2}>{t("tables.versions")}</Typography.Title>
      <Rows
        label={t("list.label", { name: t("tables.versions"), count: data.versions.length })}
        items={data.versions.slice(0, shown)}
        columns={columns}
        keyOf={({ number }) => String(number)}
      />
      {data.versions.length > shown ? (
        <Button block onClick={() => setShown(shown + SHOWN)}>
          {t("list.more")}
        </Button>
      ) : null}
      {seen === undefined ? null : <Difference file={file} to={seen} />}
      {undone === undefined || current === undefined ? null : (
        <ReasonWindow
          title={t("tables.undo-title", { number: undone })}
          okText={t("tables.undo")}
          act={async (form) => postTablesUndo({ file, base: current, to: undone, ...form })}
          close={() => setUndone(undefined)}
        >
          <Difference file={file} from={current} to={undone} />
        </ReasonWindow>
      )}
    </>
  );
}

/** What a version has otherwise than the one before it, or than another one. */
function Difference({ file, from, to }: { readonly file: string; readonly from?: number; readonly to: number }) {
  const { t } = useTranslation();
  const before = from ?? to - 1;
  const { data, error } = useQuery({ ...differenceData(file, before, to), enabled: before > 0 });
  if (before === 0) return <p role="status">{t("tables.first-version")}</p>;
  if (error) return <ProblemNotice error={error} />;
  if (data === undefined) return <WaitingNotice />;
  return (
    <section aria-live="polite">
      <p>{t("tables.from-to", { from: before, to })}</p>
      <DifferenceList counts={data.counts} difference={data.difference} />
    </section>
  );
}

interface ColumnOptions {
  readonly current: number | undefined;
  readonly mayUndo: boolean;
  readonly show: (number: number) => void;
  readonly undo: (number: number) => void;
}

function useColumns({ current, mayUndo, show, undo }: ColumnOptions): readonly Column<TableVersion>[] {
  const { t } = useTranslation();
  return [
    { key: "number", title: t("tables.version"), show: ({ number }) => number },
    { key: "at", title: t("tables.at"), show: ({ atMs }) => kingdeeTime(atMs) },
    { key: "by", title: t("tables.by"), show: ({ by }) => by },
    { key: "act", title: t("tables.act"), show: ({ act }) => t(`tables.act-${act}`) },
    { key: "reason", title: t("tables.reason"), show: ({ reason }) => <span className="reason">{reason}</span> },
    {
      key: "acts",
      title: t("tables.acts"),
      isPlain: true,
      show: ({ number }) => (
        <span className="act">
          <Button size="small" aria-label={t("tables.see-of", { number })} onClick={() => show(number)}>
            {t("tables.see")}
          </Button>
          {mayUndo && current !== undefined && number < current ? (
            <Button size="small" aria-label={t("tables.undo-of", { number })} onClick={() => undo(number)}>
              {t("tables.undo")}
            </Button>
          ) : null}
        </span>
      ),
    },
  ];
}
