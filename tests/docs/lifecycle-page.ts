import { BILL_EVENTS, BILL_TRANSITIONS, ORDER_EVENTS, ORDER_TRANSITIONS, type Transition } from "@billferry/ledger";

/** `docs/job-lifecycle.md` with both charts drawn from the tables of transitions. */
export function renderLifecycle(page: string): string {
  return replaceChart(
    replaceChart(page, "bill", drawChart(BILL_TRANSITIONS, BILL_EVENTS)),
    "order",
    drawChart(ORDER_TRANSITIONS, ORDER_EVENTS),
  );
}

function replaceChart(page: string, name: string, chart: string): string {
  const place = new RegExp(`<!-- ${name} chart -->[^]*?<!-- end of chart -->`);
  if (!place.test(page)) throw new Error(`no place for the chart of a ${name}`);
  return page.replace(place, `<!-- ${name} chart -->\n\n\`\`\`mermaid\n${chart}\n\`\`\`\n\n<!-- end of chart -->`);
}

/** The table as a Mermaid chart, one arrow for each pair of states. */
function drawChart(table: readonly Transition<string>[], events: Readonly<Record<string, string>>): string {
  const arrows = new Map<string, string[]>();
  for (const { from, event, to } of table) {
    const arrow = `${from === "new" ? "[*]" : from} --> ${to}`;
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), events[event] ?? event]);
  }
  return [
    "stateDiagram-v2",
    ...[...arrows].map(([arrow, labels]) => `  ${arrow}: ${[...new Set(labels)].join(" / ")}`),
  ].join("\n");
}
