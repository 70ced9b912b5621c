import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fullName, METRICS, type MetricName } from "@billferry/metrics";
import { execa } from "execa";
import { parse } from "yaml";
import { expect, onTestFinished, test } from "vitest";

import { readExpression } from "../observability/expressions.ts";
import { findProgram, WITHOUT_PROMETHEUS } from "../observability/programs.ts";
import { FOLDER } from "./manifests.ts";

interface ScaledObject {
  readonly spec: {
    readonly minReplicaCount: number;
    readonly maxReplicaCount: number;
    readonly fallback: object;
    readonly triggers: readonly [{ readonly metadata: { readonly query: string; readonly [name: string]: string } }];
  };
}

const { spec } = parse(readFileSync(join(FOLDER, "components", "keda", "loader.yaml"), "utf8")) as ScaledObject;
const [{ metadata }] = spec.triggers;
const promtool = findProgram("promtool");

const AGE = 'billferry_oldest_undelivered_bill_age_seconds{scheme="sal-outstock",instance="board"}';
const USED = (calls: number, purpose = "push") =>
  [`billferry_quota_used_calls{account="main",purpose="${purpose}"}`, calls] as const;
const LIMIT = (calls: number) => ['billferry_quota_limit_calls{account="main"}', calls] as const;
const CIRCUIT = (isOpen: 0 | 1) => ['billferry_circuit_open{account="main"}', isOpen] as const;

test("the autoscaler asks for metrics that are exposed, and a lost Prometheus is no order to scale down", () => {
  const { names, isSound } = readExpression(metadata.query);
  const known = new Set((Object.keys(METRICS) as MetricName[]).map((name) => fullName(name)));
  expect({ isSound, unknown: names.filter((name) => !known.has(name)) }).toEqual({ isSound: true, unknown: [] });
  expect(names).toContain("billferry_oldest_undelivered_bill_age_seconds");
  expect(metadata).toMatchObject({ ignoreNullValues: "false" });
  expect(spec).toMatchObject({ fallback: { replicas: spec.minReplicaCount } });
  expect(spec.minReplicaCount).toBeGreaterThan(0);
  expect(spec.maxReplicaCount).toBeGreaterThan(spec.minReplicaCount);
});

/** What the query gives for a state of affairs; undefined where it gives nothing. */
const CASES: readonly (readonly [string, readonly (readonly [string, number])[], number | undefined])[] = [
  [
    "a bill has waited for 15 minutes, and half of the quota is used",
    [[AGE, 900], USED(30), LIMIT(60), CIRCUIT(0)],
    900,
  ],
  ["the quota is the limit", [[AGE, 900], USED(58), LIMIT(60), CIRCUIT(0)], 0],
  ["the quota is the limit by several purposes together", [[AGE, 900], USED(30), USED(26, "doubt"), LIMIT(60)], 0],
  ["no call was made yet", [[AGE, 900]], 900],
  ["Wangdiantong is down", [[AGE, 900], USED(1), LIMIT(60), CIRCUIT(1)], 0],
  ["one account of two is down", [[AGE, 900], CIRCUIT(1), ['billferry_circuit_open{account="shop2"}', 0]], 900],
  ["nothing waits", [[AGE, 0], USED(1), LIMIT(60), CIRCUIT(0)], 0],
  ["two boards tell alike", [[AGE, 900], [AGE.replace("board", "board2"), 901], USED(30), LIMIT(60)], 901],
  ["nobody tells the age", [USED(30), LIMIT(60), CIRCUIT(0)], undefined],
];

test.skipIf(promtool === undefined)(
  `a loader is added for bills that wait, and not where it would only wait, too${promtool ? "" : ` (${WITHOUT_PROMETHEUS})`}`,
  { timeout: 120_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "billferry-keda-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const tests = CASES.map(([name, series, value]) => ({
      name,
      interval: "1m",
      input_series: series.map(([metric, at]) => ({ series: metric, values: `${at}x5` })),
      promql_expr_test: [
        {
          expr: metadata.query,
          eval_time: "5m",
          exp_samples: value === undefined ? [] : [{ labels: "{}", value }],
        },
      ],
    }));
    writeFileSync(join(folder, "keda.test.json"), JSON.stringify({ tests }));
    const { all, exitCode } = await execa(promtool ?? "", ["test", "rules", "keda.test.json"], {
      cwd: folder,
      all: true,
      reject: false,
    });
    expect({ all, exitCode }).toMatchObject({ exitCode: 0 });
  },
);
