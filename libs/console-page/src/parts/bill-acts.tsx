import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Card } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { billActsData } from "../data/audit-queries.ts";
import { ActRows } from "./act-rows.tsx";
import { ProblemNotice } from "./problem.tsx";

/** What people did about one bill, the newest first. */
export function BillActs({ billNo }: { readonly billNo: string }): ReactElement {
  const { t } = useTranslation();
  const { data, error } = useQuery(billActsData(billNo));
  const items = data?.items ?? [];
  return (
    <Card
      title={t("audit.of-bill")}
      extra={
        <Link to="/audit" search={{ bill: billNo }}>
          {t("audit.whole")}
        </Link>
      }
    >
      {error ? <ProblemNotice error={error} /> : null}
      {data !== undefined && items.length === 0 ? <p>{t("audit.of-bill-none")}</p> : null}
      {items.length === 0 ? null : <ActRows label={t("audit.of-bill")} items={items} isOfOne />}
    </Card>
  );
}
