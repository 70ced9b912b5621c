import { SHOWN_STATES, type ShownState } from "@billferry/desk/shown-state";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

const SIGNS: Readonly<Record<ShownState, string>> = {
  disputed: "≠",
  held: "!",
  underway: "⟳",
  delivered: "✓",
  excluded: "–",
  withdrawn: "↩",
};

export function useStateWord(): (state: ShownState) => string {
  const { i18n } = useTranslation();
  return (state) => SHOWN_STATES[state][i18n.language === "en" ? "en" : "zh"];
}

/** A state by sign, word and colour, so that each of them may be missed. */
export function StateTag({
  state,
  count,
}: {
  readonly state: ShownState;
  readonly count?: number | undefined;
}): ReactElement {
  const wordOf = useStateWord();
  return (
    <span className={`state state-${state}`}>
      <span aria-hidden>{SIGNS[state]}</span> {wordOf(state)}
      {count === undefined ? null : <strong> {count}</strong>}
    </span>
  );
}
