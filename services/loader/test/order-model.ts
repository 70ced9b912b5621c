import { decimal, Fault } from "@billferry/contracts";
import { compareOrders, type FoundOrder } from "@billferry/found-order";

import { judgeDoubt } from "../src/core/doubt.ts";
import { learn, type Knowledge, type Lesson } from "../src/core/knowledge.ts";
import { planLoad, type Step } from "../src/core/plan.ts";

/**
 * A world with one order key, two workers that run the real planner, a ledger that follows the real scripts, and a
 * target that behaves as badly as it may. `moves` lists everything that can happen next; a test walks all of it.
 */
type Content = "A" | "B";

type Phase =
  | { readonly at: "idle" }
  /** May push, and what the target has was not listed yet. */
  | { readonly at: "uncounted" }
  | { readonly at: "planning"; readonly content: Content; readonly knowledge: Knowledge }
  | { readonly at: "waiting"; readonly content: Content; readonly knowledge: Knowledge }
  /** In the ledger, and the job not yet acknowledged. */
  | { readonly at: "recorded"; readonly content: Content; readonly end: "done" | "case" };

export interface World {
  readonly kingdee: Content;
  readonly ledger: {
    readonly wanted: Content;
    readonly delivered: Content | null;
    readonly isDisputed: boolean;
    /** Of what is there something is still to be found out. */
    readonly isDoubted: boolean;
    readonly revision: number;
    readonly pushes: number;
    readonly lease: 0 | 1 | "orphan" | null;
    readonly inventory: "needed" | "done" | "unavailable";
    readonly evidence: { readonly content: Content; readonly isAudited: boolean } | null;
  };
  readonly job: "open" | "done" | "case";
  readonly workers: readonly [Phase, Phase];
  /** Pushes on their way; `by` is the worker that still waits for the answer. */
  readonly network: readonly { readonly content: Content; readonly by: 0 | 1 | null }[];
  readonly orders: readonly {
    readonly content: Content;
    readonly isAudited: boolean;
    readonly isCancelled?: boolean;
    /** Made by a push that was answered with a refusal, which its worker heard. */
    readonly isRefused?: boolean;
  }[];
  /** How often each kind of trouble may still happen. */
  readonly left: {
    readonly faults: number;
    readonly wipes: number;
    readonly changes: number;
    readonly foreign: number;
    readonly cancels: number;
  };
  /** A push went out from a worker that did not own the order at its last look. */
  readonly hasPushedUnowned: boolean;
}

export interface Move {
  readonly name: string;
  /** Happens by itself where nothing goes wrong any more. */
  readonly isOrdinary: boolean;
  readonly next: World;
}

export interface Options {
  readonly canInventory: boolean;
  readonly faults: number;
  readonly wipes: number;
  readonly changes: number;
  readonly foreign: number;
  readonly cancels?: number;
}

const OUTAGE = new Fault("HTTP_DEADLINE", "");
// One wording either leaves a document behind or does not.
const REFUSAL = new Fault("WDT_STOCK_SHORT", "stock", { facts: { mayHaveEffect: true } });
const REFUSAL_WITH_EFFECT = new Fault("WDT_REFUSED", "check_fail", { facts: { mayHaveEffect: true } });
const WORKERS = [0, 1] as const;

const EMPTY_LEDGER = {
  delivered: null,
  isDisputed: false,
  isDoubted: false,
  revision: 1,
  pushes: 0,
  lease: null,
  inventory: "needed",
  evidence: null,
} as const;

export function startWorld({ faults, wipes, changes, foreign, cancels = 0 }: Options): World {
  return {
    kingdee: "A",
    ledger: { ...EMPTY_LEDGER, wanted: "A" },
    job: "open",
    workers: [{ at: "idle" }, { at: "idle" }],
    network: [],
    orders: [],
    left: { faults, wipes, changes, foreign, cancels },
    hasPushedUnowned: false,
  };
}

export function moves(world: World, options: Options): Move[] {
  const all = [
    ...WORKERS.flatMap((w) => movesOfWorker(world, w, options)),
    ...movesOfNetwork(world),
    ...movesOfWorld(world),
  ];
  return all.filter((move) => move.next.left.faults >= 0);
}

function movesOfWorker(world: World, w: 0 | 1, options: Options): Move[] {
  const phase = world.workers[w];
  switch (phase.at) {
    case "idle":
      return world.job === "open" ? begin(world, w) : [];
    case "uncounted":
      return [...takeInventory(world, w, options), ...die(world, w)];
    case "planning":
      return [...act(world, w, phase), ...die(world, w)];
    case "waiting":
      // Times out; the request is still on its way and may yet take effect.
      return [...die(world, w), fault("gives up waiting", endAttempt(world, w))];
    case "recorded":
      return [ordinary("acknowledges", acknowledge(world, w, phase)), ...die(world, w)];
  }
}

/** Gives the order back first, as one that was never sent. */
function takeInventory(before: World, w: 0 | 1, { canInventory }: Options): Move[] {
  const { lease, pushes, inventory } = before.ledger;
  const isOwner = lease === w;
  const idle = setPhase(before, w, { at: "idle" });
  const world = isOwner ? setLedger(idle, { lease: null, pushes: pushes - 1 }) : idle;
  if (inventory !== "needed") return [ordinary("finds it listed", world)];
  const order = world.orders.find((each) => !each.isCancelled);
  const take = (inventory: "done" | "unavailable", evidence: World["orders"][number] | null): World =>
    setLedger(world, { inventory, evidence });
  if (!canInventory) return [ordinary("may take no inventory", take("unavailable", null))];
  const late = order ? [fault("takes an inventory that does not show it yet", take("done", null))] : [];
  return [ordinary("takes inventory", take("done", order ?? null)), ...late];
}

/** `Ledger.orders.beginPush`. */
function begin(world: World, w: 0 | 1): Move[] {
  const { wanted, delivered, lease, evidence, revision, inventory } = world.ledger;
  const idle = setPhase(world, w, { at: "idle" });
  if (world.job !== "open") return [ordinary("finds the job gone", idle)];
  if (delivered === wanted) return [ordinary("is told delivered", { ...idle, job: "done" })];
  if (delivered !== null && world.ledger.isDoubted) return [ordinary("verifies", look({ ...idle, job: "done" }))];
  if (delivered !== null)
    return [ordinary("explains the change", setLedger({ ...idle, job: "case" }, { isDisputed: true }))];
  // Busy: comes back when the other is done or its lease has run out.
  if (lease !== null) return [];
  const pushes = Math.min(world.ledger.pushes + 1, 2);
  if (inventory === "needed")
    return [ordinary("begins too early", setLedger(setPhase(world, w, { at: "uncounted" }), { pushes, lease: w }))];
  const knowledge: Knowledge = {
    facts: {
      outerNo: "X1",
      earlierPushes: pushes - 1,
      revision,
      asksForAudit: true,
      inventory,
      evidence: evidence && {
        stockoutNo: "CK",
        isSame: evidence.content === wanted,
        isAudited: evidence.isAudited,
      },
    },
    push: null,
    sight: null,
    refusedBefore: [],
  };
  const phase = { at: "planning", content: wanted, knowledge } as const;
  return [ordinary("begins", setLedger(setPhase(world, w, phase), { pushes, lease: w }))];
}

function act(world: World, w: 0 | 1, phase: Phase & { at: "planning" }): Move[] {
  const { content, knowledge } = phase;
  const step = planLoad(knowledge);
  switch (step.kind) {
    case "push":
      // `Ledger.orders.renewPush`, the last thing before the effect.
      if (world.ledger.lease !== w || world.ledger.wanted !== content)
        return [ordinary("has lost the order", endAttempt(world, w))];
      return [ordinary("sends", send(world, w, phase))];
    case "look-up":
      return lookUp(world, w, phase);
    case "accept":
    case "conflict":
      return [ordinary(step.kind, record(world, w, { content, step }))];
    case "stop":
      if (step.fault.recovery === "hold" && world.ledger.wanted === content)
        return [ordinary("is held", { ...endAttempt(world, w), job: "case" })];
      return [ordinary("stops", endAttempt(world, w))];
  }
}

function send(world: World, w: 0 | 1, phase: Phase & { at: "planning" }): World {
  return {
    ...setPhase(world, w, { ...phase, at: "waiting" }),
    network: [...world.network, { content: phase.content, by: w }],
    hasPushedUnowned: world.hasPushedUnowned || world.ledger.lease !== w,
  };
}

function lookUp(world: World, w: 0 | 1, phase: Phase & { at: "planning" }): Move[] {
  const [order] = world.orders;
  const { evidence } = world.ledger;
  const hear = (lesson: Lesson): World => setPhase(world, w, { ...phase, knowledge: learn(phase.knowledge, lesson) });
  const found = order && foundOrder(order);
  const wanted = { effect: effectOfContent(phase.content), asksForAudit: true };
  const isWhole = phase.knowledge.facts.evidence === null || evidence?.content === order?.content;
  const seen: Lesson =
    found === undefined
      ? { kind: "not-found" }
      : { kind: "seen", found, comparison: compareOrders(wanted, [found]), isWhole };
  return [
    ordinary("looks", hear(seen)),
    ...(order ? [fault("looks, and is not shown it yet", hear({ kind: "not-found" }))] : []),
    fault("looks without an answer", hear({ kind: "unavailable", fault: OUTAGE, isPassing: true })),
    fault("may not look", hear({ kind: "unavailable", fault: OUTAGE, isPassing: false })),
  ];
}

/** `Ledger.orders.recordDelivered`, which asks for no lease: a delivery is a fact. */
function record(world: World, w: 0 | 1, delivery: { content: Content; step: Step & { kind: "accept" | "conflict" } }) {
  const { content, step } = delivery;
  const hasDispute = step.kind === "conflict" || step.dispute !== null;
  const isDisputed = hasDispute || world.ledger.wanted !== content;
  const lease = null;
  const isDoubted = step.doubt !== null && world.ledger.wanted === content;
  const end = step.kind === "conflict" ? ("case" as const) : ("done" as const);
  return setLedger(setPhase(world, w, { at: "recorded", content, end }), {
    delivered: content,
    isDisputed,
    isDoubted,
    lease,
  });
}

function acknowledge(world: World, w: 0 | 1, { content, end }: Phase & { at: "recorded" }): World {
  const idle = setPhase(world, w, { at: "idle" });
  // A job of an older content is another job; the present one is still open.
  return content === world.ledger.wanted && world.job === "open" ? { ...idle, job: end } : idle;
}

function movesOfNetwork(world: World): Move[] {
  return world.network.flatMap((request, index) => {
    const rest = { ...world, network: world.network.filter((_, other) => other !== index) };
    const answer = (after: World, lesson: Lesson): World => {
      if (request.by === null) return after;
      const phase = after.workers[request.by];
      if (phase.at !== "waiting") return after;
      const knowledge = learn(phase.knowledge, lesson);
      return setPhase(after, request.by, { at: "planning", content: phase.content, knowledge });
    };
    const lose = (after: World): World => (request.by === null ? after : endAttempt(after, request.by));
    const duplicate: Lesson = { kind: "duplicate", stockoutNo: null };
    const created: Lesson = { kind: "created", stockoutNo: "CK", auditDoubt: null };
    const refused: Lesson = { kind: "refused", fault: REFUSAL, stockoutNo: null };
    const refusedLate: Lesson = { kind: "refused", fault: REFUSAL_WITH_EFFECT, stockoutNo: null };
    const gone = fault("a request is lost", lose(rest));
    if (world.orders.length > 0)
      return [
        ordinary("a repeat is refused", answer(rest, duplicate)),
        fault("a repeat is refused unheard", lose(rest)),
        gone,
      ];
    const made = { ...rest, orders: [{ content: request.content, isAudited: true }] };
    const heard = (after: World): World => ({
      ...after,
      orders: after.orders.map((order) => ({ ...order, isRefused: request.by !== null })),
    });
    const unaudited = { ...rest, orders: [{ content: request.content, isAudited: false }] };
    return [
      ordinary("an order is made", answer(made, created)),
      fault("an order is made unheard", lose(made)),
      fault("an order is made without an audit", answer(unaudited, created)),
      fault("an order is made without an audit, unheard", lose(unaudited)),
      fault("an order is refused for business", answer(rest, refused)),
      fault("an order is made without an audit, and refused", answer(heard(unaudited), refusedLate)),
      gone,
    ];
  });
}

/**
 * The doubt check, or the load job of content in doubt that has changed since: what is there is judged by the real
 * rules.
 */
function look(world: World): World {
  const { ledger, orders } = world;
  const [order] = orders;
  if (order === undefined) return world;
  const wanted = { outerNo: "X1", effect: effectOfContent(ledger.wanted), asksForAudit: true };
  const facts = { kind: "content", wanted, isContentKnown: false, looks: 0, ageMs: 0 } as const;
  const verdict = judgeDoubt(facts, { kind: "seen", orders: [foundOrder(order)] }, { listingDelayMs: 0, everyMs: 1 });
  if (verdict.kind !== "same" && verdict.kind !== "wrong") return world;
  const isDoubted = verdict.kind === "wrong" && verdict.isCancelled;
  const isDisputed = verdict.reason !== undefined;
  const job = verdict.kind === "wrong" && world.job === "done" ? ("case" as const) : world.job;
  return setLedger({ ...world, job }, { delivered: ledger.wanted, isDisputed, isDoubted });
}

function foundOrder({ content, isAudited, isCancelled = false }: World["orders"][number]): FoundOrder {
  return { outerNo: "X1", stockoutNo: "CK", isCancelled, isAudited, ...effectOfContent(content) };
}

function effectOfContent(content: Content) {
  return { warehouseNo: "W", quantities: new Map([["S", decimal(content === "A" ? "1" : "2")]]) };
}

function movesOfWorld(world: World): Move[] {
  const { ledger, left, kingdee } = world;
  const found: Move[] = [];
  if (ledger.isDoubted && !ledger.isDisputed && ledger.delivered === ledger.wanted && world.orders.length > 0)
    found.push(ordinary("a look ends the doubt", look(world)));
  const isQuiet = world.network.length === 0 && world.workers.every(({ at }) => at === "idle" || at === "uncounted");
  const [order] = world.orders;
  // What is cancelled after it was delivered, or seen, only a comparison of both ends can find.
  if (
    left.cancels > 0 &&
    world.job === "open" &&
    order &&
    !order.isCancelled &&
    isQuiet &&
    !ledger.delivered &&
    !ledger.evidence
  )
    found.push({
      name: "a person cancels the order there",
      isOrdinary: false,
      next: { ...world, orders: [{ ...order, isCancelled: true }], left: { ...left, cancels: left.cancels - 1 } },
    });
  if (ledger.lease === "orphan") found.push(ordinary("a lease runs out", setLedger(world, { lease: null })));
  if (ledger.lease === 0 || ledger.lease === 1)
    found.push(fault("a paused worker's lease runs out", setLedger(world, { lease: null })));
  if (left.wipes > 0)
    found.push({
      name: "the ledger is wiped, and the bill read again",
      isOrdinary: false,
      next: {
        ...world,
        ledger: { ...EMPTY_LEDGER, wanted: kingdee },
        job: "open",
        left: { ...left, wipes: left.wipes - 1 },
      },
    });
  if (left.changes > 0)
    found.push({
      name: "the bill changes",
      isOrdinary: false,
      next: {
        ...setLedger(world, { wanted: "B", revision: ledger.revision + 1 }),
        kingdee: "B",
        job: "open",
        left: { ...left, changes: left.changes - 1 },
      },
    });
  if (left.foreign > 0 && world.orders.length === 0)
    for (const content of ["A", "B"] as const)
      found.push({
        name: "somebody else pushes",
        isOrdinary: false,
        next: { ...world, orders: [{ content, isAudited: true }], left: { ...left, foreign: left.foreign - 1 } },
      });
  return found;
}

function die(world: World, w: 0 | 1): Move[] {
  const lease = world.ledger.lease === w ? ("orphan" as const) : world.ledger.lease;
  return [fault("is killed", setLedger(forget(world, w), { lease }))];
}

/** The attempt ends, and gives the order back. */
function endAttempt(world: World, w: 0 | 1): World {
  return setLedger(forget(world, w), { lease: world.ledger.lease === w ? null : world.ledger.lease });
}

function forget(world: World, w: 0 | 1): World {
  const network = world.network.map((request) => (request.by === w ? { ...request, by: null } : request));
  return setPhase({ ...world, network }, w, { at: "idle" });
}

function setPhase(world: World, w: 0 | 1, phase: Phase): World {
  return { ...world, workers: w === 0 ? [phase, world.workers[1]] : [world.workers[0], phase] };
}

function setLedger(world: World, change: Partial<World["ledger"]>): World {
  return { ...world, ledger: { ...world.ledger, ...change } };
}

function ordinary(name: string, next: World): Move {
  return { name, isOrdinary: true, next };
}

/** Costs one of the faults that may still happen; one too many is filtered out. */
function fault(name: string, next: World): Move {
  return { name, isOrdinary: false, next: { ...next, left: { ...next.left, faults: next.left.faults - 1 } } };
}
