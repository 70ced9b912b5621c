import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Empty, Typography } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { BulkFilter, CaseGroup, CaseItem, CasesAnswer } from "../api/operations.ts";
import { kingdeeClock, spanOf } from "../core/moments.ts";
import type { CasesView } from "../core/views.ts";
import { casesData } from "../data/queries.ts";
import { AsOf } from "../parts/as-of.tsx";
import { BulkRetryButton } from "../parts/bulk-retry-button.tsx";
import { CorrectWindow } from "../parts/correct-window.tsx";
import { ExportLinks } from "../parts/export-links.tsx";
import { ProblemNotice } from "../parts/problem.tsx";
import { Rows, type Column } from "../parts/rows.tsx";
import { WaitingNotice } from "../parts/waiting.tsx";
import { BulkLines } from "./bulk-lines.tsx";
import { CaseItems } from "./case-items.tsx";
import { GapFill } from "./gap-fill.tsx";

/** What waits for a person, by its cause; the group that is open stands in the address. */
export function CasesPage(): ReactElement {
  const { t } = useTranslation();
  const view = useSearch({ from: "/cases" });
  const navigate = useNavigate();
  const causeOf = useCause();
  const [correcting, setCorrecting] = useState<CaseItem>();
  const { data, error, refetch } = useQuery(casesData({}));
  const open = data?.groups.find((group) => isOpen(group, view));
  return (
    <>
      <Typography.Title level={1}>{t("menu.cases")}</Typography.Title>
      <BulkLines />
      {error ? <ProblemNotice error={error} again={() => void refetch()} /> : null}
      {data === undefined && !error ? <WaitingNotice /> : null}
      {data === undefined ? null : <Groups cases={data} />}
      {open?.gap?.kind === "table" ? <GapFill scheme={open.scheme} only={open.gap} /> : null}
      {open === undefined ? null : (
        <CaseItems
          key={keyOf(open)}
          view={viewOf(open)}
          title={t("cases.items", { cause: causeOf(open) })}
          scheme={open.scheme}
          close={() => void navigate({ to: "/cases", search: {} })}
          correct={setCorrecting}
        />
      )}
      {correcting === undefined ? null : <CorrectWindow item={correcting} close={() => setCorrecting(undefined)} />}
    </>
  );
}

function Groups({ cases: { asOf, total, groups } }: { readonly cases: CasesAnswer }): ReactElement {
  const { t } = useTranslation();
  const columns = useColumns(asOf);
  return (
    <>
      <AsOf ms={asOf} />
      {groups.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("cases.none", { time: kingdeeClock(asOf) })} />
      ) : (
        <>
          <p className="total">
            {t("cases.total", { bills: total.bills, orders: total.orders })}
            {total.amount === null ? null : ` · ${t("cases.amount", { amount: total.amount })}`}
          </p>
          <div className="filters">
            {[...new Set(groups.map(({ scheme }) => scheme))].map((scheme, _index, all) => (
              <BulkRetryButton
                key={scheme}
                scheme={scheme}
                filter={{}}
                label={all.length === 1 ? t("bulk.all") : `${scheme}: ${t("bulk.all")}`}
                isPlain
              />
            ))}
          </div>
          <Rows
            label={t("list.label", { name: t("menu.cases"), count: groups.length })}
            items={groups}
            columns={columns}
            keyOf={keyOf}
          />
          <ExportLinks path="/api/v1/cases/export" view={{}} />
        </>
      )}
    </>
  );
}

function useColumns(asOf: number): readonly Column<CaseGroup>[] {
  const { t, i18n } = useTranslation();
  const causeOf = useCause();
  return [
    {
      key: "cause",
      title: t("cases.cause"),
      isPlain: true,
      show: (group) => (
        <>
          <strong className="reason">{causeOf(group)}</strong> <code>{group.code}</code>
        </>
      ),
    },
    {
      key: "open",
      title: t("cases.open"),
      isPlain: true,
      show: (group) => (
        <span className="act">
          <Link to="/cases" search={viewOf(group)}>
            {t("cases.open")}
          </Link>
          {isRetriable(group) ? (
            <BulkRetryButton scheme={group.scheme} filter={causeFilter(group)} label={t("bulk.group")} isPlain />
          ) : null}
        </span>
      ),
    },
    { key: "bills", title: t("cases.bills"), show: ({ bills }) => bills },
    { key: "orders", title: t("cases.orders"), show: ({ orders }) => orders },
    { key: "amount", title: t("cases.sum"), show: ({ amount }) => amount ?? "–" },
    { key: "owner", title: t("cases.owner"), show: ({ owner }) => t(`owner.${owner}`) },
    { key: "age", title: t("cases.age"), show: ({ oldestMs }) => spanOf(asOf - oldestMs, i18n.language) },
    { key: "remedy", title: t("cases.remedy"), show: ({ remedy }) => <span className="reason">{remedy}</span> },
  ];
}

function useCause(): (group: CaseGroup) => string {
  const { t } = useTranslation();
  return ({ meaning, gap }) => (gap === undefined ? meaning : `${meaning} · ${t("cases.gap", { ...gap })}`);
}

function viewOf({ scheme, code, gap }: CaseGroup): CasesView {
  return { scheme, code, ...(gap === undefined ? {} : { gap: `${gap.subject}/${gap.code}` }) };
}

/** What has arrived is settled, and never pushed anew. */
function isRetriable({ faultClass }: CaseGroup): boolean {
  return faultClass !== "after-delivery";
}

function causeFilter({ code, gap }: CaseGroup): BulkFilter {
  return { code, ...(gap === undefined ? {} : { gap: `${gap.subject}/${gap.code}` }) };
}

function keyOf(group: CaseGroup): string {
  const { scheme, code, gap } = viewOf(group);
  return `${scheme ?? ""} ${code ?? ""} ${gap ?? ""}`;
}

/** An address may name a code alone: then the first group of it. */
function isOpen(group: CaseGroup, view: CasesView): boolean {
  const own = viewOf(group);
  if (view.code === undefined || view.code !== own.code) return false;
  return (view.scheme ?? own.scheme) === own.scheme && (view.gap === undefined || view.gap === own.gap);
}
