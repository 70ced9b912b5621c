import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Form, Input, Modal, Select } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import {
  postBulkActs,
  postBulkActsByIdBegin,
  type BulkAct,
  type BulkFilter,
  type BulkMapping,
} from "../api/operations.ts";
import { MayNot, useMayAct } from "./may-act.tsx";
import { ProblemNotice } from "./problem.tsx";
import { mintRequestId } from "./request-id.ts";
import { WaitingNotice } from "./waiting.tsx";

interface BulkRetryButtonProps {
  readonly scheme: string;
  /** Left empty: every case of the scheme. */
  readonly filter: BulkFilter;
  readonly label: string;
  readonly isPlain?: boolean;
}

/** First the count, which freezes the set; then, with a reason, some unlike ones are tried, and the rest after them. */
export function BulkRetryButton({ scheme, filter, label, isPlain }: BulkRetryButtonProps): ReactElement | null {
  const [isOpen, setOpen] = useState(false);
  if (!useMayAct()) return <MayNot />;
  return (
    <>
      <Button type={isPlain === true ? "default" : "primary"} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {isOpen ? <CountWindow scheme={scheme} filter={filter} close={() => setOpen(false)} /> : null}
    </>
  );
}

interface Wish {
  readonly reason: string;
  readonly canary: number;
}

const CANARIES = [1, 2, 3, 4, 5];
const USUAL = 3;

interface CountWindowProps extends Omit<BulkRetryButtonProps, "label"> {
  readonly close: () => void;
}

function CountWindow({ scheme, filter, close }: CountWindowProps): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [form] = Form.useForm<Wish>();
  const [beginId] = useState(mintRequestId);
  const { act, error, mapping, setMapping, refetch } = useCount(scheme, filter);
  const begin = useMutation({
    mutationFn: async (wish: Wish) => postBulkActsByIdBegin(act?.id ?? "", { ...wish, requestId: beginId }),
    onSuccess: async ({ act: { id }, isChanged }) =>
      navigate({ to: "/cases/acts/$id", params: { id }, search: isChanged ? {} : { told: "already" } }),
  });
  const canary = Form.useWatch("canary", form) ?? USUAL;
  const cases = act?.total.cases ?? 0;
  return (
    <Modal
      open
      title={t("bulk.count-title")}
      okText={t("bulk.begin", { count: Math.min(canary, cases) })}
      cancelText={t("bulk.cancel")}
      okButtonProps={{ disabled: cases === 0, loading: begin.isPending }}
      onOk={() => form.submit()}
      onCancel={close}
    >
      {act === undefined && error === null ? <WaitingNotice /> : null}
      {error === null ? null : <ProblemNotice error={error} again={() => void refetch()} />}
      {act === undefined ? null : <Counted act={act} />}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ canary: USUAL, reason: "" }}
        onFinish={(wish) => begin.mutate(wish)}
      >
        <Form.Item label={t("bulk.mapping")} htmlFor="bulk-mapping">
          <Select<BulkMapping>
            id="bulk-mapping"
            aria-label={t("bulk.mapping")}
            value={mapping}
            options={(["present", "recorded"] as const).map((each) => ({
              value: each,
              label: t(`bulk.mapping-${each}`),
            }))}
            onChange={setMapping}
          />
        </Form.Item>
        <Form.Item name="canary" label={t("bulk.canary")} extra={t("bulk.canary-explain")}>
          <Select aria-label={t("bulk.canary")} options={CANARIES.map((value) => ({ value, label: String(value) }))} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t("bulk.reason")}
          rules={[{ required: true, whitespace: true, message: t("bulk.reason-needed") }]}
        >
          <Input.TextArea maxLength={500} />
        </Form.Item>
      </Form>
      {begin.error ? <ProblemNotice error={begin.error} /> : null}
    </Modal>
  );
}

/** Counted once for a window and a mapping: what is begun is what was counted. */
function useCount(scheme: string, filter: BulkFilter) {
  const [windowId] = useState(mintRequestId);
  const [mapping, setMapping] = useState<BulkMapping>("present");
  const { data, error, refetch } = useQuery({
    queryKey: ["bulk-count", windowId, mapping],
    queryFn: async () => postBulkActs({ scheme, filter, mapping, requestId: `${windowId}-${mapping}` }),
    staleTime: Infinity,
    retry: false,
  });
  return { act: data?.act, error, mapping, setMapping, refetch };
}

function Counted({ act: { total, causes, leftOut, quotaMinutes } }: { readonly act: BulkAct }): ReactElement {
  const { t } = useTranslation();
  if (total.cases === 0)
    return (
      <>
        <p role="status">{t("bulk.none")}</p>
        <LeftOut leftOut={leftOut} />
      </>
    );
  return (
    <>
      <p className="total" role="status">
        {t("bulk.total", { cases: total.cases, bills: total.bills })}
        {total.amount === null ? null : ` · ${t("bulk.amount", { amount: total.amount })}`}
        {quotaMinutes === null ? null : ` · ${t("bulk.quota", { minutes: quotaMinutes })}`}
      </p>
      <ul aria-label={t("bulk.causes")}>
        {causes.map(({ code, meaning, cases }) => (
          <li key={code}>
            {meaning} <code>{code}</code> × {cases}
          </li>
        ))}
      </ul>
      <LeftOut leftOut={leftOut} />
      <p className="as-of">{t("bulk.frozen")}</p>
    </>
  );
}

function LeftOut({ leftOut }: Pick<BulkAct, "leftOut">): ReactElement | null {
  const { t } = useTranslation();
  if (leftOut.length === 0) return null;
  return (
    <>
      <p>{t("bulk.left-out")}</p>
      <ul aria-label={t("bulk.left-out")}>
        {leftOut.map(({ why, count }) => (
          <li key={why}>
            {count} × {t(`bulk-why.${why}`)}
          </li>
        ))}
      </ul>
    </>
  );
}
