import { isBulkOpen } from "@billferry/desk/bulk-act";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Alert, Card, Progress, Select, Typography } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { postBulkActsByIdStop, type BulkAct, type BulkItem, type BulkOutcome } from "../api/operations.ts";
import { endedOf, shownOutcomes, type BulkView } from "../core/bulk.ts";
import { kingdeeTime } from "../core/moments.ts";
import { bulkActData, bulkItemsData } from "../data/bulk.ts";
import { ActButton } from "../parts/act-button.tsx";
import { AsOf } from "../parts/as-of.tsx";
import { ExportLinks } from "../parts/export-links.tsx";
import { More } from "../parts/more.tsx";
import { ProblemNotice } from "../parts/problem.tsx";
import { ResumeBulkButton } from "../parts/resume-bulk-button.tsx";
import { Rows, type Column } from "../parts/rows.tsx";
import { WaitingNotice } from "../parts/waiting.tsx";

/** One bulk retry, live: how far it is, what stopped it, and what became of each case. */
export function BulkActPage(): ReactElement {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/cases/acts/$id" });
  const view = useSearch({ from: "/cases/acts/$id" });
  const { data, error, refetch } = useQuery(bulkActData(id));
  return (
    <>
      <Typography.Title level={1}>{t("bulk.title", { id })}</Typography.Title>
      <p>
        <Link to="/cases">{t("bulk.to-cases")}</Link>
      </p>
      {error ? <ProblemNotice error={error} again={() => void refetch()} /> : null}
      {data === undefined && !error ? <WaitingNotice /> : null}
      {data === undefined ? null : (
        <>
          <AsOf ms={data.asOf} isLive={isBulkOpen(data.act)} />
          <Standing act={data.act} view={view} />
          <Results act={data.act} view={view} />
        </>
      )}
    </>
  );
}

interface ActView {
  readonly act: BulkAct;
  readonly view: BulkView;
}

function Standing({ act, view }: ActView): ReactElement {
  const { t } = useTranslation();
  const { id, state, begun, stop, counts, total, waitsFor } = act;
  const ended = endedOf(counts);
  const tellStop = useStopText();
  return (
    <Card className="items" title={t(`bulk-state.${state}`)} aria-live="polite">
      {view.told === "already" && begun !== null ? (
        <Alert
          type="info"
          showIcon
          title={t("bulk.already", { by: begun.by, time: kingdeeTime(begun.atMs) })}
          className="now"
        />
      ) : null}
      <p>
        {begun === null
          ? t("bulk.counted-by", { by: act.by, time: kingdeeTime(act.createdMs) })
          : t("bulk.begun", { ...begun, time: kingdeeTime(begun.atMs) })}
        {act.endedMs === null ? null : ` · ${t("bulk.ended", { time: kingdeeTime(act.endedMs) })}`}
      </p>
      <Progress
        aria-label={t("bulk.progress", { ended, total: total.cases })}
        percent={total.cases === 0 ? 100 : Math.floor((100 * ended) / total.cases)}
        format={() => t("bulk.progress", { ended, total: total.cases })}
      />
      <p className="act">
        {shownOutcomes(counts).map(({ outcome, count }) => (
          <span key={outcome}>
            {t(`bulk-outcome.${outcome}`)} <strong>{count}</strong>
          </span>
        ))}
      </p>
      {waitsFor === null ? null : <p role="status">{t("bulk.waits-new")}</p>}
      {stop === null ? null : (
        <Alert type="warning" showIcon className="now" title={tellStop(stop)} description={stop.text} />
      )}
      {state === "canary" || state === "rest" ? (
        <ActButton
          label={t("bulk.stop")}
          act={async (requestId) =>
            (await postBulkActsByIdStop(id, { requestId })).isChanged ? t("act.done") : t("bulk.stopped-already")
          }
        />
      ) : null}
      {state === "stopped" && counts.untried > 0 ? <ResumeBulkButton id={id} count={counts.untried} /> : null}
    </Card>
  );
}

function useStopText(): (stop: NonNullable<BulkAct["stop"]>) => string {
  const { t } = useTranslation();
  return ({ kind, by = "", billNo = "", meaning = "" }) => t(`bulk-stop.${kind}`, { by, billNo, meaning });
}

const OUTCOMES = ["done", "failed", "changed", "left-alone", "underway", "untried"] as const;

function Results({ act, view }: ActView): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const outcome = view.outcome;
  const { data, error, refetch, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(
    bulkItemsData(act, outcome),
  );
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const columns = useColumns();
  return (
    <Card title={t("bulk.results")}>
      <div className="filters">
        <Select<BulkOutcome | "">
          aria-label={t("bulk.filter")}
          prefix={t("bulk.filter")}
          value={outcome ?? ""}
          options={[
            { value: "", label: t("bulk.filter-all") },
            ...OUTCOMES.map((each) => ({ value: each, label: t(`bulk-outcome.${each}`) })),
          ]}
          onChange={(each) =>
            void navigate({
              to: "/cases/acts/$id",
              params: { id: act.id },
              search: each === "" ? {} : { outcome: each },
            })
          }
        />
      </div>
      {error ? <ProblemNotice error={error} again={() => void refetch()} /> : null}
      {data === undefined && !error ? <WaitingNotice /> : null}
      {data !== undefined && items.length === 0 ? <p role="status">{t("bulk.no-items")}</p> : null}
      {items.length === 0 ? null : (
        <>
          <Rows
            label={t("list.label", { name: t("bulk.results"), count: items.length })}
            items={items}
            columns={columns}
            keyOf={({ caseId }) => caseId}
          />
          <ExportLinks
            path={`/api/v1/bulk-acts/${encodeURIComponent(act.id)}/export`}
            view={outcome === undefined ? {} : { outcome }}
          />
          <More count={items.length} hasMore={hasNextPage} isFetching={isFetching} fetchMore={fetchNextPage} />
        </>
      )}
    </Card>
  );
}

function useColumns(): readonly Column<BulkItem>[] {
  const { t } = useTranslation();
  return [
    {
      key: "number",
      title: t("bill.number"),
      isPlain: true,
      show: ({ billNo, isCanary }) => (
        <span className="act">
          <Link to="/bills/$number" params={{ number: billNo }}>
            {billNo}
          </Link>
          {isCanary ? <span>{t("bulk.is-canary")}</span> : null}
        </span>
      ),
    },
    { key: "outcome", title: t("bulk.outcome"), isPlain: true, show: ({ outcome }) => t(`bulk-outcome.${outcome}`) },
    {
      key: "text",
      title: t("bulk.text"),
      isPlain: true,
      show: ({ text, endCode }) => <span className="reason">{text === "" ? (endCode ?? "") : text}</span>,
    },
    { key: "before", title: t("bulk.before"), show: ({ code }) => <code>{code}</code> },
  ];
}
