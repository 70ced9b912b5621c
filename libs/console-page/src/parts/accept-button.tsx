import { Button } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { postCasesAccept, type CaseItem } from "../api/operations.ts";
import { MayNot, useMayAct } from "./may-act.tsx";
import { ReasonWindow } from "./reason-window.tsx";

/** Leaves a difference as it is, with a note why; refused where it is another by now than was shown. */
export function AcceptButton({ item }: { readonly item: CaseItem }): ReactElement {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<CaseItem>();
  if (!useMayAct()) return <MayNot />;
  return (
    <>
      <Button onClick={() => setAsked(item)}>{t("cases.accept")}</Button>
      {asked === undefined ? null : (
        <ReasonWindow
          title={t("cases.accept-title", { number: asked.billNo })}
          label={t("cases.accept-note")}
          needed={t("cases.accept-note-needed")}
          okText={t("cases.accept")}
          act={async ({ reason: note, requestId }) => {
            const { scheme, caseId, version } = asked;
            return postCasesAccept({ scheme, caseId, version, note, requestId });
          }}
          close={() => setAsked(undefined)}
        >
          <p>{t("cases.accept-explain")}</p>
        </ReasonWindow>
      )}
    </>
  );
}
