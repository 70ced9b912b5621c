import { expect } from "vitest";

import type { Process, ServiceName, Services } from "../pipeline/stack.ts";

/** A minute at the most where nothing else runs. */
export const LIMIT_MS = 180_000;

const STAGES: readonly ServiceName[] = ["extractor", "transformer", "loader"];
const CLEAN = { absent: [], duplicated: [], unexpected: [], wrong: [] };
const POLL = { timeout: LIMIT_MS, interval: 50 };

/** One process of each stage. */
export function startAll(services: Services): readonly Process[] {
  return STAGES.map((stage) => services.start(stage));
}

/** Until so much of what is expected has arrived, and not all of it: what happens next happens in the middle. */
export async function untilShare(services: Services, share: number): Promise<void> {
  const { expected } = await services.summary();
  await services.untilPresent(Math.ceil(expected * share));
  expect((await services.summary()).present).toBeLessThan(expected);
}

/** By the judge's own count, and without a process that had to be started anew. */
export async function expectAllOnce(services: Services, processes: readonly Process[]): Promise<void> {
  const { expected } = await services.summary();
  await expect.poll(async () => (await services.summary()).present, POLL).toBe(expected);
  expect(await services.summary()).toMatchObject(CLEAN);
  expect(processes.filter((each) => !each.isRunning()).map(({ name }) => name)).toEqual([]);
}
