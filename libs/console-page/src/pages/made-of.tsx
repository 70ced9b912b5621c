import { useQuery } from "@tanstack/react-query";
import { Button, Card, Typography } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { BillStory, ToldValue } from "../api/operations.ts";
import { listFilled } from "../core/filled-fields.ts";
import { storyData } from "../data/queries.ts";
import { EditBeside } from "../parts/edit-beside.tsx";
import { PushList } from "../parts/push-list.tsx";
import { ProblemNotice } from "../parts/problem.tsx";
import { Rows, type Column } from "../parts/rows.tsx";
import { WaitingNotice } from "../parts/waiting.tsx";

interface MadeOfProps {
  readonly scheme: string;
  readonly billId: string;
  readonly billNo: string;
}

/** The rows that a bill came as, what was made of them, and the rule behind each value; asked for when it is opened. */
export function MadeOf(props: MadeOfProps): ReactElement {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <Card
      title={t("made-of.title")}
      extra={
        <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? "made-of.hide" : "made-of.show")}
        </Button>
      }
    >
      {isOpen ? <Opened {...props} /> : null}
    </Card>
  );
}

function Opened(props: MadeOfProps): ReactElement {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(storyData(props));
  if (error) return <ProblemNotice error={error} again={() => void refetch()} />;
  if (data === undefined) return <WaitingNotice />;
  return (
    <>
      {data.story === null ? <p>{t("made-of.none")}</p> : <Told story={data.story} />}
      <PushList attempts={data.attempts} />
    </>
  );
}

/** Of a bill: a line has some fifty cells. */
const LINES_AT_ONCE = 50;
const DAY_MS = 86_400_000;

function Told({ story }: { readonly story: BillStory }): ReactElement {
  const { t } = useTranslation();
  const columns = useValueColumns();
  return (
    <>
      <p className="as-of">
        {t("made-of.version", { version: story.schemeVersion, revision: story.revision })} ·{" "}
        {t("made-of.kept", { days: Math.max(1, Math.round(story.restMs / DAY_MS)) })}
      </p>
      {story.isPresent ? null : <p className="reason">{t("made-of.other-version")}</p>}
      <RawRows story={story} />
      {story.orders.map(({ outerNo, notes, values, edit }) => (
        <section key={outerNo}>
          <Typography.Title level={3}>{t("made-of.order", { order: outerNo })}</Typography.Title>
          {notes.map((note) => (
            <p key={note} className="reason">
              {note}
            </p>
          ))}
          <Rows
            label={t("made-of.order", { order: outerNo })}
            items={values}
            columns={columns}
            keyOf={({ place }) => place}
            mostAtOnce={LINES_AT_ONCE}
          />
          {edit === null ? null : <EditBeside edit={edit} outerNo={outerNo} />}
        </section>
      ))}
    </>
  );
}

interface NumberedRow {
  readonly key: string;
  readonly cells: BillStory["rows"][number];
}

function RawRows({ story }: { readonly story: BillStory }): ReactElement {
  const { t } = useTranslation();
  const filled = listFilled(story);
  const items = story.rows.map((cells, index): NumberedRow => ({ key: String(index + 1), cells }));
  return (
    <section>
      <Typography.Title level={3}>{t("made-of.rows")}</Typography.Title>
      <Rows<NumberedRow>
        label={t("made-of.rows")}
        items={items}
        keyOf={({ key }) => key}
        mostAtOnce={LINES_AT_ONCE}
        columns={filled.map(({ name, label, index }) => ({
          key: name,
          title: label,
          show: ({ cells }) => <span title={name}>{String(cells[index] ?? "")}</span>,
        }))}
      />
      {filled.length === story.fields.length ? null : (
        <p className="as-of">{t("made-of.empty", { count: story.fields.length - filled.length })}</p>
      )}
    </section>
  );
}

function useValueColumns(): readonly Column<ToldValue>[] {
  const { t, i18n } = useTranslation();
  const isChinese = i18n.language.startsWith("zh");
  return [
    {
      key: "place",
      title: t("made-of.place"),
      isPlain: true,
      show: ({ place, label }) => (isChinese ? `${label} ${place}` : place),
    },
    { key: "value", title: t("made-of.value"), show: ({ value }) => value },
    { key: "rule", title: t("made-of.rule"), show: ({ source }) => <code>{source?.rule ?? "–"}</code> },
    {
      key: "fields",
      title: t("made-of.fields"),
      show: ({ source }) =>
        [
          ...(source?.fields ?? []),
          ...(source?.table === undefined ? [] : [t("made-of.table", { table: source.table })]),
          ...(source?.lines === undefined ? [] : [t("made-of.lines", { lines: source.lines.join(" ") })]),
        ].join(" · ") || "–",
    },
  ];
}
