import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { ToldEdit, ToldEditChangesItem } from "../api/operations.ts";
import { kingdeeTime } from "../core/moments.ts";
import { Rows } from "./rows.tsx";

/** What a person has changed of an order, beside what it was. */
export function EditBeside({ edit, outerNo }: { readonly edit: ToldEdit; readonly outerNo: string }): ReactElement {
  const { t } = useTranslation();
  const { by, note, atMs, isPresent, changes } = edit;
  const told = t(isPresent ? "edit.told" : "edit.told-past", { by, note, time: kingdeeTime(atMs) });
  return (
    <>
      <p className="reason">{told}</p>
      <Rows<ToldEditChangesItem>
        label={`${outerNo} ${told}`}
        items={changes}
        keyOf={({ place }) => place}
        columns={[
          { key: "place", title: t("edit.place"), isPlain: true, show: ({ place }) => place },
          { key: "before", title: t("edit.before"), show: ({ before }) => before || t("edit.empty") },
          { key: "value", title: t("edit.value"), show: ({ value }) => value || t("edit.empty") },
        ]}
      />
    </>
  );
}
