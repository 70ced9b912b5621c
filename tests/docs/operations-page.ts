import type { Language } from "@billferry/contracts";
import { fullName, METRICS, type MetricName } from "@billferry/metrics";

const PLACE = /<!-- metrics -->[^]*?<!-- end of metrics -->/;
const MEASURED_BY = {
  stage: "extractor, transformer, loader",
  loader: "loader",
  watcher: "watcher",
  "every-service": "all",
  ledger: "board",
};

const ROWS = {
  zh: "| 名称 | 类型 | 标签 | 服务 | 含义 |",
  en: "| name | type | labels | service | meaning |",
} as const;

/** `docs/operations.md` with the table of metrics as their list says. */
export function renderOperations(page: string, language: Language): string {
  if (!PLACE.test(page)) throw new Error("no place for the metrics");
  const rows = (Object.keys(METRICS) as MetricName[]).map((name) => {
    const { type, labels, by, [language]: meaning } = METRICS[name];
    const shown = labels.length === 0 ? "–" : labels.map((label) => `\`${label}\``).join(", ");
    return `| \`${fullName(name)}\` | ${type} | ${shown} | ${MEASURED_BY[by]} | ${meaning} |`;
  });
  const table = [ROWS[language], "| --- | --- | --- | --- | --- |", ...rows];
  return page.replace(PLACE, `<!-- metrics -->\n\n${table.join("\n")}\n\n<!-- end of metrics -->`);
}
