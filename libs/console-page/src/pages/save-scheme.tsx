import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Input, Typography } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { postSchemes, type SavedScheme } from "../api/operations.ts";
import { schemesData } from "../data/errands.ts";
import { meData } from "../data/queries.ts";
import { ProblemNotice } from "../parts/problem.tsx";
import { mintRequestId } from "../parts/request-id.ts";

/** Puts what was tried into a file, and says what starts it. An administrator's: from then on it may move stock. */
export function SaveScheme({ draft, name }: { readonly draft: string; readonly name: string }): ReactElement {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data: me } = useQuery(meData);
  const [requestId] = useState(mintRequestId);
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () => postSchemes({ draft, requestId }),
    onSuccess: async () => queries.invalidateQueries({ queryKey: schemesData.queryKey }),
  });
  return (
    <>
      <Typography.Title level={4}>{t("draft.save")}</Typography.Title>
      {me?.role === "admin" ? (
        <Button type="primary" loading={isPending} disabled={data !== undefined} onClick={() => mutate()}>
          {t("draft.save-go", { name })}
        </Button>
      ) : (
        <p>{t("draft.admin-only")}</p>
      )}
      <div aria-live="polite">
        {error ? <ProblemNotice error={error} /> : null}
        {data === undefined ? null : <Saved saved={data} />}
      </div>
    </>
  );
}

function Saved({ saved: { kind, path, text, schemes } }: { readonly saved: SavedScheme }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <Alert
        type={kind === "saved" ? "success" : "warning"}
        showIcon
        className="problem"
        title={t(`draft.${kind}`, { path })}
        description={<p className="reason">{t("draft.start", { schemes })}</p>}
      />
      {kind === "saved" ? null : (
        <label className="cell-input">
          <span>{t("draft.by-hand")}</span>
          <Input.TextArea readOnly rows={16} value={text} onFocus={({ target }) => target.select()} />
        </label>
      )}
    </>
  );
}
