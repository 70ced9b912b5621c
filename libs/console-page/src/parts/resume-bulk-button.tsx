import { Button } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { postBulkActsByIdResume } from "../api/operations.ts";
import { MayNot, useMayAct } from "./may-act.tsx";
import { ReasonWindow } from "./reason-window.tsx";

/** One is enough to see whether what stopped it is mended. */
const CANARY = 1;

/** Goes on with what a stopped act has not tried, with a reason, and a canary first. */
export function ResumeBulkButton({ id, count }: { readonly id: string; readonly count: number }): ReactElement {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  if (!useMayAct()) return <MayNot />;
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t("bulk.resume", { count })}
      </Button>
      {isOpen ? (
        <ReasonWindow
          title={t("bulk.resume-title", { count })}
          label={t("bulk.reason")}
          needed={t("bulk.reason-needed")}
          okText={t("bulk.resume-go")}
          act={async (asked) => postBulkActsByIdResume(id, { ...asked, canary: CANARY })}
          close={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
