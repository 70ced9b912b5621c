import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Card } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { endedOf } from "../core/bulk.ts";
import { kingdeeTime } from "../core/moments.ts";
import { bulkActsData } from "../data/bulk.ts";

const MOST_SHOWN = 5;

/** Bulk retries of late, one line each, those that go on as they go. */
export function BulkLines(): ReactElement | null {
  const { t } = useTranslation();
  const { data } = useQuery(bulkActsData);
  const acts = data?.items.slice(0, MOST_SHOWN) ?? [];
  if (acts.length === 0) return null;
  return (
    <Card title={t("bulk.acts")} className="items" size="small">
      <ul className="plain" aria-live="polite">
        {acts.map(({ id, begun, state, counts, total }) => (
          <li key={id} className="act">
            <Link to="/cases/acts/$id" params={{ id }}>
              {t("bulk.title", { id })}
            </Link>
            <span>
              {t(`bulk-state.${state}`)} · {t("bulk.progress", { ended: endedOf(counts), total: total.cases })}
              {counts.failed === 0 ? null : ` · ${t("bulk-outcome.failed")} ${counts.failed}`}
            </span>
            {begun === null ? null : (
              <span className="reason">
                {begun.by} {kingdeeTime(begun.atMs)} {begun.reason}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
