import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { postErrandsByIdCancel, type ErrandAnswer } from "../api/operations.ts";
import { kingdeeTime, spanOf } from "../core/moments.ts";
import { isOpen } from "../data/errands.ts";
import { MayNot, useMayAct } from "./may-act.tsx";
import { ProblemNotice } from "./problem.tsx";
import { mintRequestId } from "./request-id.ts";

/** Where nobody does errands, what would have to be started. */
export function ClerkNotice({ clerks }: { readonly clerks: number | null | undefined }): ReactElement | null {
  const { t } = useTranslation();
  if (clerks !== 0) return null;
  return <Alert type="warning" showIcon title={t("errand.no-clerk")} description={t("errand.no-clerk-remedy")} />;
}

/** How an errand stands: what is being done, and the way to end it; or why it could not be done. */
export function ErrandStanding({ errand }: { readonly errand: ErrandAnswer }): ReactElement {
  const { t, i18n } = useTranslation();
  const { state, by, askedAtMs, asOf, progress, problem, clerks } = errand;
  return (
    <div className="errand">
      {isOpen(state) ? <ClerkNotice clerks={clerks} /> : null}
      <p className="act" role="status">
        <strong>{t(`errand.${state}`)}</strong>
        {progress}
        <span className="as-of">
          {t("errand.by", { by, time: kingdeeTime(askedAtMs) })}
          {isOpen(state) ? ` · ${t("errand.since", { span: spanOf(asOf - askedAtMs, i18n.language) })}` : null}
        </span>
        {isOpen(state) ? <CancelButton id={errand.id} /> : null}
      </p>
      {problem === null ? null : (
        <Alert type="error" showIcon title={problem.text} description={<code>{problem.code}</code>} />
      )}
    </div>
  );
}

function CancelButton({ id }: { readonly id: string }): ReactElement | null {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () => postErrandsByIdCancel(id, { requestId: mintRequestId() }),
    onSuccess: async () => queries.invalidateQueries(),
  });
  if (!useMayAct()) return <MayNot />;
  return (
    <>
      <Button loading={isPending} onClick={() => mutate()}>
        {t("errand.cancel")}
      </Button>
      {data ? t("errand.ending") : null}
      {error ? <ProblemNotice error={error} /> : null}
    </>
  );
}
