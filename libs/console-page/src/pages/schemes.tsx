import { useQuery } from "@tanstack/react-query";
import { Alert, Card, Typography } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { SchemeContent, SchemeListed, SchemeParameter } from "../api/operations.ts";
import { schemesData } from "../data/errands.ts";
import { AsOf } from "../parts/as-of.tsx";
import { ProblemNotice } from "../parts/problem.tsx";
import { Rows, type Column } from "../parts/rows.tsx";
import { WaitingNotice } from "../parts/waiting.tsx";
import { NewScheme } from "./new-scheme.tsx";
import { SchemeCheck } from "./scheme-check.tsx";
import { SchemePreview } from "./scheme-preview.tsx";

/** What the schemes say, whether they can work, and what they would make of a bill. */
export function SchemesPage(): ReactElement {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(schemesData);
  return (
    <>
      <Typography.Title level={1}>{t("menu.schemes")}</Typography.Title>
      {error ? <ProblemNotice error={error} again={() => void refetch()} /> : null}
      {data === undefined && !error ? <WaitingNotice /> : null}
      {data === undefined ? null : (
        <>
          <AsOf ms={data.asOf} />
          <NewScheme schemes={data.items.map(({ scheme }) => scheme)} />
          {data.others.length === 0 ? null : <p>{t("draft.others", { names: data.others.join(", ") })}</p>}
        </>
      )}
      {data?.items.map((item) => (
        <OneScheme key={item.scheme} item={item} />
      ))}
    </>
  );
}

function OneScheme({ item }: { readonly item: SchemeListed }): ReactElement {
  const { t } = useTranslation();
  const { scheme, title, content } = item;
  return (
    <section aria-label={title}>
      <Typography.Title level={2}>
        {title} <code>{scheme}</code>
      </Typography.Title>
      {content === null ? null : (
        <p>{t("schemes.way", { form: content.form, target: `${content.target.title} ${content.target.name}` })}</p>
      )}
      <Version item={item} />
      <Findings item={item} />
      <Card size="small" className="items" title={t("schemes.check")}>
        <p>{t("schemes.check-explain")}</p>
        <SchemeCheck scheme={scheme} />
      </Card>
      {content === null ? null : (
        <>
          <Card size="small" className="items" title={t("schemes.preview")}>
            <p>{t("schemes.preview-explain")}</p>
            <SchemePreview scheme={scheme} />
          </Card>
          <What content={content} />
          <Parameters parameters={content.parameters} />
        </>
      )}
    </section>
  );
}

function Version({ item: { version, runningVersion } }: { readonly item: SchemeListed }): ReactElement {
  const { t } = useTranslation();
  if (version === null)
    return <Alert type="error" showIcon title={t("schemes.version-broken", { version: runningVersion ?? "–" })} />;
  const running =
    runningVersion === null
      ? t("schemes.version-none")
      : runningVersion === version
        ? t("schemes.version-running")
        : t("schemes.version-other", { version: runningVersion });
  return (
    <p>
      {t("schemes.version", { version })} · {running}
    </p>
  );
}

function Findings({ item: { findings } }: { readonly item: SchemeListed }): ReactElement {
  const { t } = useTranslation();
  return (
    <Card size="small" className="items" title={t("schemes.findings")}>
      {findings.length === 0 ? <p>{t("schemes.findings-none")}</p> : null}
      <ul className="plain">
        {findings.map(({ severity, file, line, text, remedy }) => (
          <li key={`${file}/${line}/${text}`} className="reason">
            <strong>{t(`schemes.finding.${severity}`)}</strong> {line === 0 ? file : t("schemes.line", { file, line })}:{" "}
            {text}
            {remedy === "" ? null : ` → ${remedy}`}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function What({ content }: { readonly content: SchemeContent }): ReactElement {
  const { t } = useTranslation();
  const { filter, only, excluded, excludedLines, groupBy, tables, accounts } = content;
  const parts: readonly (readonly [title: string, lines: readonly string[]])[] = [
    [t("schemes.filter"), [filter]],
    [t("schemes.only"), only],
    [t("schemes.excluded"), excluded],
    [t("schemes.excluded-lines"), excludedLines],
    [t("schemes.group-by"), groupBy.map(({ name, label }) => `${label} ${name}`)],
    [t("schemes.tables"), tables.map(({ name, file, rows }) => t("schemes.table-rows", { name, file, count: rows }))],
    [
      t("schemes.accounts"),
      [
        `${t("schemes.side.kingdee")} ${accounts.kingdee}`,
        `${t("schemes.side.wangdiantong")} ${accounts.wangdiantong}`,
      ],
    ],
  ];
  return (
    <Card size="small" className="items" title={t("schemes.what")}>
      <dl>
        {parts
          .filter(([, lines]) => lines.length > 0)
          .map(([title, lines]) => (
            <div key={title}>
              <dt>{title}</dt>
              {lines.map((line) => (
                <dd key={line} className="reason">
                  {line}
                </dd>
              ))}
            </div>
          ))}
      </dl>
    </Card>
  );
}

function Parameters({ parameters }: { readonly parameters: readonly SchemeParameter[] }): ReactElement {
  const { t } = useTranslation();
  const columns: readonly Column<SchemeParameter>[] = [
    { key: "name", title: t("schemes.parameter"), show: ({ name }) => <code>{name}</code>, isPlain: true },
    {
      key: "meaning",
      title: t("schemes.meaning"),
      show: ({ label, level }) => `${label}(${t(`schemes.level.${level}`)})`,
    },
    { key: "form", title: t("schemes.form"), show: (parameter) => <Form {...parameter} /> },
    {
      key: "rule",
      title: t("schemes.rule"),
      show: ({ rule, table }) => (
        <span className="reason">
          {rule === null ? t("schemes.unused") : <code>{rule}</code>}
          {table === null ? null : ` · ${t("schemes.of-table", { table })}`}
        </span>
      ),
    },
  ];
  return (
    <>
      <Typography.Title level={3}>{t("schemes.parameters")}</Typography.Title>
      <Rows
        label={t("schemes.parameters")}
        items={parameters}
        columns={columns}
        keyOf={({ level, name }) => `${level}.${name}`}
      />
    </>
  );
}

function Form({ type, maxLength, isNeeded }: SchemeParameter): ReactElement {
  const { t } = useTranslation();
  const most = maxLength === null ? "" : ` · ${t("schemes.most", { count: maxLength })}`;
  return (
    <>
      {t(`schemes.type.${type}`)}
      {most}
      {isNeeded ? <strong> · {t("schemes.needed")}</strong> : null}
    </>
  );
}
