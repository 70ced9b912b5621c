import { fullName, METRICS, type MetricName } from "@billferry/metrics";
import { execa } from "execa";
import { Redis } from "ioredis";
import { expect, test } from "vitest";

import { listAlerts, listPanels } from "./expressions.ts";
import { findProgram, WITHOUT_PROMETHEUS } from "./programs.ts";
import { startMeasuredStack, startPrometheus } from "./world.ts";

const LIMIT_MS = 300_000;
const POLL = { timeout: 120_000, interval: 500 };
const promtool = findProgram("promtool");
const prometheus = findProgram("prometheus");
const NOTE = prometheus === undefined ? ` (${WITHOUT_PROMETHEUS})` : "";

test(
  "after a day's work the services really show every metric of the list, and what they show adds up",
  { timeout: LIMIT_MS },
  async () => {
    const stack = await startMeasuredStack(25);
    await stack.untilIdle();
    const text = await stack.scrape();
    const shown = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    expect((Object.keys(METRICS) as MetricName[]).map(fullName).filter((name) => !shown.has(name))).toEqual([]);
    const { present } = await stack.summary();
    expect(sumOf(text, "billferry_deliveries_total")).toBe(present);
    expect(sumOf(text, "billferry_delivery_duration_seconds_count")).toBe(present);
    expect(sumOf(text, "billferry_orders", 'state="delivered"')).toBe(present);
    expect(sumOf(text, "billferry_cases")).toBeGreaterThan(0);
    expect(sumOf(text, "billferry_bills", 'state="held"')).toBe(sumOf(text, "billferry_cases"));
    expect(sumOf(text, "billferry_faults_total")).toBeGreaterThanOrEqual(sumOf(text, "billferry_cases"));
    expect(
      sumOf(text, "billferry_vendor_calls_total", 'purpose="push",account="main",result="ok"'),
    ).toBeGreaterThanOrEqual(present);
    if (promtool === undefined) return;
    // Of the client's own figures some have names that its lint would have otherwise.
    const ours = text.split("\n").filter((line) => /^(# (HELP|TYPE) )?billferry_/.test(line));
    const oneService = ours.filter((line, index) => !line.startsWith("#") || ours.indexOf(line) === index);
    const lint = await execa(promtool, ["check", "metrics"], { input: `${sortByMetric(oneService)}\n`, reject: false });
    expect({ exitCode: lint.exitCode, told: `${lint.stdout}${lint.stderr}` }).toEqual({ exitCode: 0, told: "" });
  },
);

test.skipIf(prometheus === undefined)(
  `each panel asked of a real Prometheus has data, and no alert is up but that for the cases${NOTE}`,
  { timeout: LIMIT_MS },
  async () => {
    const stack = await startMeasuredStack(25);
    await limitMemory(stack.redis.url);
    const asked = await startPrometheus(prometheus ?? "", stack.ports);
    const untilSo = async (expr: string): Promise<void> => {
      await expect.poll(async () => (await asked.query(expr).catch(() => [])).length, POLL).toBeGreaterThan(0);
    };
    await untilSo('count(up{job="billferry"} == 1) == 5');
    await stack.untilIdle();
    // Counts that have grown since they were first seen: without two looks there is no rate.
    await untilSo("min(count_over_time(up[2m])) > 3");
    for (const { place, expr } of listPanels()) {
      const hasData = async () => ({ place, expr, hasData: (await asked.query(expr)).length > 0 });
      await expect.poll(hasData, POLL).toEqual({ place, expr, hasData: true });
    }
    const up = await Promise.all(
      listAlerts().map(async ({ place, expr }) => ((await asked.query(expr)).length > 0 ? [place] : [])),
    );
    expect(up.flat()).toEqual(["BillferryCasesWait"]);
  },
);

/** Without a limit there is no line of it on the board. */
async function limitMemory(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.config("SET", "maxmemory", "1gb");
  redis.disconnect();
}

/** Of all series of a metric that have these labels. */
function sumOf(text: string, name: string, labels = ""): number {
  const lines = text.split("\n").filter((line) => line.startsWith(`${name}{`) && line.includes(labels));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
}

/** As one service would show it: each metric in one piece. */
function sortByMetric(lines: readonly string[]): string {
  return [...Map.groupBy(new Set(lines), metricOf).values()].flat().join("\n");
}

function metricOf(line: string): string {
  return /billferry_\w+/.exec(line)?.[0].replace(/_(bucket|sum|count)$/, "") ?? "";
}
