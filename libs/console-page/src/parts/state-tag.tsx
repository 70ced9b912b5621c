import { SHOWN_STATES, type ShownState } from "@billferry/desk/shown-state";
import { ORDER_STATE_WORDS } from "@billferry/ledger/state-words";
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

/** An order's state, in the look of the bill's that it comes to. */
export function OrderTag({ state }: { readonly state: string }): ReactElement {
  const { i18n } = useTranslation();
  const known = Object.hasOwn(ORDER_STATE_WORDS, state) ? (state as keyof typeof ORDER_STATE_WORDS) : undefined;
  const look = known === undefined || known === "waiting" || known === "pushing" ? "underway" : known;
  return (
    <span className={`state state-${look}`}>
      <span aria-hidden>{SIGNS[look]}</span>{" "}
      {known === undefined ? state : ORDER_STATE_WORDS[known][i18n.language === "en" ? "en" : "zh"]}
    </span>
  );
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
