import { useQuery } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import {
  postTablesHandBack,
  postTablesHandEdit,
  postTablesTakeOver,
  type CodeTable,
  type HandEdit,
} from "../api/operations.ts";
import { meData } from "../data/queries.ts";
import { MayNot, useMayAct } from "../parts/may-act.tsx";
import { ReasonWindow } from "../parts/reason-window.tsx";

/** Whose the tables are, always; and for an administrator the act that changes it. */
export function KeeperNotice({ tables }: { readonly tables: readonly CodeTable[] }): ReactElement | null {
  const { t } = useTranslation();
  const { data: me } = useQuery(meData);
  const [asked, setAsked] = useState<"take-over" | "hand-back">();
  if (tables.length === 0) return <p>{t("tables.none")}</p>;
  const ofFiles = tables.filter(({ keeper }) => keeper === "files");
  const ways = [
    ...(ofFiles.length > 0 ? (["take-over"] as const) : []),
    ...(ofFiles.length < tables.length ? (["hand-back"] as const) : []),
  ];
  const act = asked === "take-over" ? postTablesTakeOver : postTablesHandBack;
  return (
    <>
      <Alert
        type="info"
        showIcon
        className="problem"
        title={ofFiles.length > 0 ? t("tables.of-files") : t("tables.of-console")}
        description={
          <>
            {ofFiles.map(({ file, path }) => (
              <p key={file}>{t("tables.edit-file", { path })}</p>
            ))}
            {me?.role === "admin" ? (
              <div className="act">
                {ways.map((way) => (
                  <Button key={way} onClick={() => setAsked(way)}>
                    {t(`tables.${way}`)}
                  </Button>
                ))}
              </div>
            ) : (
              <p>{t("tables.admin-only")}</p>
            )}
          </>
        }
      />
      {asked === undefined ? null : (
        <ReasonWindow
          title={t(`tables.${asked}-title`)}
          okText={t(`tables.${asked}`)}
          act={act}
          close={() => setAsked(undefined)}
        >
          <p>{t(`tables.${asked}-explain`)}</p>
        </ReasonWindow>
      )}
    </>
  );
}

/** Files that say something else than the tables that hold, with both ways out. */
export function HandEdits({ edits }: { readonly edits: readonly HandEdit[] }): ReactElement {
  const { t } = useTranslation();
  const mayAct = useMayAct();
  const [asked, setAsked] = useState<{ readonly edit: HandEdit; readonly decision: "adopt" | "discard" }>();
  return (
    <>
      {edits.map((edit) => (
        <Alert
          key={edit.path}
          type="warning"
          showIcon
          className="problem"
          title={t("tables.hand-edit", { path: edit.path })}
          description={
            mayAct ? (
              <div className="act">
                <Button onClick={() => setAsked({ edit, decision: "adopt" })}>{t("tables.adopt")}</Button>
                <Button onClick={() => setAsked({ edit, decision: "discard" })}>{t("tables.discard")}</Button>
              </div>
            ) : (
              <MayNot />
            )
          }
        />
      ))}
      {asked === undefined ? null : (
        <ReasonWindow
          title={t(`tables.${asked.decision}`)}
          okText={t(`tables.${asked.decision}`)}
          act={async (form) => {
            const { file, place, hash } = asked.edit;
            return postTablesHandEdit({ file, place, hash, decision: asked.decision, ...form });
          }}
          close={() => setAsked(undefined)}
        >
          <p>{t(`tables.${asked.decision}-explain`, { file: asked.edit.file })}</p>
        </ReasonWindow>
      )}
    </>
  );
}
