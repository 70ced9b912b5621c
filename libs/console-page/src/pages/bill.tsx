import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Alert, Card, Timeline, Typography } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { BillTrace, TracedBill, TracedJob, TracedOrder } from "../api/operations.ts";
import { kingdeeText, kingdeeTime } from "../core/moments.ts";
import { tellStory, type StoryEntry } from "../core/story.ts";
import { Refusal } from "../data/ask.ts";
import { billData } from "../data/queries.ts";
import { AsOf } from "../parts/as-of.tsx";
import { BillActs } from "../parts/bill-acts.tsx";
import { CompareBill } from "../parts/compare-bill.tsx";
import { EditButton } from "../parts/edit-button.tsx";
import { HoldButton } from "../parts/hold-button.tsx";
import { ProblemNotice } from "../parts/problem.tsx";
import { RetryButton } from "../parts/retry-button.tsx";
import { Rows, type Column } from "../parts/rows.tsx";
import { SettleBill } from "../parts/settle-acts.tsx";
import { OrderTag, StateTag } from "../parts/state-tag.tsx";
import { WaitingNotice } from "../parts/waiting.tsx";
import { MadeOf } from "./made-of.tsx";

/** One bill's whole story, by any of its numbers. */
export function OneBillPage(): ReactElement {
  const { number } = useParams({ from: "/bills/$number" });
  const { data, error, refetch } = useQuery(billData(number));
  if (error instanceof Refusal && error.status === 404) return <NotFound number={number} error={error} />;
  return (
    <>
      {error ? <ProblemNotice error={error} again={() => void refetch()} /> : null}
      {data === undefined && !error ? <WaitingNotice /> : null}
      {data?.bills.map((trace) => (
        <Trace key={trace.scheme} trace={trace} asOf={data.asOf} />
      ))}
    </>
  );
}

function NotFound({ number, error }: { readonly number: string; readonly error: Refusal }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <Typography.Title level={1}>{t("story.not-found", { number })}</Typography.Title>
      <ProblemNotice
        error={error}
        more={
          <Link to="/bills" search={{ q: number }}>
            {t("story.search")}
          </Link>
        }
      />
    </>
  );
}

function Trace({ trace, asOf }: { readonly trace: BillTrace; readonly asOf: number }): ReactElement {
  const { t } = useTranslation();
  const { scheme, bills, orders, jobs } = trace;
  return (
    <article>
      {bills.map((bill) => (
        <header key={bill.billId} className="bill-head">
          <Typography.Title level={1}>{bill.billNo}</Typography.Title>
          <StateTag state={bill.shownState} />
          <span>
            {t("bill.approved")} {kingdeeText(bill.approvedAt)}
          </span>
          <span>
            {t("bill.scheme")} {scheme}
          </span>
          <HoldButton scheme={scheme} bill={bill} />
          {bill.hold === null ? null : (
            <span>{t("hold.told", { ...bill.hold, time: kingdeeTime(bill.hold.atMs) })}</span>
          )}
          {bill.earlierNumbers.length === 0 ? null : (
            <span>{t("story.earlier", { numbers: bill.earlierNumbers.join(" ") })}</span>
          )}
        </header>
      ))}
      <AsOf ms={asOf} />
      {bills.map((bill) => (
        <Now key={bill.billId} {...{ scheme, bill, orders: orders.filter(({ billId }) => billId === bill.billId) }} />
      ))}
      {bills.map(({ billId, shownState }) => (
        <SettleBill key={billId} scheme={scheme} billId={billId} isDisputed={shownState === "disputed"} />
      ))}
      {bills.map(({ billId, billNo }) => (
        <CompareBill key={billId} scheme={scheme} billNo={billNo} />
      ))}
      <Card title={t("story.orders")}>
        <Rows
          label={t("list.label", { name: t("story.orders"), count: orders.length })}
          items={orders}
          columns={useOrderColumns(scheme)}
          keyOf={({ outerNo }) => outerNo}
        />
      </Card>
      {bills.map(({ billId, billNo }) => (
        <MadeOf key={billId} {...{ scheme, billId, billNo }} />
      ))}
      {bills.map(({ billId, billNo }) => (
        <BillActs key={billId} billNo={billNo} />
      ))}
      <section className="beside">
        <Card title={t("story.story")}>
          <Story trace={trace} />
        </Card>
        <Card title={t("story.jobs")}>
          <Jobs jobs={jobs} />
        </Card>
      </section>
    </article>
  );
}

interface NowProps {
  readonly scheme: string;
  readonly bill: TracedBill;
  readonly orders: readonly TracedOrder[];
}

/** Why it stands where it stands, and what helps. */
function Now({ scheme, bill, orders }: NowProps): ReactElement {
  const { t } = useTranslation();
  const cases = [
    ...(bill.state === "held" ? [`bill:${bill.billId}`] : []),
    ...orders.flatMap(({ state, caseId }) => (state === "held" && caseId !== null ? [caseId] : [])),
  ];
  const reasons = [...new Set([bill.reason, ...orders.map(({ reason }) => reason)])].filter((text) => text !== "");
  const quiet = bill.shownState === "underway" ? t("story.underway") : t("story.fine");
  const isOver = bill.shownState === "delivered" || bill.shownState === "underway";
  if (reasons.length === 0 && !isOver) return <></>;
  return (
    <Alert
      type={isOver ? (bill.shownState === "delivered" ? "success" : "info") : "warning"}
      showIcon
      className="now"
      title={reasons.length === 0 ? quiet : t("story.now")}
      description={reasons.map((reason) => (
        <p key={reason} className="reason">
          {reason}
        </p>
      ))}
      action={
        <span className="act">
          {cases.length === 0 ? null : <RetryButton scheme={scheme} caseIds={cases} label={t("cases.retry")} />}
          {bill.shownState === "disputed" ? (
            <Link to="/cases" search={codesOf(orders)}>
              {t("act.cases")}
            </Link>
          ) : null}
        </span>
      }
    />
  );
}

function codesOf(orders: readonly TracedOrder[]): { readonly code?: string } {
  const code = orders.find(({ state }) => state === "disputed")?.code;
  return code === undefined || code === null ? {} : { code };
}

function useOrderColumns(scheme: string): readonly Column<TracedOrder>[] {
  const { t } = useTranslation();
  const proofWords: Readonly<Record<string, string>> = {
    answered: t("proof.answered"),
    duplicate: t("proof.duplicate"),
    "looked-up": t("proof.looked-up"),
  };
  return [
    { key: "order", title: t("story.order"), isPlain: true, show: ({ outerNo }) => outerNo },
    { key: "state", title: t("bill.state"), isPlain: true, show: ({ state }) => <OrderTag state={state} /> },
    { key: "stockout", title: t("story.stockout"), show: ({ stockoutNo }) => stockoutNo ?? "–" },
    {
      key: "delivered",
      title: t("story.delivered-at"),
      show: ({ deliveredAtMs }) => (deliveredAtMs === null ? "–" : kingdeeTime(deliveredAtMs)),
    },
    { key: "pushes", title: t("story.pushes"), show: ({ pushes }) => t("story.pushes-count", { count: pushes }) },
    { key: "proof", title: t("story.proof"), show: ({ proof }) => proofWords[proof ?? ""] ?? proof ?? "–" },
    {
      key: "edit",
      title: t("edit.column"),
      show: ({ outerNo, state }) => (state === "held" ? <EditButton scheme={scheme} outerNo={outerNo} /> : "–"),
    },
  ];
}

function Story({ trace }: { readonly trace: BillTrace }): ReactElement {
  const { t } = useTranslation();
  const tell = (entry: StoryEntry): string => {
    const order = entry.outerNo ?? "";
    switch (entry.kind) {
      case "read":
        return t("story.read-at", { revision: entry.revision });
      case "first-push":
        return t("story.first-push", { order });
      case "delivered":
        return t("story.delivered", { order, stockoutNo: entry.stockoutNo });
      case "event": {
        const text = [order, entry.text].filter(Boolean).join(" ");
        return entry.by === undefined ? text : t("story.by", { person: entry.by, text });
      }
    }
  };
  return (
    <Timeline
      items={tellStory(trace).map((entry) => ({
        key: `${entry.atMs}/${entry.kind}/${entry.outerNo ?? ""}/${entry.text ?? ""}`,
        content: (
          <>
            <time className="as-of">{kingdeeTime(entry.atMs)}</time>
            <br />
            <span className="reason">{tell(entry)}</span>
          </>
        ),
      }))}
    />
  );
}

function Jobs({ jobs }: { readonly jobs: readonly TracedJob[] }): ReactElement {
  const { t } = useTranslation();
  if (jobs.length === 0) return <p>{t("story.jobs-none")}</p>;
  return (
    <ul className="plain">
      {jobs.map(({ id, href, queue, state, attempts, reason }) => (
        <li key={href}>
          <a href={href}>{id}</a>{" "}
          <span className="as-of">
            {t(`stage.${queue}`)} · {state} · {t("story.attempts", { count: attempts })}
          </span>
          {reason === "" ? null : <p className="reason">{reason}</p>}
        </li>
      ))}
    </ul>
  );
}
