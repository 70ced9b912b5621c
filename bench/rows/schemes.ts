import type { Measurement, Row } from "../measurement.ts";
import { STAGES, type Stage } from "../stand/stand.ts";
import { runScript } from "./by-script.ts";

const SCHEMES = [1, 10, 50, 200];
const QUICK_SCHEMES = [1, 10];
const SECONDS = 20;

/** What `bench/many-schemes.ts` prints, as far as it is shown. */
interface Idle {
  readonly startSeconds: Readonly<Record<Stage, number>>;
  readonly rssMiB: Readonly<Record<Stage, number>>;
  readonly idleCpuPercent: Readonly<Record<Stage | "redis", number>>;
  readonly connections: number;
  readonly commandsPerSecondAndScheme: number;
  readonly scriptsPerSecondAndScheme: number;
}

/** One set of services for many accounts that have nothing to do. */
export const schemes: Row = {
  name: "schemes",
  title: "Schemes with accounts of their own on one set of services, idle",
  plot: "idleCpuPercent",
  mostRuns: 1,
  measure: async ({ isQuick }) => {
    const all: Measurement[] = [];
    for (const count of isQuick ? QUICK_SCHEMES : SCHEMES) {
      const args = ["--schemes", String(count), "--seconds", String(SECONDS)];
      const { startSeconds, rssMiB, idleCpuPercent, ...idle } = (await runScript("many-schemes.ts", args)) as Idle;
      const { connections, commandsPerSecondAndScheme, scriptsPerSecondAndScheme } = idle;
      const figures = {
        startSeconds: Math.max(...STAGES.map((stage) => startSeconds[stage])),
        rssMiB: sum(rssMiB),
        idleCpuPercent: sum(idleCpuPercent),
        redisCpuPercent: idleCpuPercent.redis,
        connections,
        commandsPerSecondAndScheme,
        scriptsPerSecondAndScheme,
      };
      all.push({ case: `${count} scheme${count > 1 ? "s" : ""}`, subject: "billferry", figures });
    }
    return all;
  },
};

function sum(byStage: Readonly<Record<Stage, number>>): number {
  return STAGES.reduce((total, stage) => total + byStage[stage], 0);
}
