import { setTimeout as wait } from "node:timers/promises";

import type { Measurement, Row } from "../measurement.ts";
import type { Program } from "../stand/program.ts";
import { Stand, STAGES } from "../stand/stand.ts";

const REST_MS = 500;

/**
 * Each service alone, the rival as a whole, from its start until it says that it is ready, and what it then holds.
 * Caches are warm: the first start of each is thrown away.
 */
export const start: Row = {
  name: "start",
  title: "Start of a service until it is ready",
  plot: "readySeconds",
  measure: async () => {
    await using stand = await Stand.open({ bills: 0 });
    const all: Measurement[] = [await startOne("transformer alone", "rival", async () => stand.startRival())];
    for (const stage of STAGES) {
      await startOne(stage, "billferry", async () => stand.start(stage));
      all.push(await startOne(`${stage} alone`, "billferry", async () => stand.start(stage)));
    }
    return all;
  },
};

async function startOne(
  name: string,
  subject: Measurement["subject"],
  launch: () => Promise<Program>,
): Promise<Measurement> {
  const program = await launch();
  const { atMs } = await program.ready;
  await wait(REST_MS);
  const { residentMiB, cpuSeconds } = program.cost();
  await program.kill();
  return {
    case: name,
    subject,
    figures: { readySeconds: (atMs - program.startedAtMs) / 1_000, cpuSeconds, residentMiB },
  };
}
