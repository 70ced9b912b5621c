import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { OverviewStagesItem as Stage } from "../api/operations.ts";
import { kingdeeTime } from "../core/moments.ts";

const COUNTS = ["waiting", "active", "delayed", "failed"] as const;

/** What stands in each queue, and who works on it. */
export function StageTable({ stages }: { readonly stages: readonly Stage[] }): ReactElement {
  const { t } = useTranslation();
  const hasMany = new Set(stages.map(({ scheme }) => scheme)).size > 1;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("overview.stages")}>
      <table className="figures-table">
        <thead>
          <tr>
            <th scope="col">{t("overview.stage")}</th>
            {COUNTS.map((count) => (
              <th scope="col" key={count}>
                {t(`overview.${count}`)}
              </th>
            ))}
            <th scope="col">{t("overview.replicas")}</th>
          </tr>
        </thead>
        <tbody>
          {stages.map((stage) => (
            <tr key={`${stage.scheme}/${stage.stage}`}>
              <th scope="row">
                {t(`stage.${stage.stage}`)}
                {hasMany ? <small> {stage.scheme}</small> : null}
                <Pause stage={stage} />
              </th>
              {COUNTS.map((count) => (
                <td key={count}>{stage[count]}</td>
              ))}
              <td>{stage.replicas === 0 ? <strong>{t("overview.replicas-none")}</strong> : (stage.replicas ?? "?")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Pause({ stage: { paused, pause } }: { readonly stage: Stage }): ReactElement | null {
  const { t } = useTranslation();
  if (!paused) return null;
  const text =
    pause === null
      ? t("overview.paused")
      : t("overview.paused-by", { by: pause.by, time: kingdeeTime(pause.atMs), note: pause.note });
  return <small className="paused"> ⏸ {text}</small>;
}
