import { AutoComplete } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { DraftView } from "../api/operations.ts";

type Parameter = DraftView["parameters"][number];

interface DraftParameterRowProps {
  readonly parameter: Parameter;
  readonly fields: DraftView["fields"];
  readonly choose: (choice: string) => void;
}

/** One parameter with all that a person should know of it, where it is chosen. */
export function DraftParameterRow({ parameter, fields, choose }: DraftParameterRowProps): ReactElement {
  const { t, i18n } = useTranslation();
  const language = i18n.language === "en" ? "en" : "zh";
  const { place, label, meaning, form, isNeeded, isFixed, example } = parameter;
  const told = [meaning[language], form[language], ...(example === "" ? [] : [t("draft.example", { example })])];
  return (
    <li className="draft-parameter">
      <span>
        <strong>{label}</strong> <code>{place}</code> {isNeeded ? <strong>· {t("schemes.needed")}</strong> : null}
      </span>
      {isFixed ? <span>{t("draft.fixed")}</span> : <Choice parameter={parameter} fields={fields} choose={choose} />}
      <span className="reason reason-line as-of">{told.join(" · ")}</span>
    </li>
  );
}

/** A field of the form or a text; nothing leaves the parameter out. It counts when the person goes on. */
function Choice({ parameter: { place, label, choice, fieldLabel }, fields, choose }: DraftParameterRowProps) {
  const { t } = useTranslation();
  const held = choice ?? "";
  const [text, setText] = useState(held);
  const go = (chosen = ""): void => {
    setText(chosen);
    if (chosen.trim() !== held) choose(chosen.trim());
  };
  return (
    <span className="act">
      <AutoComplete
        className="draft-choice"
        aria-label={`${label} ${place}`}
        placeholder={t("draft.unset")}
        allowClear
        value={text}
        options={fields.map(({ name, label: of, level }) => ({
          value: name,
          label: `${name} ${of} · ${t(`draft.level.${level}`)}`,
        }))}
        showSearch={{
          // What is chosen already is no search.
          filterOption: (typed, option) =>
            typed === held || (option?.label ?? "").toLowerCase().includes(typed.trim().toLowerCase()),
        }}
        onChange={(typed: string | undefined) => setText(typed ?? "")}
        onSelect={go}
        onClear={() => go("")}
        onBlur={() => go(text)}
      />
      {fieldLabel === null || text.trim() !== held ? null : <span>{fieldLabel}</span>}
    </span>
  );
}
