import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Form, Input, Modal } from "antd";
import { useState, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ProblemNotice } from "./problem.tsx";
import { mintRequestId } from "./request-id.ts";

interface ReasonWindowProps<Told> {
  readonly title: string;
  /** What will happen, and whatever else has to be filled in. */
  readonly children?: ReactNode;
  /** Of the field and of what is said where it is empty; left out: a reason's. */
  readonly label?: string;
  readonly needed?: string;
  readonly okText: string;
  readonly isReady?: boolean;
  readonly act: (asked: { readonly reason: string; readonly requestId: string }) => Promise<Told>;
  /** What came of it, for whoever tells it. */
  readonly onDone?: (told: Told) => void;
  readonly close: () => void;
}

/** Asks why, then does it once, however often it is pressed. */
export function ReasonWindow<Told>(props: ReasonWindowProps<Told>): ReactElement {
  const { title, children, label, needed, okText, isReady, act, onDone, close } = props;
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [requestId] = useState(mintRequestId);
  const [form] = Form.useForm<{ reason: string }>();
  const { mutate, error, isPending } = useMutation({
    mutationFn: async ({ reason }: { reason: string }) => act({ reason, requestId }),
    onSuccess: async (told) => {
      onDone?.(told);
      close();
      await queries.invalidateQueries();
    },
  });
  return (
    <Modal
      open
      title={title}
      okText={okText}
      cancelText={t("cases.cancel")}
      okButtonProps={{ loading: isPending, disabled: isReady === false }}
      onOk={() => form.submit()}
      onCancel={close}
    >
      {children}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(given) => mutate(given)}>
        <Form.Item
          name="reason"
          label={label ?? t("tables.reason")}
          rules={[{ required: true, whitespace: true, message: needed ?? t("tables.reason-needed") }]}
        >
          <Input.TextArea autoFocus maxLength={500} />
        </Form.Item>
      </Form>
      {error ? <ProblemNotice error={error} /> : null}
    </Modal>
  );
}
