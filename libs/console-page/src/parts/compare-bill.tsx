import { Card } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { CompareResult } from "../api/operations.ts";
import { ErrandButton } from "./errand-asking.tsx";
import { Rows, type Column } from "./rows.tsx";

type Compared = CompareResult["orders"][number];

const LOOKS: Readonly<Record<Compared["verdict"], string>> = {
  same: "delivered",
  different: "disputed",
  "not-audited": "held",
  cancelled: "disputed",
  missing: "disputed",
  "not-sent": "underway",
  extra: "disputed",
};

/** What differs of a bill between its last reading, Kingdee now and Wangdiantong now. */
export function CompareBill({ scheme, billNo }: { readonly scheme: string; readonly billNo: string }): ReactElement {
  const { t } = useTranslation();
  return (
    <Card size="small" className="items" title={t("compare.title")}>
      <ErrandButton
        label={t("compare.go")}
        errand={{ kind: "compare-bill", scheme, billNo }}
        show={(result) => <Comparison result={result} />}
      />
    </Card>
  );
}

function Comparison({ result: { bills, orders } }: { readonly result: CompareResult }): ReactElement {
  const { t } = useTranslation();
  const columns: readonly Column<Compared>[] = [
    { key: "order", title: t("compare.order"), show: ({ outerNo }) => outerNo },
    {
      key: "verdict",
      title: t("compare.verdict"),
      show: ({ verdict }) => <span className={`state state-${LOOKS[verdict]}`}>{t(`compare.verdict.${verdict}`)}</span>,
    },
    { key: "document", title: t("reconcile.stockout-no"), show: ({ stockoutNos }) => stockoutNos.join(" ") },
    { key: "text", title: t("compare.text"), show: (order) => <span className="reason">{order.text}</span> },
  ];
  return (
    <>
      {bills.length === 0 ? <p>{t("compare.none")}</p> : null}
      {bills.map(({ billId, isAsRead, why }) => (
        <p key={billId}>
          {t(isAsRead === null ? "compare.never-read" : isAsRead ? "compare.as-read" : "compare.not-as-read")}
          {why === null ? null : ` · ${why}`}
        </p>
      ))}
      {orders.length === 0 ? null : (
        <Rows label={t("compare.title")} items={orders} columns={columns} keyOf={({ outerNo }) => outerNo} />
      )}
    </>
  );
}
