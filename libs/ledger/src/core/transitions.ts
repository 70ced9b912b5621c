import type { BillState, OrderState } from "./records.ts";

/**
 * Which state follows which: the ledger's promise as data. Tests hold it against the scripts (every state and every
 * event, on a real Redis) and against the charts in `docs/job-lifecycle.md`. An event that is missing for a state
 * leaves the state as it is.
 */
export interface Transition<State extends string> {
  /** `new`: not in the ledger. */
  readonly from: State | "new";
  readonly event: string;
  readonly to: State;
}

const each = <State extends string>(
  from: readonly (State | "new")[],
  event: string,
  to: State,
): readonly Transition<State>[] => from.map((state) => ({ from: state, event, to }));

export const BILL_EVENTS = {
  read: "金蝶中读到新内容",
  ordered: "转换成订单",
  excluded: "规则排除",
  contested: "外部单号属于另一张单据",
  held: "转换被拒",
  withdrawn: "反审核、作废或删除",
  accepted: "人工结案",
} as const;

export const BILL_TRANSITIONS: readonly Transition<BillState>[] = [
  ...each<BillState>(["new", "ordered", "excluded", "held", "withdrawn"], "read", "read"),
  // A wiped ledger learns the bill from the job.
  ...each<BillState>(["new", "read", "excluded", "held"], "ordered", "ordered"),
  ...each<BillState>(["new", "read", "ordered", "held"], "excluded", "excluded"),
  // Nothing of it is recorded; it is held next, until the key is let go or a person decides.
  ...each<BillState>(["new", "ordered", "excluded"], "contested", "read"),
  ...each<BillState>(["new", "read", "ordered", "excluded"], "held", "held"),
  ...each<BillState>(["read", "ordered", "excluded", "held"], "withdrawn", "withdrawn"),
  ...each<BillState>(["held"], "accepted", "excluded"),
];

export const ORDER_EVENTS = {
  planned: "转换出新内容",
  verified: "变回已送达的内容,且查实仍有效",
  gone: "单据不再要求它",
  taken: "转给要求它的另一张单据",
  begun: "开始推送",
  released: "放回",
  delivered: "确认已在旺店通",
  refused: "须人工处理",
  unsettled: "可能已建单,而一直未能查实",
  accepted: "人工结案",
  corrected: "推送更正单",
} as const;

export const ORDER_TRANSITIONS: readonly Transition<OrderState>[] = [
  ...each<OrderState>(["new", "pushing", "held", "withdrawn"], "planned", "waiting"),
  ...each<OrderState>(["delivered"], "planned", "disputed"),
  ...each<OrderState>(["disputed"], "verified", "delivered"),
  ...each<OrderState>(["waiting", "pushing", "held"], "gone", "withdrawn"),
  ...each<OrderState>(["delivered"], "gone", "disputed"),
  // Its own bill is withdrawn, and another one asks for it: delivered it is compared (as after `restored` where it is
  // the same), else it is new work.
  ...each<OrderState>(["new", "waiting", "pushing", "held", "withdrawn"], "taken", "waiting"),
  ...each<OrderState>(["delivered"], "taken", "disputed"),
  ...each<OrderState>(["new", "waiting", "held"], "begun", "pushing"),
  ...each<OrderState>(["pushing"], "released", "waiting"),
  // A delivery is a fact; no state forbids it. Where nobody asks for the order any more, the fact is a dispute.
  ...each<OrderState>(["new", "waiting", "pushing", "held", "disputed"], "delivered", "delivered"),
  ...each<OrderState>(["withdrawn"], "delivered", "disputed"),
  ...each<OrderState>(["new", "waiting", "pushing"], "refused", "held"),
  ...each<OrderState>(["delivered"], "refused", "disputed"),
  ...each<OrderState>(["withdrawn"], "unsettled", "held"),
  ...each<OrderState>(["held"], "accepted", "withdrawn"),
  ...each<OrderState>(["disputed"], "accepted", "delivered"),
  ...each<OrderState>(["disputed"], "corrected", "delivered"),
];

/** The state after an event; the same state where the table says nothing. */
export function follow<State extends string>(
  table: readonly Transition<State>[],
  from: State | "new",
  event: string,
): State | "new" {
  return table.find((each) => each.from === from && each.event === event)?.to ?? from;
}

/** The table as a Mermaid chart, one arrow for each pair of states. */
export function drawChart<State extends string>(
  table: readonly Transition<State>[],
  events: Readonly<Record<string, string>>,
): string {
  const arrows = new Map<string, string[]>();
  for (const { from, event, to } of table) {
    const arrow = `${from === "new" ? "[*]" : from} --> ${to}`;
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), events[event] ?? event]);
  }
  return [
    "stateDiagram-v2",
    ...[...arrows].map(([arrow, labels]) => `  ${arrow}: ${[...new Set(labels)].join(" / ")}`),
  ].join("\n");
}
