import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { SHOWN_STATES, type ShownState } from "@billferry/desk/shown-state";
import { Button, Empty, Select, Typography } from "antd";
import { useEffect, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { ListedBill } from "../api/operations.ts";
import { kingdeeClock, kingdeeText } from "../core/moments.ts";
import { numbersIn, type BillsView } from "../core/views.ts";
import { billsData, statusData } from "../data/queries.ts";
import { AsOf } from "../parts/as-of.tsx";
import { ExportLinks } from "../parts/export-links.tsx";
import { More } from "../parts/more.tsx";
import { ProblemNotice } from "../parts/problem.tsx";
import { Rows, type Column } from "../parts/rows.tsx";
import { StateTag, useStateWord } from "../parts/state-tag.tsx";
import { WaitingNotice } from "../parts/waiting.tsx";

/** Bills by number and state. The address is the view. */
export function BillsPage(): ReactElement {
  const { t } = useTranslation();
  const view = useSearch({ from: "/bills" });
  const { data, error, refetch, hasNextPage, isFetching, isPlaceholderData, fetchNextPage } = useInfiniteQuery(
    billsData(view),
  );
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const [first] = data?.pages ?? [];
  const columns = useColumns();
  useOnlyOne(view, isPlaceholderData || data === undefined ? undefined : items);
  return (
    <>
      <Typography.Title level={1}>{t("menu.bills")}</Typography.Title>
      <Filters view={view} />
      {error ? <ProblemNotice error={error} again={() => void refetch()} /> : null}
      {data === undefined && !error ? <WaitingNotice /> : null}
      {first === undefined ? null : (
        <div className={isPlaceholderData ? "stale" : undefined} aria-busy={isFetching}>
          <AsOf ms={first.asOf} />
          {first.note === undefined ? null : <p role="status">{first.note}</p>}
          {items.length === 0 ? (
            <Empty
              image={Empty.PRESENTED_IMAGE_SIMPLE}
              description={
                <>
                  {t("bills.none", { time: kingdeeClock(first.asOf) })}
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
              <More count={items.length} hasMore={hasNextPage} isFetching={isFetching} fetchMore={fetchNextPage} />
            </>
          )}
        </div>
      )}
    </>
  );
}

/** Whoever looks for one number and finds one bill wants to read it. */
function useOnlyOne({ q }: BillsView, items: readonly ListedBill[] | undefined): void {
  const navigate = useNavigate();
  const [only] = items?.length === 1 && q !== undefined && numbersIn(q).length === 1 ? items : [];
  useEffect(() => {
    if (only) void navigate({ to: "/bills/$number", params: { number: only.billNo }, replace: true });
  }, [only, navigate]);
}

function Filters({ view }: { readonly view: BillsView }): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const wordOf = useStateWord();
  const schemes = useQuery(statusData).data?.schemes ?? [];
  const show = (changed: Partial<Record<keyof BillsView, string | undefined>>): void =>
    void navigate({ to: "/bills", search: { ...view, ...changed } as BillsView });
  const all = { value: "", label: t("bills.filter-all") };
  return (
    <div className="filters">
      <Select<ShownState | "">
        aria-label={t("bills.filter-state")}
        prefix={t("bills.filter-state")}
        value={view.state ?? ""}
        options={[
          all,
          ...(Object.keys(SHOWN_STATES) as ShownState[]).map((state) => ({ value: state, label: wordOf(state) })),
        ]}
        onChange={(state) => show({ state: state || undefined })}
      />
      {schemes.length > 1 ? (
        <Select<string>
          aria-label={t("bills.filter-scheme")}
          prefix={t("bills.filter-scheme")}
          value={view.scheme ?? ""}
          options={[all, ...schemes.map(({ scheme, name }) => ({ value: scheme, label: name }))]}
          onChange={(scheme) => show({ scheme: scheme || undefined })}
        />
      ) : null}
      {view.q === undefined ? null : <code className="wanted">{numbersIn(view.q).join(" ").slice(0, 120)}</code>}
      {Object.keys(view).length === 0 ? null : (
        <Button type="link" onClick={() => void navigate({ to: "/bills", search: {} })}>
          {t("bills.clear")}
        </Button>
      )}
    </div>
  );
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
