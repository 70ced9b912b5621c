import { Alert, Button, Form, Input, Typography } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { PreviewResult } from "../api/operations.ts";
import { Asked, useAsking } from "../parts/errand-asking.tsx";
import { MayNot, useMayAct } from "../parts/may-act.tsx";

type Bill = PreviewResult["bills"][number];
type Order = Bill["orders"][number];
type Value = Order["values"][number];

/** Any bill, by its number, read from Kingdee now. */
export function SchemePreview({ scheme }: { readonly scheme: string }): ReactElement | null {
  const { t } = useTranslation();
  const asking = useAsking();
  if (!useMayAct()) return <MayNot />;
  return (
    <>
      <Form<{ readonly billNo: string }>
        className="asking"
        layout="vertical"
        requiredMark={false}
        onFinish={({ billNo }) => asking.ask({ kind: "preview-bill", scheme, billNo })}
      >
        <Form.Item
          name="billNo"
          label={t("schemes.preview-number")}
          rules={[{ required: true, whitespace: true, message: t("schemes.preview-needed") }]}
        >
          <Input maxLength={100} />
        </Form.Item>
        <Button htmlType="submit" loading={asking.isUnderWay}>
          {t("schemes.preview-go")}
        </Button>
      </Form>
      <Asked
        asking={asking}
        show={(result) => (result.kind === "preview-bill" ? <Previews bills={result.bills} /> : null)}
      />
    </>
  );
}

function Previews({ bills }: { readonly bills: readonly Bill[] }): ReactElement {
  const { t } = useTranslation();
  if (bills.length === 0) return <Alert type="warning" showIcon title={t("schemes.preview-none")} />;
  return (
    <>
      {bills.map((bill) => (
        <ShownBill key={bill.billId} bill={bill} />
      ))}
    </>
  );
}

/** A bill as Kingdee has it, beside the orders that it would become. */
export function ShownBill({ bill }: { readonly bill: Bill }): ReactElement {
  const { t } = useTranslation();
  const { unread, outcome, reasons, skipped, orders } = bill;
  return (
    <>
      {unread === null ? null : <Alert type="warning" showIcon title={t("schemes.preview-unread", { why: unread })} />}
      {outcome === "ordered" ? null : (
        <Alert
          type={outcome === "refused" ? "error" : "info"}
          showIcon
          title={t(`schemes.preview-${outcome}`)}
          description={reasons.join("\n")}
        />
      )}
      <div className="beside">
        <KingdeeRows bill={bill} />
        <div>
          {skipped.map(({ seq, rule }) => (
            <p key={seq}>{t("schemes.preview-skipped", { seq, rule })}</p>
          ))}
          {orders.map((order) => (
            <OneOrder key={order.outerNo} order={order} />
          ))}
        </div>
      </div>
    </>
  );
}

/** What all rows have in common once, and each row's own below it. */
function KingdeeRows({ bill: { fields, rows, rowsLeftOut } }: { readonly bill: Bill }): ReactElement {
  const { t } = useTranslation();
  const isCommon = fields.map((_, column) => rows.every((row) => row[column] === rows[0]?.[column]));
  const cells = (row: readonly (string | null)[], isWanted: (column: number) => boolean) =>
    fields.flatMap(({ name, label }, column) => {
      const text = row[column]?.trim() ?? "";
      return text === "" || !isWanted(column) ? [] : [{ name, label, text }];
    });
  const groups = [
    cells(rows[0] ?? [], (column) => isCommon[column] === true),
    ...rows.map((row) => cells(row, (column) => isCommon[column] !== true)),
  ].filter((group) => group.length > 0);
  return (
    <div>
      <Typography.Title level={3}>{t("schemes.preview-rows", { count: rows.length + rowsLeftOut })}</Typography.Title>
      {groups.map((group) => (
        <dl key={group.map(({ text }) => text).join("/")} className="cells">
          {group.map(({ name, label, text }) => (
            <div key={name}>
              <dt>
                {label} <code>{name}</code>
              </dt>
              <dd className="reason">{text}</dd>
            </div>
          ))}
        </dl>
      ))}
      {rowsLeftOut === 0 ? null : <p>{t("schemes.preview-left-out", { count: rowsLeftOut })}</p>}
    </div>
  );
}

/** Each value with its source below it: a rule may be long, and is read whole. */
function OneOrder({ order: { outerNo, notes, values, valuesLeftOut } }: { readonly order: Order }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <Typography.Title level={3}>{t("schemes.preview-order", { number: outerNo })}</Typography.Title>
      <dl className="cells">
        {values.map((value) => (
          <div key={value.place}>
            <dt>
              {value.label} <code>{value.place}</code>
            </dt>
            <dd>
              <strong className="reason">{value.value}</strong>
              <Source {...value} />
            </dd>
          </div>
        ))}
      </dl>
      {valuesLeftOut === 0 ? null : <p>{t("schemes.preview-left-out", { count: valuesLeftOut })}</p>}
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </>
  );
}

function Source({ rule, table, lines }: Value): ReactElement {
  const { t } = useTranslation();
  return (
    <span className="reason reason-line">
      {rule === "" ? t("schemes.program") : <code>{rule}</code>}
      {table === null ? null : ` · ${t("schemes.of-table", { table })}`}
      {lines.length === 0 ? null : ` · ${t("schemes.lines-of", { lines: lines.join("、") })}`}
    </span>
  );
}
