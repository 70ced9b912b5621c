import { FAULT_CODES, QUEUE_NAMES, type QueueName } from "@billferry/contracts";
import type { CaseRecord, MinuteFlow, OpenItem } from "@billferry/ledger";
import { sample, type Sample } from "@billferry/metrics/definitions";

import { forecastMs } from "./forecast.ts";
import { SHOWN_STATES, type ShownState } from "./shown-state.ts";
import type { StatusFacts } from "./status-facts.ts";

/** What waits, counted where it is stored. */
export interface WaitingCounts {
  readonly bills: Readonly<Record<"held" | "disputed" | "underway", number>>;
  readonly orders: Readonly<Record<"held" | "disputed" | "waiting", number>>;
  /** By "class\nowner". */
  readonly cases: ReadonlyMap<string, number>;
}

/** What is seen of one scheme. */
export interface MeasuredScheme {
  readonly scheme: string;
  /** The name of its Wangdiantong account, as schemes call it. */
  readonly account: string;
  readonly status: StatusFacts;
  readonly waiting: WaitingCounts;
  /** Of the last five minutes. */
  readonly flow: readonly MinuteFlow[];
  /** By Redis' clock; null where none is known. */
  readonly lastDeliveryMs: number | null;
  /** When the job was added that waits longest, by stage. */
  readonly oldestJobMs: Readonly<Partial<Record<QueueName, number>>>;
}

export interface MeasuredRedis {
  readonly usedBytes: number;
  readonly limitBytes: number;
}

const OWNERS_BY_CLASS = new Set(Object.values(FAULT_CODES).map(({ class: kind, owner }) => `${kind}\n${owner}`));

/** Sorts what waits; an item may be told twice while it is walked. */
export class WaitingSorter {
  readonly #bills = { held: new Set<string>(), disputed: new Set<string>(), open: new Set<string>() };
  readonly #orders = { held: new Set<string>(), disputed: new Set<string>(), waiting: new Set<string>() };
  readonly #cases = new Map<string, string>();

  addCase({ caseId, kind, id, billId, code }: CaseRecord, isDisputed: boolean): void {
    const shown = isDisputed ? "disputed" : "held";
    this.#bills[shown].add(billId);
    if (kind === "order") this.#orders[shown].add(id);
    const { class: faultClass, owner } = FAULT_CODES[code];
    this.#cases.set(caseId, `${faultClass}\n${owner}`);
  }

  addOpen({ kind, id, billId }: OpenItem): void {
    this.#bills.open.add(billId);
    if (kind === "order") this.#orders.waiting.add(id);
  }

  /** A bill is shown by the worst that is known of it. */
  counts(): WaitingCounts {
    const { held, disputed, open } = this.#bills;
    const cases = new Map([...OWNERS_BY_CLASS].map((pair) => [pair, 0]));
    for (const pair of this.#cases.values()) cases.set(pair, (cases.get(pair) ?? 0) + 1);
    return {
      bills: {
        disputed: disputed.size,
        held: countWithout(held, disputed),
        underway: countWithout(open, disputed, held),
      },
      orders: {
        held: this.#orders.held.size,
        disputed: this.#orders.disputed.size,
        waiting: this.#orders.waiting.size,
      },
      cases,
    };
  }
}

function countWithout(ids: ReadonlySet<string>, ...others: readonly ReadonlySet<string>[]): number {
  return [...ids].filter((id) => !others.some((other) => other.has(id))).length;
}

/** All that is measured of the installation at one moment; pure. */
export function measuresOf(schemes: readonly MeasuredScheme[], redis: MeasuredRedis): readonly Sample[] {
  return [
    ...schemes.flatMap(measuresOfScheme),
    ...casesOf(schemes),
    ...QUEUE_NAMES.flatMap((stage) => measuresOfStage(stage, schemes)),
    ...[...Map.groupBy(schemes, ({ account }) => account)].flatMap(([account, own]) => measuresOfAccount(account, own)),
    ...entriesOf(schemes),
    sample("redis_used_bytes", {}, redis.usedBytes),
    sample("redis_limit_bytes", {}, redis.limitBytes),
  ];
}

function measuresOfScheme(measured: MeasuredScheme): readonly Sample[] {
  const { scheme, status, waiting, lastDeliveryMs } = measured;
  const { nowMs, progress, readEveryMs } = status;
  const oldestMs = progress.oldestOpenMs ?? nowMs;
  const isStopped = progress.stoppedUntilMs !== null && progress.stoppedUntilMs > nowMs;
  const orders = { ...waiting.orders, delivered: Math.max(0, progress.delivered - waiting.orders.disputed) };
  return [
    sample("oldest_undelivered_bill_age_seconds", { scheme }, Math.max(0, nowMs - oldestMs) / 1_000),
    ...Object.entries(billsOf(measured)).map(([state, value]) => sample("bills", { scheme, state }, value)),
    ...Object.entries(orders).map(([state, value]) => sample("orders", { scheme, state }, value)),
    sample("last_delivery_timestamp_seconds", { scheme }, toSeconds(lastDeliveryMs)),
    sample("last_read_timestamp_seconds", { scheme }, toSeconds(progress.lastReadWallMs)),
    sample("watermark_timestamp_seconds", { scheme }, toSeconds(progress.watermarkMs)),
    sample("read_interval_seconds", { scheme }, toSeconds(readEveryMs)),
    sample("scheme_stopped", { scheme }, isStopped ? 1 : 0),
  ];
}

function billsOf({ status: { progress }, waiting }: MeasuredScheme): Readonly<Record<ShownState, number>> {
  const { excluded, withdrawn } = progress;
  const known = { ...waiting.bills, excluded, withdrawn };
  const others = Object.values(known).reduce((sum, count) => sum + count, 0);
  const counts = { ...known, delivered: Math.max(0, progress.bills - others) };
  return Object.fromEntries(Object.keys(SHOWN_STATES).map((state) => [state, counts[state as ShownState]])) as Record<
    ShownState,
    number
  >;
}

function casesOf(schemes: readonly MeasuredScheme[]): readonly Sample[] {
  return [...OWNERS_BY_CLASS].map((pair) => {
    const [kind = "", owner = ""] = pair.split("\n");
    const count = schemes.reduce((sum, { waiting }) => sum + (waiting.cases.get(pair) ?? 0), 0);
    return sample("cases", { class: kind, owner }, count);
  });
}

function measuresOfStage(stage: QueueName, schemes: readonly MeasuredScheme[]): readonly Sample[] {
  const queues = schemes.map(({ status }) => status.stages[stage]);
  const add = (state: "waiting" | "active" | "delayed" | "failed"): number =>
    queues.reduce((sum, queue) => sum + queue[state], 0);
  const ages = schemes.map(({ status: { nowMs }, oldestJobMs }) => Math.max(0, nowMs - (oldestJobMs[stage] ?? nowMs)));
  const workers = queues.flatMap((queue) => queue.workers ?? []);
  return [
    sample("oldest_waiting_job_age_seconds", { stage }, Math.max(0, ...ages) / 1_000),
    ...(["waiting", "active", "delayed", "failed"] as const).map((state) =>
      sample("jobs", { stage, state }, add(state)),
    ),
    // Each process works for every scheme.
    ...(workers.length === 0 ? [] : [sample("workers", { stage }, Math.min(...workers))]),
    sample("paused_queues", { stage }, queues.filter(({ paused }) => paused).length),
  ];
}

function measuresOfAccount(account: string, schemes: readonly MeasuredScheme[]): readonly Sample[] {
  const [known] = schemes.flatMap(({ status: { gate, nowMs } }) => (gate === null ? [] : [{ gate, nowMs }]));
  if (known === undefined) return [];
  const { gate, nowMs } = known;
  const waiting = schemes.reduce((sum, each) => sum + each.status.progress.open, 0);
  const drainMs = forecastMs({ asOf: nowMs, waiting, flow: schemes.flatMap(({ flow }) => flow) });
  const isOpen = gate.openUntilMs !== null && gate.openUntilMs > nowMs;
  return [
    ...(gate.callsPerMinute === null ? [] : [sample("quota_limit_calls", { account }, gate.callsPerMinute)]),
    ...Object.entries(gate.callsByPurpose).map(([purpose, calls]) =>
      sample("quota_used_calls", { account, purpose }, calls),
    ),
    sample("quota_refusals", { account }, gate.refusals),
    ...(drainMs === null ? [] : [sample("backlog_drain_seconds", { account }, drainMs / 1_000)]),
    sample("circuit_open", { account }, isOpen ? 1 : 0),
  ];
}

function entriesOf(schemes: readonly MeasuredScheme[]): readonly Sample[] {
  const kinds = ["bills", "open", "held", "anew", "unclaimed"] as const;
  const add = (count: (each: MeasuredScheme) => number): number => schemes.reduce((sum, each) => sum + count(each), 0);
  const doubts = add(({ status: { progress } }) => Object.values(progress.doubts).reduce((sum, each) => sum + each, 0));
  return [
    ...kinds.map((kind) =>
      sample(
        "ledger_entries",
        { kind },
        add(({ status }) => status.progress[kind]),
      ),
    ),
    sample("ledger_entries", { kind: "doubts" }, doubts),
  ];
}

function toSeconds(epochMs: number | null): number {
  return (epochMs ?? 0) / 1_000;
}
