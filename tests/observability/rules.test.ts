import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { fullName, METRICS, renderMetrics, Tally, type MetricName } from "@billferry/metrics";
import { execa } from "execa";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";

import { FOLDER, listAlerts, listPanels, readBoards, readExpression } from "./expressions.ts";
import { findProgram, WITHOUT_PROMETHEUS } from "./programs.ts";

const ROOT = join(FOLDER, "..", "..");
const EXPRESSIONS = [...listAlerts(), ...listPanels()];
/** Given to what it scrapes by Prometheus itself, or by `prometheus.yml`. */
const TARGET_LABELS = ["job", "instance", "service"];

/** Each metric that is exposed, with its labels; the process' own are those that the client really shows. */
async function listExposed(): Promise<ReadonlyMap<string, readonly string[]>> {
  const ours = (Object.keys(METRICS) as MetricName[]).flatMap((name) => {
    const { type, labels } = METRICS[name];
    const suffixes = type === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
    return suffixes.map((suffix) => [`${fullName(name)}${suffix}`, [...labels, "le"]] as const);
  });
  const { text } = await renderMetrics({ tally: new Tally(), samples: [] });
  const own = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = ""]) => [name, []] as const);
  return new Map<string, readonly string[]>([...ours, ...own, ["up", []]]);
}

test("every metric and label that a rule or a board asks for is really exposed, and every expression is PromQL", async () => {
  const exposed = await listExposed();
  expect(EXPRESSIONS.length).toBeGreaterThan(40);
  for (const { place, expr } of EXPRESSIONS) {
    const { names, labels, isSound } = readExpression(expr);
    expect({ place, isSound, some: names.length > 0 }).toEqual({ place, isSound: true, some: true });
    expect({ place, unknown: names.filter((name) => !exposed.has(name)) }).toEqual({ place, unknown: [] });
    const known = new Set([...TARGET_LABELS, ...names.flatMap((name) => exposed.get(name) ?? [])]);
    expect({ place, unknown: labels.filter((label) => !known.has(label)) }).toEqual({ place, unknown: [] });
  }
});

test("what every replica would tell alike is never added up over replicas", () => {
  const facts = (Object.keys(METRICS) as MetricName[]).filter((name) => METRICS[name].by === "ledger").map(fullName);
  for (const { place, expr } of EXPRESSIONS) {
    for (const name of facts.filter((fact) => readExpression(expr).names.includes(fact))) {
      // A sum may stand around the max of each series, and nowhere else.
      const isOfOne = new RegExp(`(max( by \\([^)]*\\))? ?\\(|absent\\()${name}\\b`).test(expr);
      expect({ place, name, isOfOne }).toEqual({ place, name, isOfOne: true });
    }
  }
});

test("every metric of ours is on a board", () => {
  const shown = new Set(listPanels().flatMap(({ expr }) => readExpression(expr).names));
  const missing = (Object.keys(METRICS) as MetricName[]).filter((name) => {
    const full = fullName(name);
    return ![full, `${full}_bucket`, `${full}_count`].some((each) => shown.has(each));
  });
  expect(missing).toEqual([]);
});

test("a board is one that Grafana takes: names of its own, panels that do not lie over each other", () => {
  const boards = readBoards();
  expect(new Set(boards.map(({ uid }) => uid)).size).toBe(boards.length);
  for (const { panels } of boards as unknown as readonly { panels: readonly Panel[] }[]) {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const [index, one] of panels.entries()) {
      expect(one.gridPos.x + one.gridPos.w).toBeLessThanOrEqual(24);
      for (const other of panels.slice(index + 1)) expect(areApart(one.gridPos, other.gridPos)).toBe(true);
    }
  }
});

interface Case {
  readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts: readonly unknown[] }[];
}

interface Panel {
  readonly id: number;
  readonly gridPos: Place;
}
interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

function areApart(one: Place, other: Place): boolean {
  return (
    one.x + one.w <= other.x || other.x + other.w <= one.x || one.y + one.h <= other.y || other.y + other.h <= one.y
  );
}

test("docker-compose.yml mounts what is there, where Prometheus and Grafana look for it", () => {
  const { services } = parse(readFileSync(join(ROOT, "docker-compose.yml"), "utf8"), { merge: true }) as {
    services: Record<string, { readonly profiles?: readonly string[]; readonly volumes?: readonly string[] }>;
  };
  const ours = Object.values(services).filter(({ profiles }) => profiles?.includes("observability"));
  const mounts = ours.flatMap(({ volumes = [] }) => volumes).filter((volume) => volume.startsWith("./"));
  expect(mounts.length).toBeGreaterThan(3);
  expect(mounts.filter((mount) => !existsSync(join(ROOT, mount.split(":")[0] ?? "")))).toEqual([]);
  const { scrape_configs: jobs } = parse(readFileSync(join(FOLDER, "prometheus.yml"), "utf8")) as ScrapeList;
  const scraped = jobs.flatMap((job) => job.dns_sd_configs).flatMap(({ names }) => names);
  expect(["extractor", "transformer", "loader", "board"].filter((name) => !scraped.includes(name))).toEqual([]);
});

interface ScrapeList {
  readonly scrape_configs: readonly { readonly dns_sd_configs: readonly { readonly names: readonly string[] }[] }[];
}

const promtool = findProgram("promtool");

describe.skipIf(promtool === undefined)(`promtool${promtool === undefined ? ` (${WITHOUT_PROMETHEUS})` : ""}`, () => {
  test(
    "each alert fires when it should, stays quiet when it should, and says what to do",
    { timeout: 120_000 },
    async () => {
      const tested = await execa(promtool ?? "", ["test", "rules", "billferry.test.yml"], { cwd: `${FOLDER}/rules` });
      expect(`${tested.stdout}${tested.stderr}`).toContain("SUCCESS");
    },
  );

  test("each alert has a case in which it fires and one in which it must not", () => {
    const { tests } = parse(readFileSync(join(FOLDER, "rules", "billferry.test.yml"), "utf8")) as {
      tests: readonly Case[];
    };
    const cases = tests.flatMap((each) => each.alert_rule_test);
    for (const { place } of listAlerts()) {
      const own = cases
        .filter(({ alertname }) => alertname === place)
        .map(({ exp_alerts: alerts }) => alerts.length > 0);
      expect({ place, fires: own.includes(true), stays: own.includes(false) }).toEqual({
        place,
        fires: true,
        stays: true,
      });
    }
  });

  test("the rules and the list of what is scraped are taken by Prometheus", { timeout: 60_000 }, async () => {
    const { stdout } = await execa(promtool ?? "", ["check", "config", "prometheus.yml"], { cwd: FOLDER });
    expect(stdout).toContain(`${listAlerts().length} rules found`);
  });
});
