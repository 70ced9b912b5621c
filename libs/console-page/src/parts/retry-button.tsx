import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { postCasesRetry } from "../api/operations.ts";
import { mintRequestId } from "./request-id.ts";
import { MayNot, useMayAct } from "./may-act.tsx";
import { ProblemNotice } from "./problem.tsx";

interface RetryButtonProps {
  readonly scheme: string;
  readonly caseIds: readonly string[];
  readonly label: string;
  readonly isQuiet?: boolean;
}

/** First says how many, then does it; what came of each stands there until the window is closed. */
export function RetryButton({ scheme, caseIds, label, isQuiet }: RetryButtonProps): ReactElement {
  const { t } = useTranslation();
  const [form, setForm] = useState<{ readonly requestId: string; readonly caseIds: readonly string[] }>();
  if (!useMayAct()) return <MayNot />;
  // What is asked for is what was counted, whatever the list shows meanwhile.
  const open = (): void => setForm({ requestId: mintRequestId(), caseIds });
  return (
    <>
      <Button type={isQuiet === true ? "default" : "primary"} disabled={caseIds.length === 0} onClick={open}>
        {label}
      </Button>
      {form === undefined ? null : (
        <RetryWindow
          scheme={scheme}
          {...form}
          title={t("cases.retry-title", { count: form.caseIds.length })}
          close={() => setForm(undefined)}
        />
      )}
    </>
  );
}

interface RetryWindowProps {
  readonly scheme: string;
  readonly caseIds: readonly string[];
  readonly requestId: string;
  readonly title: string;
  readonly close: () => void;
}

function RetryWindow({ scheme, caseIds, requestId, title, close }: RetryWindowProps): ReactElement {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () => postCasesRetry({ scheme, caseIds: [...caseIds], requestId }),
  });
  const end = (): void => {
    close();
    if (data) void queries.invalidateQueries();
  };
  return (
    <Modal
      open
      title={title}
      okText={t("cases.retry")}
      cancelText={t(data ? "cases.close" : "cases.cancel")}
      okButtonProps={{ loading: isPending, hidden: data !== undefined }}
      onOk={() => mutate()}
      onCancel={end}
    >
      {data ? null : <p>{t("cases.retry-explain")}</p>}
      {error ? <ProblemNotice error={error} /> : null}
      <ul className="plain" aria-live="polite" aria-label={t("cases.results")}>
        {data?.items.map(({ caseId, outcome, text }) => (
          <li key={caseId}>
            <code>{caseId}</code> {t(`outcome.${outcome}`)} {text}
          </li>
        ))}
      </ul>
    </Modal>
  );
}
