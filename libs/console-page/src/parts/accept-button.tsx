import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Modal } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { postCasesAccept, type CaseItem } from "../api/operations.ts";
import { MayNot, useMayAct } from "./may-act.tsx";
import { ProblemNotice } from "./problem.tsx";
import { mintRequestId } from "./request-id.ts";

/** Leaves a difference as it is, with a note why; refused where it is another by now than was shown. */
export function AcceptButton({ item }: { readonly item: CaseItem }): ReactElement {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [requestId, setRequestId] = useState<string>();
  const [form] = Form.useForm<{ note: string }>();
  const { mutate, error, isPending, reset } = useMutation({
    mutationFn: async ({ note }: { note: string }) => {
      const { scheme, caseId, version } = item;
      return postCasesAccept({ scheme, caseId, version, note, requestId: requestId ?? "" });
    },
    onSuccess: async () => {
      setRequestId(undefined);
      await queries.invalidateQueries();
    },
  });
  const open = (): void => {
    reset();
    setRequestId(mintRequestId());
  };
  if (!useMayAct()) return <MayNot />;
  return (
    <>
      <Button onClick={open}>{t("cases.accept")}</Button>
      {requestId === undefined ? null : (
        <Modal
          open
          title={t("cases.accept-title", { number: item.billNo })}
          okText={t("cases.accept")}
          cancelText={t("cases.cancel")}
          okButtonProps={{ loading: isPending }}
          onOk={() => form.submit()}
          onCancel={() => setRequestId(undefined)}
        >
          <p>{t("cases.accept-explain")}</p>
          <Form form={form} layout="vertical" requiredMark={false} onFinish={(given) => mutate(given)}>
            <Form.Item
              name="note"
              label={t("cases.accept-note")}
              rules={[{ required: true, whitespace: true, message: t("cases.accept-note-needed") }]}
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
