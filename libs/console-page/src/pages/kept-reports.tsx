import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Empty, Typography } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { KeptReport as KeptReportSummary } from "../api/operations.ts";
import { kingdeeTime } from "../core/moments.ts";
import { keptReportData, keptReportsData } from "../data/errands.ts";
import { ProblemNotice } from "../parts/problem.tsx";
import { Rows, type Column } from "../parts/rows.tsx";
import { WaitingNotice } from "../parts/waiting.tsx";
import { ReconcileReport } from "./reconcile-report.tsx";

/** The reconciliations that were made by the clock, each with a way to its differences. */
export function KeptReports(): ReactElement {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(keptReportsData);
  return (
    <section>
      <Typography.Title level={2}>{t("reconcile.kept")}</Typography.Title>
      <p>{t("reconcile.kept-explain")}</p>
      {error ? <ProblemNotice error={error} again={() => void refetch()} /> : null}
      {data === undefined ? null : <KeptRows items={data.items} />}
    </section>
  );
}

function KeptRows({ items }: { readonly items: readonly KeptReportSummary[] }): ReactElement {
  const { t } = useTranslation();
  if (items.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("reconcile.kept-none")} />;
  const columns: readonly Column<KeptReportSummary>[] = [
    {
      key: "day",
      title: t("reconcile.day"),
      show: ({ scheme, day }) => (
        <Link to="/reconcile" search={{ scheme, day }}>
          {day}
        </Link>
      ),
    },
    { key: "scheme", title: t("reconcile.scheme"), show: ({ scheme }) => scheme },
    { key: "expected", title: t("reconcile.expected"), show: ({ expected }) => expected },
    { key: "matched", title: t("reconcile.matched"), show: ({ matched }) => matched },
    { key: "differences", title: t("reconcile.differences"), show: (report) => <Differences {...report} /> },
  ];
  return (
    <Rows label={t("reconcile.kept")} items={items} columns={columns} keyOf={({ scheme, day }) => `${scheme}/${day}`} />
  );
}

function Differences({ differences }: Pick<KeptReportSummary, "differences">): ReactElement {
  const { t } = useTranslation();
  const found = Object.entries(differences).filter(([, count]) => (count ?? 0) > 0);
  if (found.length === 0) return <>0</>;
  const all = found.reduce((sum, [, count]) => sum + (count ?? 0), 0);
  const kinds = found.map(([kind, count]) => `${t(`reconcile.kind.${kind}` as "reconcile.kind.missing")} ${count}`);
  return (
    <>
      <span className="state state-disputed">≠ {all}</span> {kinds.join(" · ")}
    </>
  );
}

/** One of them, whole. */
export function KeptReport({ scheme, day }: { readonly scheme: string; readonly day: string }): ReactElement {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(keptReportData(scheme, day));
  if (error) return <ProblemNotice error={error} again={() => void refetch()} />;
  if (data === undefined) return <WaitingNotice />;
  const exportPath = `/api/v1/reconciliations/${encodeURIComponent(scheme)}/${day}/export`;
  return (
    <>
      <Typography.Title level={2}>{t("reconcile.kept-title", { day })}</Typography.Title>
      <p className="as-of">
        {scheme} · {t("reconcile.kept-made", { time: kingdeeTime(data.summary.madeAtMs) })}
      </p>
      <ReconcileReport exportPath={exportPath} result={data.result} />
    </>
  );
}
