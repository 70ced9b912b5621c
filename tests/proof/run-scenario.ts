import type { Scenario } from "./scenario.ts";
import { median, reachVerdict, type Findings, type Verdict } from "./verdict.ts";
import { World } from "./world.ts";

export interface Row extends Verdict {
  readonly number: number;
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  /** From the end of the fault to the next new order, or of a kill until the order in hand is in and known to be. */
  readonly recoverySeconds: number | null;
  readonly seconds: number;
}

const DONE_LIMIT_MS = 120_000;

/** One fault from a fresh world to the judge's word. Never throws for what the product does: that is a finding. */
export async function runScenario(
  scenario: Scenario,
  options: { readonly bills: number; readonly seed: number; readonly logFolder: string },
): Promise<Row> {
  const startedAt = performance.now();
  const { setup = {} } = scenario;
  const bills = setup.bills?.(options.bills) ?? options.bills;
  const world = await World.open({ ...options, bills, setup });
  try {
    const failure = await playOut(world, scenario);
    const verdict = reachVerdict(await gatherFindings(world, failure));
    const { number, name, zh, en } = scenario;
    return {
      number,
      name,
      zh,
      en,
      ...verdict,
      recoverySeconds: await measureRecovery(world),
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    };
  } finally {
    await world.dispose();
  }
}

async function playOut(world: World, scenario: Scenario): Promise<string | undefined> {
  try {
    await scenario.act(world);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const limitMs = scenario.setup?.limitMs ?? DONE_LIMIT_MS;
  if (await world.untilDone(limitMs)) return undefined;
  return `not done within ${limitMs / 1_000} s`;
}

async function gatherFindings(world: World, failure: string | undefined): Promise<Findings> {
  const summary = await world.summary();
  const mapped = new Set([...world.mappedWarehouses].map(([from, to]) => `仓库应为 ${from},实为 ${to}`));
  return {
    summary: { ...summary, wrong: summary.wrong.filter(({ difference }) => !mapped.has(difference)) },
    cases: await world.cases(),
    expectedCases: world.expectedCases,
    checks: world.checks,
    injected: world.injected,
    failure,
  };
}

interface AcceptedOrder {
  readonly acceptedAtMs: number;
  readonly content: { readonly outer_no: string };
}

async function measureRecovery(world: World): Promise<number | null> {
  const orders = (await world.control("orders")) as AcceptedOrder[];
  const acceptedAt = new Map(orders.map((order) => [order.content.outer_no, order.acceptedAtMs]));
  const times = orders.map((order) => order.acceptedAtMs).toSorted((a, b) => a - b);
  const waits: number[] = [];
  for (const { atMs, outerNo } of world.marks) {
    const known = outerNo === undefined ? undefined : (await world.ledger.orders.find(outerNo))?.deliveredAtMs;
    const settledAtMs =
      outerNo === undefined
        ? times.find((each) => each > atMs)
        : Math.max(acceptedAt.get(outerNo) ?? Infinity, known ?? 0);
    if (settledAtMs !== undefined && Number.isFinite(settledAtMs)) waits.push(Math.max(0, settledAtMs - atMs));
  }
  const middle = median(waits);
  return middle === null ? null : Math.round(middle / 10) / 100;
}
