import { useQuery } from "@tanstack/react-query";
import { Alert, Typography } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { DraftView } from "../api/operations.ts";
import { canBeTried, type DraftWish } from "../core/draft.ts";
import { draftData } from "../data/draft-queries.ts";
import { ProblemNotice } from "../parts/problem.tsx";
import { WaitingNotice } from "../parts/waiting.tsx";
import { DraftParameterRow } from "./draft-parameter-row.tsx";
import { DraftTrial } from "./draft-trial.tsx";

interface DraftMappingProps {
  /** The errand that told the form's fields. */
  readonly fields: string;
  readonly wanted: DraftWish;
}

/** The proposed mapping; another choice drafts it again, and what is wrong or left out is said at once. */
export function DraftMapping({ fields, wanted }: DraftMappingProps): ReactElement {
  const { t } = useTranslation();
  const [choices, setChoices] = useState<Readonly<Record<string, string>>>({});
  const { name, target } = wanted;
  const { data, error, refetch, isPlaceholderData } = useQuery(draftData({ fields, name, target, choices }));
  if (error) return <ProblemNotice error={error} again={() => void refetch()} />;
  if (data === undefined) return <WaitingNotice />;
  const { draft } = data;
  return (
    <>
      <Typography.Title level={3}>
        {t("draft.mapping", { title: draft.title, form: wanted.form, count: draft.fields.length })}
      </Typography.Title>
      <p>{t("draft.mapping-explain")}</p>
      {(["order", "line"] as const).map((level) => (
        <section key={level} aria-label={t(`schemes.level.${level}`)}>
          <Typography.Title level={4}>{t(`schemes.level.${level}`)}</Typography.Title>
          <ul className="plain">
            {draft.parameters
              .filter((parameter) => parameter.level === level)
              .map((parameter) => (
                <DraftParameterRow
                  key={parameter.place}
                  parameter={parameter}
                  fields={draft.fields}
                  choose={(choice) => setChoices((before) => ({ ...before, [parameter.place]: choice }))}
                />
              ))}
          </ul>
        </section>
      ))}
      <Verdict draft={draft} />
      <DraftTrial
        // Another choice is another draft: what was tried of the one before is none of it.
        key={JSON.stringify(choices)}
        wanted={wanted}
        choices={choices}
        isReady={!isPlaceholderData && canBeTried(draft)}
      />
    </>
  );
}

/** What a person has to choose, what is wrong, and what bills may carry that goes nowhere. */
function Verdict({ draft }: { readonly draft: DraftView }): ReactElement {
  const { t, i18n } = useTranslation();
  const language = i18n.language === "en" ? "en" : "zh";
  const { name, missing, leftOut, findings, isTaken, text } = draft;
  return (
    <div aria-live="polite">
      {isTaken ? <Alert type="error" showIcon title={t("draft.taken", { name })} /> : null}
      {missing.length === 0 ? null : (
        <Alert
          type="error"
          showIcon
          title={t("draft.missing")}
          description={<Lines lines={missing.map((each) => each[language])} />}
        />
      )}
      {leftOut.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={t("draft.left-out")}
          description={<Lines lines={leftOut.map((each) => each[language])} />}
        />
      )}
      <Typography.Title level={4}>{t("draft.findings")}</Typography.Title>
      {findings.length === 0 ? <p>{t("schemes.findings-none")}</p> : null}
      <Lines
        lines={findings.map(
          ({ severity, line, text: what, remedy }) =>
            `${t(`schemes.finding.${severity}`)} ${t("schemes.line", { file: `${name}.yaml`, line })}: ${what}${
              remedy === "" ? "" : ` → ${remedy}`
            }`,
        )}
      />
      <details>
        <summary>{t("draft.text")}</summary>
        <pre className="scroll goods" tabIndex={0} aria-label={t("draft.text")}>
          {text}
        </pre>
      </details>
    </div>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }): ReactElement {
  return (
    <ul className="plain">
      {lines.map((line) => (
        <li key={line} className="reason">
          {line}
        </li>
      ))}
    </ul>
  );
}
