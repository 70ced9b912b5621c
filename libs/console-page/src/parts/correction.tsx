import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Button, Form, Input } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { BillAnswer, CaseItem, CorrectResult, ErrandResult } from "../api/operations.ts";
import { billData } from "../data/queries.ts";
import { Rows } from "./rows.tsx";

const LOOK_AGAIN_MS = 2_000;

export interface Correcting {
  readonly item: CaseItem;
  readonly decision: "difference" | "replacement";
  readonly isOldCancelled: boolean;
}

/** Asks why, and has it pushed. */
export function CorrectForm({ push }: { readonly push: (note: string) => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <Form layout="vertical" requiredMark={false} onFinish={({ note }: { note: string }) => push(note.trim())}>
      <Form.Item
        name="note"
        label={t("correct.reason")}
        rules={[{ required: true, whitespace: true, message: t("correct.reason-needed") }]}
      >
        <Input.TextArea maxLength={500} />
      </Form.Item>
      <Button type="primary" htmlType="submit">
        {t("correct.push")}
      </Button>
    </Form>
  );
}

/** What would be pushed, what was, or why nothing is. */
export function Correction({ result }: { readonly result: ErrandResult }): ReactElement | null {
  const { t } = useTranslation();
  if (result.kind !== "correct") return null;
  switch (result.outcome) {
    case "planned":
      return <Payload result={result} />;
    case "corrected":
      return (
        <Alert
          type="success"
          showIcon
          title={t("correct.corrected", { order: result.outerNo })}
          description={<NewDocument outerNo={result.outerNo ?? ""} />}
        />
      );
    case "refused":
    case "changed":
    case "busy":
    case "not-a-case":
      return (
        <Alert
          type="warning"
          showIcon
          title={t(`correct.${result.outcome}`)}
          description={result.reasons.map((reason) => (
            <p key={reason} className="reason">
              {reason}
            </p>
          ))}
        />
      );
  }
}

function Payload({ result: { outerNo, lines, values, valuesLeftOut } }: { readonly result: CorrectResult }) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t("correct.planned", { order: outerNo })}</p>
      <ul className="plain">
        {lines.map(({ specNo, quantity }) => (
          <li key={`${specNo}/${quantity}`}>
            <code>{specNo}</code> {quantity}
          </li>
        ))}
      </ul>
      <details>
        <summary>{t("correct.payload")}</summary>
        <Rows
          label={t("correct.payload")}
          items={values}
          keyOf={({ place }) => place}
          columns={[
            {
              key: "place",
              title: t("made-of.place"),
              show: ({ place, label }) => (
                <span className="reason">
                  <code>{place}</code> {label}
                </span>
              ),
            },
            { key: "value", title: t("made-of.value"), show: ({ value }) => <span className="reason">{value}</span> },
          ]}
        />
        {valuesLeftOut === 0 ? null : <p>{t("correct.left-out", { count: valuesLeftOut })}</p>}
      </details>
    </>
  );
}

/** Wangdiantong's number comes with the answer to the push. */
function NewDocument({ outerNo }: { readonly outerNo: string }): ReactElement {
  const { t } = useTranslation();
  const { data } = useQuery({
    ...billData(outerNo),
    refetchInterval: ({ state }) => (documentOf(state.data, outerNo) === null ? LOOK_AGAIN_MS : false),
  });
  const stockoutNo = documentOf(data, outerNo);
  return (
    <>
      <p aria-live="polite">
        {stockoutNo === null ? t("correct.on-its-way") : t("correct.document", { number: stockoutNo })}
      </p>
      <p>
        <Link to="/bills/$number" params={{ number: outerNo }}>
          {t("correct.bill")}
        </Link>
      </p>
    </>
  );
}

function documentOf(data: BillAnswer | undefined, outerNo: string): string | null {
  const orders = data?.bills.flatMap((trace) => trace.orders) ?? [];
  return orders.find((order) => order.outerNo === outerNo)?.stockoutNo ?? null;
}
