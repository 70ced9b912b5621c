import { isFault } from "@billferry/contracts";
import { expect, test } from "vitest";

import { moves, startWorld, type Move, type Options, type World } from "./order-model.ts";

interface Explored {
  readonly world: World;
  readonly key: string;
  /** How it came about, for the message of a violation. */
  readonly from: Explored | null;
  readonly by: string;
}

/** Two states are one where nothing that follows can tell them apart. */
function keyOf(world: World): string {
  return JSON.stringify(world, (_key, value: unknown) => (isFault(value) ? value.code : value));
}

/** Every state that can be reached, breadth first; each is handed to `visit` once, with what can follow. */
function explore(options: Options, visit: (state: Explored, next: readonly Move[]) => void): number {
  const start = startWorld(options);
  const first: Explored = { world: start, key: keyOf(start), from: null, by: "" };
  const seen = new Set([first.key]);
  let layer = [first];
  while (layer.length > 0) {
    const following: Explored[] = [];
    for (const state of layer) {
      const next = moves(state.world, options);
      visit(state, next);
      for (const move of next) {
        const key = keyOf(move.next);
        if (seen.has(key)) continue;
        seen.add(key);
        following.push({ world: move.next, key, from: state, by: move.name });
      }
    }
    layer = following;
  }
  return seen.size;
}

function story(state: Explored): string {
  return state.from === null ? "" : `${story(state.from)}\n- ${state.by}`;
}

/** What must hold in every state; undefined where all is well. */
function findViolation(world: World, options: Options): string | undefined {
  const { orders, job, ledger, left, hasPushedUnowned } = world;
  if (orders.length > 1) return "two orders for one key";
  if (hasPushedUnowned) return "a worker without the lease has pushed";
  const isQuiet = world.network.length === 0 && world.workers.every(({ at }) => at === "idle");
  const isWiped = left.wipes < options.wipes;
  if (job === "case" && isQuiet && !isWiped && ledger.delivered === null && orders[0]?.isRefused === true)
    return "held as refused, and forgotten that it is there";
  if (job !== "done") return undefined;
  if (orders.length === 0) return "acknowledged, and no order is there";
  const isKnown = !ledger.isDisputed && !ledger.isDoubted;
  if (isKnown && orders[0]?.content !== ledger.wanted)
    return "acknowledged without a dispute or a doubt, and what is there differs";
  if (isKnown && orders[0]?.isCancelled === true) return "acknowledged, and what is there was cancelled";
  return undefined;
}

/**
 * What must hold once faults have stopped: something can always happen until the job is at its end, and not for ever.
 */
function createProgressCheck(options: Options): (state: Explored) => void {
  const ending = new Map<string, "under way" | "ends">();
  const check = (world: World, path: readonly string[]): void => {
    const key = keyOf(world);
    if (ending.get(key) === "ends") return;
    if (ending.get(key) === "under way") throw new Error(`goes round in a circle:\n- ${path.join("\n- ")}`);
    ending.set(key, "under way");
    const next = moves(world, options).filter((move) => move.isOrdinary);
    if (next.length === 0 && world.job === "open") throw new Error(`is stuck:\n- ${path.join("\n- ")}`);
    for (const move of next) check(move.next, [...path, move.name]);
    ending.set(key, "ends");
  };
  return (state) => {
    try {
      check(state.world, []);
    } catch (error) {
      throw new Error(`after${story(state)}\nit ${String(error)}`, { cause: error });
    }
  };
}

function explorePlan(options: Options): number {
  const checkProgress = createProgressCheck(options);
  return explore(options, (state) => {
    const violation = findViolation(state.world, options);
    if (violation !== undefined) expect.fail(`${violation}:${story(state)}`);
    checkProgress(state);
  });
}

/** Some ten thousand states each, on a machine that has other work to do. */
const TIME_LIMIT_MS = 180_000;

test.each([
  ["three faults and an inventory", { canInventory: true, faults: 3, wipes: 0, changes: 0, foreign: 0 }],
  ["faults and a wipe, with an inventory", { canInventory: true, faults: 2, wipes: 1, changes: 0, foreign: 0 }],
  ["faults and a wipe, without an inventory", { canInventory: false, faults: 2, wipes: 1, changes: 0, foreign: 0 }],
  ["faults and a change of the bill", { canInventory: true, faults: 2, wipes: 0, changes: 1, foreign: 0 }],
  ["a wipe and a change, with an inventory", { canInventory: true, faults: 1, wipes: 1, changes: 1, foreign: 0 }],
  ["a wipe and a change, without an inventory", { canInventory: false, faults: 1, wipes: 1, changes: 1, foreign: 0 }],
  ["somebody else who pushes the same key", { canInventory: true, faults: 1, wipes: 0, changes: 1, foreign: 1 }],
  ["another's order and no inventory", { canInventory: false, faults: 1, wipes: 0, changes: 1, foreign: 1 }],
  ["a person who cancels it there", { canInventory: true, faults: 2, wipes: 0, changes: 1, foreign: 0, cancels: 1 }],
  ["a wipe and a cancelling", { canInventory: true, faults: 1, wipes: 1, changes: 0, foreign: 0, cancels: 1 }],
  [
    "a wipe, a cancelling, no inventory",
    { canInventory: false, faults: 1, wipes: 1, changes: 1, foreign: 0, cancels: 1 },
  ],
] as const)(
  "in every course of events with %s: one order, no acknowledgement without it, and an end",
  (name, options) => {
    const states = explorePlan(options);
    console.info(`${name}: ${states} states`);
    expect(states).toBeGreaterThan(1_000);
  },
  TIME_LIMIT_MS,
);
