import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Modal } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import {
  postBillsByNumberHold,
  postBillsByNumberRelease,
  type HoldAnswer,
  type TracedBill,
} from "../api/operations.ts";
import { MayNot, useMayAct } from "./may-act.tsx";
import { ProblemNotice } from "./problem.tsx";
import { mintRequestId } from "./request-id.ts";

interface HoldButtonProps {
  readonly scheme: string;
  readonly bill: Pick<TracedBill, "billNo" | "hold" | "shownState">;
}

const OVER: ReadonlySet<string> = new Set(["delivered", "excluded", "withdrawn", "disputed"]);

/** Holds a bill back, or lets it go, with a reason; what came of it is told beside the button. */
export function HoldButton({ scheme, bill: { billNo, hold, shownState } }: HoldButtonProps): ReactElement | null {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const tell = useOutcome();
  const way = hold === null ? "hold" : "release";
  const [form, setForm] = useState<{ readonly requestId: string; readonly way: "hold" | "release" }>();
  const [fields] = Form.useForm<{ reason: string }>();
  const { mutate, data, error, isPending, reset } = useMutation({
    mutationFn: async ({ reason }: { reason: string }) => {
      const body = { scheme, reason, requestId: form?.requestId ?? "" };
      return form?.way === "hold" ? postBillsByNumberHold(billNo, body) : postBillsByNumberRelease(billNo, body);
    },
    onSuccess: async () => {
      setForm(undefined);
      await queries.invalidateQueries();
    },
  });
  if (!useMayAct()) return <MayNot />;
  const told = (
    <span aria-live="polite" className="as-of">
      {data?.bills.map(tell).join(";")}
    </span>
  );
  if (hold === null && OVER.has(shownState)) return told;
  const open = (): void => {
    reset();
    setForm({ requestId: mintRequestId(), way });
  };
  return (
    <span className="act">
      <Button onClick={open}>{t(`hold.${way}`)}</Button>
      {told}
      {form === undefined ? null : (
        <Modal
          open
          title={t(`hold.${form.way}-title`, { number: billNo })}
          okText={t(`hold.${form.way}`)}
          cancelText={t("hold.cancel")}
          okButtonProps={{ loading: isPending }}
          onOk={() => fields.submit()}
          onCancel={() => setForm(undefined)}
        >
          <p>{t(`hold.${form.way}-explain`)}</p>
          <Form form={fields} layout="vertical" requiredMark={false} onFinish={(given) => mutate(given)}>
            <Form.Item
              name="reason"
              label={t("hold.reason")}
              rules={[{ required: true, whitespace: true, message: t("hold.reason-needed") }]}
            >
              <Input.TextArea autoFocus maxLength={500} />
            </Form.Item>
          </Form>
          {error ? <ProblemNotice error={error} /> : null}
        </Modal>
      )}
    </span>
  );
}

function useOutcome(): (bill: HoldAnswer["bills"][number]) => string {
  const { t } = useTranslation();
  return ({ billNo: number, outcome, pushing, hold }) => {
    const told = t(`hold.${outcome}`, { number, by: hold?.by ?? "", note: hold?.note ?? "" });
    return pushing.length === 0 ? told : `${told};${t("hold.pushing", { orders: pushing.join(" ") })}`;
  };
}
