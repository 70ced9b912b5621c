import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Modal } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { postBulkActsByIdResume } from "../api/operations.ts";
import { MayNot, useMayAct } from "./may-act.tsx";
import { ProblemNotice } from "./problem.tsx";
import { mintRequestId } from "./request-id.ts";

/** One is enough to see whether what stopped it is mended. */
const CANARY = 1;

/** Goes on with what a stopped act has not tried, with a reason, and a canary first. */
export function ResumeBulkButton({ id, count }: { readonly id: string; readonly count: number }): ReactElement {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [requestId, setRequestId] = useState<string>();
  const [form] = Form.useForm<{ reason: string }>();
  const { mutate, error, isPending } = useMutation({
    mutationFn: async ({ reason }: { reason: string }) =>
      postBulkActsByIdResume(id, { reason, canary: CANARY, requestId: requestId ?? "" }),
    onSuccess: async () => {
      setRequestId(undefined);
      await queries.invalidateQueries();
    },
  });
  if (!useMayAct()) return <MayNot />;
  return (
    <>
      <Button type="primary" onClick={() => setRequestId(mintRequestId())}>
        {t("bulk.resume", { count })}
      </Button>
      {requestId === undefined ? null : (
        <Modal
          open
          title={t("bulk.resume-title", { count })}
          okText={t("bulk.resume-go")}
          cancelText={t("bulk.cancel")}
          okButtonProps={{ loading: isPending }}
          onOk={() => form.submit()}
          onCancel={() => setRequestId(undefined)}
        >
          <Form form={form} layout="vertical" requiredMark={false} onFinish={(given) => mutate(given)}>
            <Form.Item
              name="reason"
              label={t("bulk.reason")}
              rules={[{ required: true, whitespace: true, message: t("bulk.reason-needed") }]}
            >
              <Input.TextArea autoFocus maxLength={500} />
            </Form.Item>
          </Form>
          {error ? <ProblemNotice error={error} /> : null}
        </Modal>
      )}
    </>
  );
}
