import { useInfiniteQuery, type InfiniteData, type UseInfiniteQueryResult } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Empty, Typography } from "antd";
import { useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { BillsAnswer, ListedBill } from "../api/operations.ts";
import { kingdeeClock, kingdeeText } from "../core/moments.ts";
import { numbersIn, type BillsView } from "../core/views.ts";
import { billsData } from "../data/queries.ts";
import { AsOf } from "../parts/as-of.tsx";
import { ExportLinks } from "../parts/export-links.tsx";
import { More } from "../parts/more.tsx";
import { ProblemNotice } from "../parts/problem.tsx";
import { Rows, type Column } from "../parts/rows.tsx";
import { StateTag } from "../parts/state-tag.tsx";
import { WaitingNotice } from "../parts/waiting.tsx";
import { BillFilters } from "./bill-filters.tsx";

/** Bills by number, state, day, warehouse, kind of trouble and goods. The address is the view. */
export function BillsPage(): ReactElement {
  const { t } = useTranslation();
  const view = useSearch({ from: "/bills" });
  const query = useInfiniteQuery(billsData(view));
  const { data, error, refetch, hasNextPage, isFetching, isPlaceholderData } = query;
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const [first] = data?.pages ?? [];
  const notes = data?.pages.at(-1)?.note;
  const { isGoingOn, fillMore } = useFilling(view, query, items.length);
  const columns = useColumns();
  useOnlyOne(view, isPlaceholderData || isGoingOn || data === undefined ? undefined : items);
  return (
    <>
      <Typography.Title level={1}>{t("menu.bills")}</Typography.Title>
      <BillFilters key={JSON.stringify(view)} view={view} />
      {error ? <ProblemNotice error={error} again={() => void refetch()} /> : null}
      {data === undefined && !error ? <WaitingNotice /> : null}
      {first === undefined ? null : (
        <div className={isPlaceholderData ? "stale" : undefined} aria-busy={isFetching}>
          <AsOf ms={first.asOf} />
          {notes === undefined ? null : (
            <p role="status" className="notes">
              {notes}
            </p>
          )}
          {items.length === 0 ? (
            <Empty
              image={Empty.PRESENTED_IMAGE_SIMPLE}
              description={
                <>
                  {hasNextPage ? t("bills.none-yet") : t("bills.none", { time: kingdeeClock(first.asOf) })}
                  <br />
                  {t("bills.none-remedy")}
                </>
              }
            />
          ) : (
            <>
              <Rows
                label={t("list.label", { name: t("menu.bills"), count: items.length })}
                items={items}
                columns={columns}
                keyOf={({ scheme, billId }) => `${scheme}/${billId}`}
              />
              <ExportLinks path="/api/v1/bills/export" view={view} />
            </>
          )}
          {items.length === 0 && !hasNextPage ? null : (
            <More count={items.length} hasMore={hasNextPage} isFetching={isFetching} fetchMore={fillMore} />
          )}
        </div>
      )}
    </>
  );
}

/** What is shown at once, where there is so much. */
const SCREEN = 50;
/** Pages that are looked through by themselves for it: each ends within a moment, however little was found. */
const MOST_PAGES = 40;

type BillsQuery = UseInfiniteQueryResult<InfiniteData<BillsAnswer>>;

/** A page may have few bills and go on: so many are asked for that a screen is full, and then one more each time. */
function useFilling(
  view: BillsView,
  { data, error, hasNextPage, isFetching, fetchNextPage }: BillsQuery,
  count: number,
): { readonly isGoingOn: boolean; readonly fillMore: () => void } {
  const address = JSON.stringify(view);
  const [asked, ask] = useState({ address, count: SCREEN, pages: MOST_PAGES });
  const most = asked.address === address ? asked : { count: SCREEN, pages: MOST_PAGES };
  const pages = data?.pages.length ?? 0;
  const isGoingOn = hasNextPage && error === null && count < most.count && pages < most.pages;
  const isNext = isGoingOn && !isFetching;
  useEffect(() => {
    if (isNext) void fetchNextPage();
  }, [isNext, pages, fetchNextPage]);
  return { isGoingOn, fillMore: () => ask({ address, count: count + SCREEN, pages: pages + MOST_PAGES }) };
}

/** Whoever looks for one number and finds one bill wants to read it. */
function useOnlyOne({ q }: BillsView, items: readonly ListedBill[] | undefined): void {
  const navigate = useNavigate();
  const [only] = items?.length === 1 && q !== undefined && numbersIn(q).length === 1 ? items : [];
  useEffect(() => {
    if (only) void navigate({ to: "/bills/$number", params: { number: only.billNo }, replace: true });
  }, [only, navigate]);
}

function useColumns(): readonly Column<ListedBill>[] {
  const { t } = useTranslation();
  return [
    {
      key: "number",
      title: t("bill.number"),
      isPlain: true,
      show: ({ billNo }) => (
        <Link to="/bills/$number" params={{ number: billNo }}>
          {billNo}
        </Link>
      ),
    },
    { key: "state", title: t("bill.state"), isPlain: true, show: ({ state }) => <StateTag state={state} /> },
    {
      key: "reason",
      title: t("bill.reason"),
      isPlain: true,
      show: ({ reason }) => <span className="reason">{reason}</span>,
    },
    { key: "orders", title: t("bill.orders"), show: ({ orders }) => orders },
    { key: "approved", title: t("bill.approved"), show: ({ approvedAt }) => kingdeeText(approvedAt ?? "–") },
    { key: "scheme", title: t("bill.scheme"), show: ({ scheme }) => scheme },
  ];
}
