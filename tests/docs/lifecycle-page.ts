import { sayIn, type Language } from "@billferry/contracts";
import { SHOWN_STATES } from "@billferry/desk";
import {
  BILL_EVENTS,
  BILL_STATE_WORDS,
  BILL_TRANSITIONS,
  ORDER_EVENTS,
  ORDER_STATE_WORDS,
  ORDER_TRANSITIONS,
  type StateWord,
  type Transition,
} from "@billferry/ledger";

const WORDS = { bill: BILL_STATE_WORDS, order: ORDER_STATE_WORDS, shown: SHOWN_STATES };
const ROWS = { zh: "| 状态 | 中文 | 含义 |", en: "| state | in words | meaning |" } as const;

/** A page of life cycles with its charts drawn from the tables of transitions, and its words from their catalogue. */
export function renderLifecycle(page: string, language: Language): string {
  const charts = {
    bill: drawChart(BILL_TRANSITIONS, BILL_EVENTS, language),
    order: drawChart(ORDER_TRANSITIONS, ORDER_EVENTS, language),
  };
  const drawn = Object.entries(charts).reduce((text, [name, chart]) => replaceChart(text, name, chart), page);
  return Object.entries(WORDS).reduce((text, [name, words]) => replaceWords(text, name, { words, language }), drawn);
}

function replaceWords(
  page: string,
  name: string,
  { words, language }: { readonly words: Readonly<Record<string, StateWord>>; readonly language: Language },
): string {
  const place = new RegExp(`<!-- ${name} states -->[^]*?<!-- end of states -->`);
  if (!place.test(page)) throw new Error(`no place for the states of ${name}`);
  const rows = Object.entries(words).map(
    ([state, { meaning, [language]: word }]) => `| \`${state}\` | ${word} | ${meaning[language]} |`,
  );
  const table = [ROWS[language], "| --- | --- | --- |", ...rows].join("\n");
  return page.replace(place, `<!-- ${name} states -->\n\n${table}\n\n<!-- end of states -->`);
}

function replaceChart(page: string, name: string, chart: string): string {
  const place = new RegExp(`<!-- ${name} chart -->[^]*?<!-- end of chart -->`);
  if (!place.test(page)) throw new Error(`no place for the chart of a ${name}`);
  return page.replace(place, `<!-- ${name} chart -->\n\n\`\`\`mermaid\n${chart}\n\`\`\`\n\n<!-- end of chart -->`);
}

/** The table as a Mermaid chart, one arrow for each pair of states. */
function drawChart(
  table: readonly Transition<string>[],
  events: Readonly<Record<string, string>>,
  language: Language,
): string {
  const say = sayIn(language);
  const arrows = new Map<string, string[]>();
  for (const { from, event, to } of table) {
    const arrow = `${from === "new" ? "[*]" : from} --> ${to}`;
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), say(events[event] ?? event)]);
  }
  return [
    "stateDiagram-v2",
    ...[...arrows].map(([arrow, labels]) => `  ${arrow}: ${[...new Set(labels)].join(" / ")}`),
  ].join("\n");
}
