import { fullName, METRICS, type MetricName } from "@billferry/metrics";

const PLACE = /<!-- metrics -->[^]*?<!-- end of metrics -->/;
const MEASURED_BY = {
  stage: "extractor, transformer, loader",
  loader: "loader",
  watcher: "watcher",
  "every-service": "all",
  ledger: "board",
};

/** `docs/operations.md` with the table of metrics as their list says. */
export function renderOperations(page: string): string {
  if (!PLACE.test(page)) throw new Error("no place for the metrics");
  const rows = (Object.keys(METRICS) as MetricName[]).map((name) => {
    const { type, labels, by, zh, en } = METRICS[name];
    const shown = labels.length === 0 ? "–" : labels.map((label) => `\`${label}\``).join(", ");
    return `| \`${fullName(name)}\` | ${type} | ${shown} | ${MEASURED_BY[by]} | ${zh} | ${en} |`;
  });
  const table = [
    "| name | type | labels | service | 含义 | meaning |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
  ];
  return page.replace(PLACE, `<!-- metrics -->\n\n${table.join("\n")}\n\n<!-- end of metrics -->`);
}
