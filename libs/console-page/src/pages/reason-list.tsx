import { toQueueName } from "@billferry/contracts/queue-name";
import { Link } from "@tanstack/react-router";
import { Alert, Card } from "antd";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Reason, StageName } from "../api/operations.ts";
import { postReadNow, postStagesResume } from "../api/operations.ts";
import { ActButton } from "../parts/act-button.tsx";

/** One line for whatever does not move, each with the button that helps. */
export function ReasonList({ reasons }: { readonly reasons: readonly Reason[] }): ReactElement {
  const { t, i18n } = useTranslation();
  return (
    <Card title={t("overview.reasons")} className="reasons">
      {reasons.length === 0 ? <p>{t("overview.reasons-none")}</p> : null}
      <ul className="plain">
        {reasons.map((reason) => (
          <li key={`${reason.scheme}/${reason.text}`}>
            <Alert
              type="warning"
              showIcon
              title={i18n.language === "en" ? reason.textEn : reason.text}
              action={<Help reason={reason} />}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Help({ reason: { scheme, action } }: { readonly reason: Reason }): ReactNode {
  const { t } = useTranslation();
  if (action === null) return null;
  switch (action.kind) {
    case "resume": {
      const { stage } = action;
      return (
        <ActButton
          label={t("act.resume", { stage: t(`stage.${stage}`) })}
          act={async (requestId) => {
            const { stages } = await postStagesResume({ scheme, stage, requestId });
            return stages.some(({ isChanged }) => isChanged) ? t("act.done") : t("act.unchanged");
          }}
        />
      );
    }
    case "read":
      return (
        <ActButton
          label={t("act.read")}
          act={async (requestId) => (await postReadNow({ scheme, requestId })).text || t("act.done")}
        />
      );
    case "retry":
      return <a href={jobsAt(action.stage, scheme, "failed")}>{t("act.retry")}</a>;
    case "jobs":
      return <a href={jobsAt(action.stage, scheme, "delayed")}>{t("act.jobs")}</a>;
    case "cases":
      return (
        <Link to="/cases" search={{ scheme }}>
          {t("act.cases")}
        </Link>
      );
  }
}

/** Where jobs are looked at and tried again by hand. */
function jobsAt(stage: StageName, scheme: string, status: "failed" | "delayed"): string {
  return `/queues/queue/${encodeURIComponent(toQueueName({ stage, scheme }))}?status=${status}`;
}
