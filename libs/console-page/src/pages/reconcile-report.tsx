import { Link } from "@tanstack/react-router";
import { Alert, Card, Typography } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { ReconcileResult } from "../api/operations.ts";
import { ExportLinks } from "../parts/export-links.tsx";
import { Rows, type Column } from "../parts/rows.tsx";

interface ReportProps {
  /** Of the API: where the same is as a file. */
  readonly exportPath: string;
  readonly result: ReconcileResult;
}

type Finding = ReconcileResult["findings"][number];
type GoodsRow = ReconcileResult["goods"][number];
type DayRow = ReconcileResult["days"][number];

/** What a comparison came to: expected, matched, differing; each difference with its bill; quantities; days. */
export function ReconcileReport({ exportPath, result }: ReportProps): ReactElement {
  const { t } = useTranslation();
  const differences = result.findings.length + result.findingsLeftOut;
  return (
    <>
      <p className="as-of">{t("reconcile.span", { from: result.from, to: result.to })}</p>
      <div className="figures">
        <Figure title={t("reconcile.expected")} count={result.expected} />
        <Figure title={t("reconcile.matched")} count={result.matched} />
        <Figure title={t("reconcile.differences")} count={differences} isBad={differences > 0} />
        <Figure title={t("reconcile.accepted")} count={result.accepted} />
      </div>
      <p>
        {t("reconcile.bills")} {result.bills} · {t("reconcile.excluded")} {result.excluded}
      </p>
      {differences === 0 ? <Alert type="success" showIcon title={t("reconcile.all-well")} /> : null}
      {differences === 0 ? null : <Findings exportPath={exportPath} result={result} />}
      <Goods exportPath={exportPath} result={result} />
      <Days days={result.days} />
      <Notes result={result} />
    </>
  );
}

function Figure({
  title,
  count,
  isBad,
}: {
  readonly title: string;
  readonly count: number;
  readonly isBad?: boolean;
}): ReactElement {
  return (
    <Card size="small" title={title}>
      <p className="figure">{isBad === true ? <span className="state state-disputed">≠ {count}</span> : count}</p>
    </Card>
  );
}

function Findings({ exportPath, result: { findings, findingsLeftOut } }: ReportProps): ReactElement {
  const { t } = useTranslation();
  const columns: readonly Column<Finding>[] = [
    { key: "kind", title: t("reconcile.kind"), show: ({ kind }) => t(`reconcile.kind.${kind}`) },
    {
      key: "bill",
      title: t("bill.number"),
      show: ({ billNo }) =>
        billNo === "" ? (
          "–"
        ) : (
          <Link to="/bills/$number" params={{ number: billNo }}>
            {billNo}
          </Link>
        ),
    },
    { key: "outer", title: t("reconcile.outer-no"), show: ({ outerNo }) => outerNo },
    { key: "stockout", title: t("reconcile.stockout-no"), show: ({ stockoutNos }) => stockoutNos.join(" ") },
    { key: "warehouse", title: t("reconcile.warehouse"), show: ({ warehouseNo }) => warehouseNo },
    { key: "why", title: t("reconcile.why"), show: (finding) => <Why {...finding} /> },
  ];
  return (
    <section>
      <Typography.Title level={2}>{t("reconcile.findings")}</Typography.Title>
      <Rows
        label={t("reconcile.findings")}
        items={findings}
        columns={columns}
        keyOf={({ kind, billNo, outerNo, stockoutNos }) => [kind, billNo, outerNo, ...stockoutNos].join("/")}
      />
      <LeftOut count={findingsLeftOut} />
      <ExportLinks path={exportPath} view={{ part: "findings" }} />
    </section>
  );
}

function Why({ text, differences }: Finding): ReactElement {
  const { t } = useTranslation();
  return (
    <span className="reason">
      {text}
      {differences.map(({ specNo, wanted, present }) => (
        <span key={specNo} className="reason-line">
          {specNo} · {t("reconcile.wanted")} {wanted} · {t("reconcile.present")} {present}
        </span>
      ))}
    </span>
  );
}

function Goods({ exportPath, result: { goods, goodsLeftOut } }: ReportProps): ReactElement | null {
  const { t } = useTranslation();
  if (goods.length === 0) return null;
  const differing = goods.filter(({ delta }) => !isZero(delta));
  const columns: readonly Column<GoodsRow>[] = [
    { key: "warehouse", title: t("reconcile.warehouse"), show: ({ warehouseNo }) => warehouseNo },
    { key: "sku", title: t("reconcile.sku"), show: ({ specNo }) => specNo },
    { key: "wanted", title: t("reconcile.wanted"), show: ({ wanted }) => wanted },
    { key: "present", title: t("reconcile.present"), show: ({ present }) => present },
    {
      key: "delta",
      title: t("reconcile.delta"),
      show: ({ delta }) => (isZero(delta) ? "0" : <strong>{delta}</strong>),
    },
  ];
  return (
    <section>
      <Typography.Title level={2}>{t("reconcile.goods")}</Typography.Title>
      {differing.length === 0 ? <p>{t("reconcile.goods-same")}</p> : null}
      <div className="scroll goods" role="region" aria-label={t("reconcile.goods")} tabIndex={0}>
        <Rows
          label={t("reconcile.goods")}
          items={goods}
          columns={columns}
          keyOf={({ warehouseNo, specNo }) => `${warehouseNo}/${specNo}`}
        />
      </div>
      <LeftOut count={goodsLeftOut} />
      <ExportLinks path={exportPath} view={{ part: "goods" }} />
    </section>
  );
}

/** "0", "0.0000": an amount is text, and nothing is reckoned with it here. */
function isZero(amount: string): boolean {
  return /^-?[0.]+$/.test(amount);
}

function Days({ days }: { readonly days: readonly DayRow[] }): ReactElement | null {
  const { t } = useTranslation();
  if (days.length === 0) return null;
  const columns: readonly Column<DayRow>[] = [
    { key: "day", title: t("reconcile.day"), show: ({ day }) => day },
    { key: "bills", title: t("reconcile.bills"), show: ({ bills }) => bills },
    { key: "expected", title: t("reconcile.expected"), show: ({ expected }) => expected },
    { key: "matched", title: t("reconcile.matched"), show: ({ matched }) => matched },
    { key: "differences", title: t("reconcile.differences"), show: ({ differences }) => differences },
  ];
  return (
    <section>
      <Typography.Title level={2}>{t("reconcile.days")}</Typography.Title>
      <Rows label={t("reconcile.days")} items={days} columns={columns} keyOf={({ day }) => day} />
    </section>
  );
}

function Notes({ result: { ofOtherSchemes, foreign, unused } }: Pick<ReportProps, "result">): ReactElement {
  const { t } = useTranslation();
  return (
    <ul className="plain">
      {ofOtherSchemes.map(({ scheme, documents }) => (
        <li key={scheme}>{t("reconcile.other-scheme", { scheme, count: documents })}</li>
      ))}
      {foreign > 0 ? <li>{t("reconcile.foreign", { count: foreign })}</li> : null}
      {unused.map(({ label, bills, examples }) => (
        <li key={label}>{t("reconcile.unused", { label, bills, examples: examples.join(" ") })}</li>
      ))}
    </ul>
  );
}

function LeftOut({ count }: { readonly count: number }): ReactElement | null {
  const { t } = useTranslation();
  return count === 0 ? null : <p>{t("reconcile.left-out", { count })}</p>;
}
