import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Card, Typography } from "antd";
import { lazy, Suspense, useContext, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { Overview as Facts } from "../api/operations.ts";
import { kingdeeClock, spanOf } from "../core/moments.ts";
import { StreamContext } from "../data/live.ts";
import { overviewData } from "../data/queries.ts";
import { AsOf } from "../parts/as-of.tsx";
import { ProblemNotice } from "../parts/problem.tsx";
import { StateTag } from "../parts/state-tag.tsx";
import { WaitingNotice } from "../parts/waiting.tsx";
import { ReasonList } from "./reason-list.tsx";
import { StageTable } from "./stage-table.tsx";

const Flow = lazy(async () => ({ default: (await import("./flow.tsx")).Flow }));

const ASK_MS = 10_000;

const STATES = ["delivered", "underway", "held", "disputed", "excluded", "withdrawn"] as const;

/** How all of it stands: first what has waited longest, then what does not move. */
export function OverviewPage(): ReactElement {
  const { t } = useTranslation();
  const stream = useContext(StreamContext);
  const { data, error, refetch } = useQuery({
    ...overviewData,
    // Where no stream comes through, asking goes on.
    refetchInterval: stream === "live" ? false : ASK_MS,
  });
  const isLost = stream === "lost" && error !== null;
  return (
    <>
      <Typography.Title level={1}>{t("menu.overview")}</Typography.Title>
      {error && data === undefined ? <ProblemNotice error={error} again={() => void refetch()} /> : null}
      {data === undefined && !error ? <WaitingNotice /> : null}
      {data === undefined ? null : (
        <div className={isLost ? "stale" : undefined}>
          <AsOf ms={data.asOf} isLive={stream === "live"} isLost={isLost} />
          <Figures facts={data} />
          <ReasonList reasons={data.reasons} />
          <section className="beside">
            <Card title={t("overview.stages")}>
              <StageTable stages={data.stages} />
            </Card>
            <Suspense fallback={<Card title={t("overview.flow")} />}>
              <Flow flow={data.flow} />
            </Suspense>
          </section>
        </div>
      )}
    </>
  );
}

function Figures({ facts: { asOf, oldest, today, quota } }: { readonly facts: Facts }): ReactElement {
  const { t, i18n } = useTranslation();
  return (
    <section className="figures">
      <Card title={t("overview.oldest")}>
        {oldest === null ? (
          <p>{t("overview.oldest-none")}</p>
        ) : (
          <>
            <p className="figure">{spanOf(asOf - oldest.sinceMs, i18n.language)}</p>
            <Link to="/bills/$number" params={{ number: oldest.billNo }}>
              {oldest.billNo}
            </Link>{" "}
            <StateTag state={oldest.state} />
          </>
        )}
      </Card>
      <Card title={t("overview.today")}>
        {today === null ? (
          <p>{t("overview.today-unknown")}</p>
        ) : (
          <>
            <p className="figure">{Object.values(today).reduce((sum, count) => sum + count, 0)}</p>
            <ul className="states">
              {STATES.map((state) => (
                <li key={state}>
                  <Link to="/bills" search={{ state }}>
                    <StateTag state={state} count={today[state]} />
                  </Link>
                </li>
              ))}
            </ul>
          </>
        )}
      </Card>
      <Card title={t("overview.quota")}>
        <Quota quota={quota} />
      </Card>
    </section>
  );
}

function Quota({ quota }: { readonly quota: Facts["quota"] }): ReactElement {
  const { t } = useTranslation();
  if (quota === null) return <p>{t("overview.quota-none")}</p>;
  const { used, limit, refused, emptyAtMs } = quota;
  return (
    <>
      <p className="figure">
        {limit === null ? t("overview.quota-used", { used }) : t("overview.quota-of", { used, limit })}
      </p>
      {refused === null ? null : <p>{t("overview.quota-refused", { count: refused })}</p>}
      {emptyAtMs === null ? null : <p>{t("overview.quota-empty", { time: kingdeeClock(emptyAtMs).slice(0, 5) })}</p>}
    </>
  );
}
