import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Card, Checkbox } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { CaseItem } from "../api/operations.ts";
import { spanOf } from "../core/moments.ts";
import type { CasesView } from "../core/views.ts";
import { caseItemsData } from "../data/queries.ts";
import { BulkRetryButton } from "../parts/bulk-retry-button.tsx";
import { More } from "../parts/more.tsx";
import { ProblemNotice } from "../parts/problem.tsx";
import { RetryButton } from "../parts/retry-button.tsx";
import { Rows, type Column } from "../parts/rows.tsx";
import { hasArrived, SettleActs } from "../parts/settle-acts.tsx";
import { WaitingNotice } from "../parts/waiting.tsx";

interface CaseItemsProps {
  readonly view: CasesView;
  readonly title: string;
  readonly scheme: string;
  readonly close: () => void;
  /** Opens the window above the list: it stays where the case leaves the list. */
  readonly correct: (item: CaseItem) => void;
}

/** The single cases of a group; what is chosen stays chosen by its id, whatever comes or goes. */
export function CaseItems({ view, title, scheme, close, correct }: CaseItemsProps): ReactElement {
  const { t } = useTranslation();
  const { data, error, refetch, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(caseItemsData(view));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const asOf = data?.pages[0]?.asOf ?? 0;
  const retriable = items.filter(isRetriable);
  const selected = retriable.filter(({ caseId }) => chosen.has(caseId)).map(({ caseId }) => caseId);
  const choose = (ids: readonly string[], isChosen: boolean): void => {
    const kept = [...chosen].filter((id) => !ids.includes(id));
    setChosen(new Set(isChosen ? [...kept, ...ids] : kept));
  };
  const columns = useColumns({ asOf, scheme, chosen, choose, correct });
  return (
    <Card title={title} className="items" extra={<Button onClick={close}>{t("cases.close")}</Button>}>
      {error ? <ProblemNotice error={error} again={() => void refetch()} /> : null}
      {data === undefined && !error ? <WaitingNotice /> : null}
      {retriable.length === 0 ? null : (
        <div className="filters">
          <Checkbox
            checked={selected.length === retriable.length}
            indeterminate={selected.length > 0 && selected.length < retriable.length}
            onChange={({ target }) =>
              choose(
                retriable.slice(0, MOST_AT_ONCE).map(({ caseId }) => caseId),
                target.checked,
              )
            }
          >
            {t("cases.select-all")}
          </Checkbox>
          {selected.length > 1 ? (
            <BulkRetryButton
              scheme={scheme}
              filter={{ caseIds: selected.slice(0, MOST_AT_ONCE) }}
              label={t("cases.retry-chosen", { count: Math.min(selected.length, MOST_AT_ONCE) })}
            />
          ) : (
            <RetryButton
              scheme={scheme}
              caseIds={selected}
              label={t("cases.retry-chosen", { count: selected.length })}
            />
          )}
        </div>
      )}
      {retriable.length === 0 ? null : <p className="as-of">{t("cases.no-edit")}</p>}
      <Rows label={title} items={items} columns={columns} keyOf={({ caseId }) => caseId} />
      <More count={items.length} hasMore={hasNextPage} isFetching={isFetching} fetchMore={fetchNextPage} />
    </Card>
  );
}

/** What the board takes in one request. */
const MOST_AT_ONCE = 100;

/** What is disputed has arrived: it is settled and never pushed anew. */
function isRetriable(item: CaseItem): boolean {
  return !hasArrived(item);
}

interface ItemColumns {
  readonly asOf: number;
  readonly scheme: string;
  readonly chosen: ReadonlySet<string>;
  readonly choose: (ids: readonly string[], isChosen: boolean) => void;
  readonly correct: (item: CaseItem) => void;
}

function useColumns({ asOf, scheme, chosen, choose, correct }: ItemColumns): readonly Column<CaseItem>[] {
  const { t, i18n } = useTranslation();
  return [
    {
      key: "number",
      title: t("bill.number"),
      isPlain: true,
      show: (item) => (
        <span className="act">
          {isRetriable(item) ? (
            <Checkbox
              aria-label={t("cases.select", { number: item.billNo })}
              checked={chosen.has(item.caseId)}
              onChange={({ target }) => choose([item.caseId], target.checked)}
            />
          ) : null}
          <Link to="/bills/$number" params={{ number: item.billNo }}>
            {item.billNo}
          </Link>
        </span>
      ),
    },
    {
      key: "reason",
      title: t("bill.reason"),
      isPlain: true,
      show: (item) => (
        <div className="reason">
          {item.reason}
          {item.differences.map((difference) => (
            <p key={difference.specNo}>{t("cases.difference", { ...difference })}</p>
          ))}
        </div>
      ),
    },
    { key: "remedy", title: t("cases.remedy"), show: ({ remedy }) => <div className="reason">{remedy}</div> },
    { key: "age", title: t("cases.age"), show: ({ sinceMs }) => spanOf(asOf - sinceMs, i18n.language) },
    {
      key: "act",
      title: t("cases.retry"),
      isPlain: true,
      show: (item) =>
        isRetriable(item) ? (
          <RetryButton scheme={scheme} caseIds={[item.caseId]} label={t("cases.retry")} isQuiet />
        ) : (
          <SettleActs item={item} correct={correct} />
        ),
    },
  ];
}
