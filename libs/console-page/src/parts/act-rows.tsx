import { CheckOutlined, CloseOutlined, QuestionOutlined } from "@ant-design/icons";
import { ACTS, SUBJECT_KINDS, VIAS, type ActName, type SubjectKind } from "@billferry/audit/acts";
import { Link } from "@tanstack/react-router";
import { Tag } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { RecordedAct } from "../api/operations.ts";
import { tellChange } from "../core/audit-view.ts";
import { kingdeeTime } from "../core/moments.ts";
import { Rows, type Column } from "./rows.tsx";

interface ActRowsProps {
  readonly label: string;
  readonly items: readonly RecordedAct[];
  /** On a bill's own page it is plain what the acts are about. */
  readonly isOfOne?: boolean;
}

/** Acts of people, as the record has them. */
export function ActRows({ label, items, isOfOne }: ActRowsProps): ReactElement {
  const columns = useColumns().filter(({ key }) => isOfOne !== true || key !== "about");
  return <Rows label={label} items={items} columns={columns} keyOf={({ id }) => id} />;
}

/** What an act is called, in the reader's language. */
export function useActWords() {
  const { i18n } = useTranslation();
  const language = i18n.language === "en" ? "en" : "zh";
  return {
    actOf: (act: string): string => ACTS[act as ActName]?.[language] ?? act,
    viaOf: (via: RecordedAct["via"]): string => VIAS[via][language],
    kindOf: (kind: string): string => SUBJECT_KINDS[kind as SubjectKind]?.[language] ?? kind,
  };
}

function useColumns(): readonly Column<RecordedAct>[] {
  const { t } = useTranslation();
  const { actOf, viaOf } = useActWords();
  return [
    {
      key: "time",
      title: t("audit.time"),
      isPlain: true,
      show: ({ atMs, seq }) => (
        <>
          {kingdeeTime(atMs)} <span className="as-of">{seq === null ? t("audit.waiting") : `#${seq}`}</span>
        </>
      ),
    },
    {
      key: "by",
      title: t("audit.person"),
      isPlain: true,
      show: ({ by, via, role }) => (
        <>
          {by} <span className="as-of">{[viaOf(via), role].filter(Boolean).join(" · ")}</span>
        </>
      ),
    },
    { key: "act", title: t("audit.act"), isPlain: true, show: ({ act }) => <strong>{actOf(act)}</strong> },
    { key: "about", title: t("audit.about"), isPlain: true, show: (act) => <About act={act} /> },
    {
      key: "reason",
      title: t("audit.reason"),
      isPlain: true,
      show: ({ reason }) => <span className="reason">{reason}</span>,
    },
    { key: "result", title: t("audit.result"), isPlain: true, show: (act) => <Result act={act} /> },
    {
      key: "change",
      title: t("audit.change"),
      show: ({ before, after }) => (
        <ul className="plain">
          {tellChange(before, after).map((line) => (
            <li key={line} className="reason">
              {line}
            </li>
          ))}
        </ul>
      ),
    },
  ];
}

function About({ act: { subjects, more = 0, scheme } }: { readonly act: RecordedAct }): ReactElement {
  const { t } = useTranslation();
  const { kindOf } = useActWords();
  return (
    <span className="reason">
      {subjects.map(({ kind, id }) => (
        <span key={`${kind}/${id}`} className="card-line">
          {kindOf(kind)}{" "}
          {kind === "bill" || kind === "order" ? (
            <Link to="/bills/$number" params={{ number: id }}>
              {id}
            </Link>
          ) : (
            id
          )}{" "}
        </span>
      ))}
      {more > 0 ? t("audit.more", { count: more }) : null} <span className="as-of">{scheme}</span>
    </span>
  );
}

/** Word, icon and colour: none of them alone. */
function Result({ act: { result, error } }: { readonly act: RecordedAct }): ReactElement {
  const { t } = useTranslation();
  switch (result) {
    case "done":
      return (
        <Tag className="state-delivered" icon={<CheckOutlined />}>
          {t("audit.result-done")}
        </Tag>
      );
    case "failed":
      return (
        <>
          <Tag className="state-disputed" icon={<CloseOutlined />}>
            {t("audit.result-failed")}
          </Tag>
          <span className="reason">{error}</span>
        </>
      );
    case "unknown":
      return (
        <>
          <Tag className="state-held" icon={<QuestionOutlined />}>
            {t("audit.result-unknown")}
          </Tag>
          <span className="as-of">{t("audit.unknown-why")}</span>
        </>
      );
  }
}
