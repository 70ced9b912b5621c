import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";
import getPort from "get-port";
import { expect, onTestFinished } from "vitest";

import { keepReport } from "@billferry/desk/kept-reports";
import { connectRedis } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";

import { startAlertReceiver } from "../alerts/receiver.ts";
import { startStack, type Stack } from "../pipeline/stack.ts";

const SERVICES = ["extractor", "transformer", "loader", "board", "watcher"] as const;

export interface MeasuredStack extends Stack {
  /** The health port of each service. */
  readonly ports: Readonly<Record<(typeof SERVICES)[number], number>>;
  /** What all services show, one after the other. */
  readonly scrape: () => Promise<string>;
}

/** All services over bills of which some go, and some wait because their SKU is missing in Wangdiantong. */
export async function startMeasuredStack(bills: number): Promise<MeasuredStack> {
  const receiver = await startAlertReceiver();
  const stack = await startStack({ bills, seed: 11, unknownSkus: 1, reusedNumbers: 0 }, receiver.settings);
  await keepAgreement(stack.redis.url);
  const ports = Object.fromEntries(
    await Promise.all(SERVICES.map(async (name) => [name, await getPort()] as const)),
  ) as MeasuredStack["ports"];
  const running = SERVICES.map((name) =>
    stack.start(name, { HEALTH_PORT: String(ports[name]), BOARD_PORT: "0", LOG_LEVEL: "info" }),
  );
  await Promise.all(running.map(async ({ ready }) => ready));
  const scrapeOne = async (name: keyof typeof ports): Promise<string> => {
    const answer = await fetch(`http://127.0.0.1:${ports[name]}/metrics`);
    expect({ name, status: answer.status }).toEqual({ name, status: 200 });
    return answer.text();
  };
  return { ...stack, ports, scrape: async () => (await Promise.all(SERVICES.map(scrapeOne))).join("\n") };
}

/** As a daily reconciliation leaves it in which both ends agree. */
async function keepAgreement(redisUrl: string): Promise<void> {
  const redis = connectRedis(redisUrl, createLogger({ name: "test", level: "silent", version: "0" }));
  const counts = { bills: 3, excluded: 0, expected: 3, matched: 3, accepted: 0, foreign: 0 };
  const cut = {
    findings: [],
    findingsLeftOut: 0,
    days: [],
    goods: [],
    goodsLeftOut: 0,
    ofOtherSchemes: [],
    unused: [],
  };
  const day = "2026-11-27";
  const result = { from: `${day} 00:00:00`, to: `${day} 23:59:59`, ...counts, ...cut };
  await keepReport(redis, { scheme: "sal-outstock", day, keepMs: 86_400_000, result });
  redis.disconnect();
}

export interface Prometheus {
  /** Each value that an expression gives, with its labels. */
  query(
    expr: string,
  ): Promise<readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[]>;
}

/** A real one, on this machine, that scrapes these ports each second. */
export async function startPrometheus(program: string, ports: Readonly<Record<string, number>>): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), "billferry-prometheus-"));
  const targets = Object.entries(ports).map(
    ([service, port]) => `      - targets: ["127.0.0.1:${port}"]\n        labels: { service: ${service} }\n`,
  );
  const job = `scrape_configs:\n  - job_name: billferry\n    static_configs:\n${targets.join("")}`;
  writeFileSync(join(folder, "prometheus.yml"), `global: { scrape_interval: 1s }\n${job}`);
  const port = await getPort();
  const server = execa(
    program,
    [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { reject: false, stdin: "ignore", stdout: "ignore", stderr: "ignore" },
  );
  onTestFinished(async () => {
    server.kill();
    await server;
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    query: async (expr) => {
      const query = new URLSearchParams({ query: expr });
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query?${query.toString()}`);
      const { data, error } = (await answer.json()) as QueryAnswer;
      if (data === undefined) throw new Error(`${expr}: ${error}`);
      return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
  };
}

interface QueryAnswer {
  readonly error?: string;
  readonly data?: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value: readonly [number, string];
    }[];
  };
}
