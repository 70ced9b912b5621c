import { QUEUE_NAMES, type QueueName } from "@billferry/contracts";
import type { BillRecord, MinuteFlow, OrderRecord } from "@billferry/ledger";

import { forecastMs } from "./forecast.ts";
import type { ReasonAction, ReasonKind } from "./reason.ts";
import { SHOWN_STATES, shownStateOf, type ShownState } from "./shown-state.ts";
import type { StageFacts, StatusFacts } from "./status-facts.ts";
import { statusReasons } from "./status-reasons.ts";

/** The bill of a scheme that waits longest. */
export interface OldestBill {
  readonly scheme: string;
  readonly billNo: string;
  /** Since when it waits as it does now, by Redis' clock. */
  readonly sinceMs: number;
  readonly state: ShownState;
}

/** What is seen of one scheme. */
export interface SchemeView {
  readonly scheme: string;
  readonly status: StatusFacts & { readonly account: string | undefined };
  readonly oldest: OldestBill | null;
  readonly flow: readonly MinuteFlow[];
}

interface StageView extends Omit<StageFacts, "restMs" | "workers"> {
  readonly scheme: string;
  readonly stage: QueueName;
  /** Running processes; null where Redis does not tell. */
  readonly replicas: number | null;
}

/** All that the first page shows. Times are epoch milliseconds of Redis' clock. */
export interface OverviewReading {
  readonly asOf: number;
  /** Of all that is not delivered, held ones included. */
  readonly oldest: OldestBill | null;
  /** What waits for a person, of all schemes. */
  readonly cases: number;
  /** Bills approved today by Kingdee's calendar, by how they are shown. */
  readonly today: Readonly<Record<ShownState, number>>;
  readonly quota: {
    /** Calls of the last minute, of all accounts together. */
    readonly used: number;
    /** Null until a call was made. */
    readonly limit: number | null;
    /** Answers "too frequent" in a row; 0 as soon as calls get through. */
    readonly refused: number;
    /** When what waits will be done at the rate of the last minutes; null where nothing waits, or nothing moves. */
    readonly emptyAtMs: number | null;
  } | null;
  readonly reasons: readonly {
    readonly scheme: string;
    readonly kind: ReasonKind;
    /** In Chinese, and in English. */
    readonly text: string;
    readonly textEn: string;
    readonly action: ReasonAction | null;
  }[];
  readonly stages: readonly StageView[];
  /** Orders that came to be asked for, and that were delivered, by the minute; the minute under way is the last. */
  readonly flow: readonly MinuteFlow[];
}

/** Puts together what was seen of the schemes; pure. */
export function assembleOverview(
  schemes: readonly SchemeView[],
  { asOf, today }: Pick<OverviewReading, "asOf" | "today">,
): OverviewReading {
  const flow = addFlows(schemes.map((each) => each.flow));
  return {
    asOf,
    oldest: schemes.flatMap(({ oldest }) => oldest ?? []).toSorted((a, b) => a.sinceMs - b.sinceMs)[0] ?? null,
    cases: schemes.reduce((sum, { status }) => sum + status.progress.held, 0),
    today,
    quota: addQuotas(schemes, { asOf, flow }),
    reasons: onceForAll(
      schemes.flatMap(({ scheme, status }) =>
        statusReasons(status).map(({ kind, zh, en, action }) => ({ scheme, kind, text: zh, textEn: en, action })),
      ),
    ),
    stages: schemes.flatMap(({ scheme, status }) =>
      QUEUE_NAMES.map((stage) => {
        const { restMs: _restMs, workers, ...facts } = status.stages[stage];
        return { scheme, stage, ...facts, replicas: workers };
      }),
    ),
    flow,
  };
}

const OF_NO_SCHEME: readonly ReasonKind[] = ["unwatched", "redis-full"];

/** That nobody watches, or that Redis is full, is no scheme's own. */
function onceForAll(reasons: OverviewReading["reasons"]): OverviewReading["reasons"] {
  return reasons.filter(
    ({ kind }, index) => !OF_NO_SCHEME.includes(kind) || index === reasons.findIndex((each) => each.kind === kind),
  );
}

/** Bills that stand alike, added up by how they are shown. */
export function countShown(
  counts: readonly {
    readonly state: BillRecord["state"];
    readonly orders: readonly OrderRecord["state"][];
    readonly count: number;
  }[],
): Readonly<Record<ShownState, number>> {
  const shown = Object.fromEntries(Object.keys(SHOWN_STATES).map((state) => [state, 0])) as Record<ShownState, number>;
  for (const { state, orders, count } of counts) {
    const own = orders.map((each) => ({ billId: "", state: each }));
    shown[shownStateOf({ billId: "", state }, own)] += count;
  }
  return shown;
}

function addFlows(flows: readonly (readonly MinuteFlow[])[]): readonly MinuteFlow[] {
  const [first = [], ...others] = flows;
  return first.map(({ minuteMs, arrived, delivered }, index) => ({
    minuteMs,
    arrived: others.reduce((sum, flow) => sum + (flow[index]?.arrived ?? 0), arrived),
    delivered: others.reduce((sum, flow) => sum + (flow[index]?.delivered ?? 0), delivered),
  }));
}

/** An account's gate counts once, however many schemes go through it. */
function addQuotas(
  schemes: readonly SchemeView[],
  { asOf, flow }: Pick<OverviewReading, "asOf" | "flow">,
): OverviewReading["quota"] {
  const gates = [
    ...new Map(
      schemes.flatMap(({ status: { account, gate } }) => (gate === null ? [] : [[account, gate] as const])),
    ).values(),
  ];
  if (gates.length === 0) return null;
  const limits = gates.flatMap(({ callsPerMinute }) => callsPerMinute ?? []);
  const waiting = schemes.reduce((sum, { status }) => sum + status.progress.open, 0);
  return {
    used: gates.reduce((sum, { callsLastMinute }) => sum + callsLastMinute, 0),
    limit: limits.length === 0 ? null : limits.reduce((sum, limit) => sum + limit, 0),
    refused: gates.reduce((sum, { refusals }) => sum + refusals, 0),
    emptyAtMs: emptyAt(asOf, { flow, waiting }),
  };
}

function emptyAt(
  asOf: number,
  { flow, waiting }: { readonly flow: readonly MinuteFlow[]; readonly waiting: number },
): number | null {
  const inMs = waiting === 0 ? null : forecastMs({ asOf, flow, waiting });
  return inMs === null ? null : Math.round(asOf + inMs);
}
