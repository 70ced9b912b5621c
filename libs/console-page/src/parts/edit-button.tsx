import { COVER } from "@billferry/contracts/cover";
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import {
  postOrdersByNumberEdit,
  type EditableOrder,
  type EditableOrderPlacesItem,
  type EditAnswer,
} from "../api/operations.ts";
import { changesOf } from "../core/edits.ts";
import { kingdeeTime } from "../core/moments.ts";
import { editableData } from "../data/queries.ts";
import { useMayAct } from "./may-act.tsx";
import { ProblemNotice } from "./problem.tsx";
import { ReasonWindow } from "./reason-window.tsx";
import { Rows } from "./rows.tsx";
import { WaitingNotice } from "./waiting.tsx";

interface EditButtonProps {
  readonly scheme: string;
  readonly outerNo: string;
}

/** Changes what an order that waits for a person says beside what it moves, with a reason. */
export function EditButton(props: EditButtonProps): ReactElement {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [outcome, setOutcome] = useState<EditAnswer>();
  if (!useMayAct()) return <>–</>;
  return (
    <span className="act">
      <Button onClick={() => setOpen(true)} aria-label={t("edit.title", { order: props.outerNo })}>
        {t("edit.open")}
      </Button>
      <span aria-live="polite" className="as-of">
        {outcome && t(outcome.isHeldBack ? "edit.done-held" : "edit.done")}
      </span>
      {isOpen ? <EditWindow {...props} close={() => setOpen(false)} onDone={setOutcome} /> : null}
    </span>
  );
}

interface EditWindowProps extends EditButtonProps {
  readonly close: () => void;
  readonly onDone: (outcome: EditAnswer) => void;
}

function EditWindow({ scheme, outerNo, close, onDone }: EditWindowProps): ReactElement {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(editableData({ scheme, outerNo }));
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>();
  const before = new Map(data?.edit?.changes.map(({ place, value }) => [place, value]));
  const values = typed ?? before;
  const changes = data === undefined ? [] : changesOf(data.places, values, before);
  return (
    <ReasonWindow
      title={t("edit.title", { order: outerNo })}
      label={t("edit.reason")}
      needed={t("edit.reason-needed")}
      okText={t("edit.push")}
      isReady={changes.length > 0 || before.size > 0}
      act={async (asked) => postOrdersByNumberEdit(outerNo, { scheme, seen: data?.seen ?? "", changes, ...asked })}
      onDone={onDone}
      close={close}
    >
      <p>{t("edit.explain")}</p>
      {error ? <ProblemNotice error={error} again={() => void refetch()} /> : null}
      {data === undefined && !error ? <WaitingNotice /> : null}
      {data === undefined ? null : (
        <Places order={data} values={values} type={(place, value) => setTyped(new Map([...values, [place, value]]))} />
      )}
    </ReasonWindow>
  );
}

/** Of a head and its lines. */
const PLACES_AT_ONCE = 20;

interface PlacesProps {
  readonly order: EditableOrder;
  readonly values: ReadonlyMap<string, string>;
  readonly type: (place: string, value: string) => void;
}

function Places({ order: { outerNo, places, edit }, values, type }: PlacesProps): ReactElement {
  const { t, i18n } = useTranslation();
  const isChinese = i18n.language.startsWith("zh");
  const nameOf = ({ place, label }: EditableOrderPlacesItem): string => (isChinese ? `${label} ${place}` : place);
  return (
    <>
      {edit === null ? null : (
        <p className="reason">{t("edit.told", { by: edit.by, note: edit.note, time: kingdeeTime(edit.atMs) })}</p>
      )}
      <Rows<EditableOrderPlacesItem>
        label={t("edit.title", { order: outerNo })}
        items={places}
        keyOf={({ place }) => place}
        mostAtOnce={PLACES_AT_ONCE}
        columns={[
          { key: "place", title: t("edit.place"), isPlain: true, show: nameOf },
          {
            key: "value",
            title: t("edit.value"),
            show: (each) => (
              <Input
                aria-label={nameOf(each)}
                title={each.value === COVER ? t("edit.covered") : each.value}
                value={values.get(each.place) ?? each.value}
                onChange={({ target }) => type(each.place, target.value)}
                maxLength={2_000}
              />
            ),
          },
        ]}
      />
      {places.some(({ value }) => value === COVER) ? <p className="as-of">{t("edit.covered")}</p> : null}
    </>
  );
}
