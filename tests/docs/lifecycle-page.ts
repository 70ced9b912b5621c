import { BILL_EVENTS, BILL_TRANSITIONS, drawChart, ORDER_EVENTS, ORDER_TRANSITIONS } from "@billferry/ledger";

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
