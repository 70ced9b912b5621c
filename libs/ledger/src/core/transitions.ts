import type { BillState, OrderState } from "./records.ts";

/**
 * Which state follows which: what the commands promise, as data. No command reads it. `transitions.test.ts` runs every
 * event in every state on a real Redis and holds the commands against it, and no move that it sees may be missing here;
 * `npm run docs` draws the charts of `docs/job-lifecycle.md` from it. An event that is missing for a state leaves the
 * state as it is.
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
  overtaken: "新内容先于读取登记转换成订单",
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
  // A job of newer content than was recorded: its reading ended between the two.
  ...each<BillState>(["new", "read", "excluded", "held", "withdrawn"], "overtaken", "ordered"),
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
  dropped: "人工放弃后仍确认已在旺店通",
  surfaced: "已无单据要求、未能查实,后来确认已在旺店通",
  refused: "须人工处理",
  unsettled: "可能已建单,而一直未能查实",
  accepted: "人工结案",
  corrected: "推送更正单",
  "held-back": "人工搁置",
  "let-go": "人工放行",
} as const;

export const ORDER_TRANSITIONS: readonly Transition<OrderState>[] = [
  ...each<OrderState>(["new", "pushing", "held", "withdrawn"], "planned", "waiting"),
  ...each<OrderState>(["delivered"], "planned", "disputed"),
  ...each<OrderState>(["disputed"], "verified", "delivered"),
  ...each<OrderState>(["waiting", "pushing", "held"], "gone", "withdrawn"),
  ...each<OrderState>(["delivered"], "gone", "disputed"),
  // Its own bill is withdrawn, and another one asks for it: delivered it is compared, else it is new work.
  ...each<OrderState>(["new", "waiting", "pushing", "held", "withdrawn"], "taken", "waiting"),
  ...each<OrderState>(["delivered"], "taken", "disputed"),
  ...each<OrderState>(["new", "waiting", "held"], "begun", "pushing"),
  ...each<OrderState>(["pushing"], "released", "waiting"),
  // A delivery is a fact; no state forbids it. Where nobody asks for the order any more, the fact is a dispute.
  ...each<OrderState>(["new", "waiting", "pushing", "held", "disputed"], "delivered", "delivered"),
  ...each<OrderState>(["withdrawn"], "delivered", "disputed"),
  // Nobody asks for it any more and nothing was learned of it for long, so it was a case; then it was there.
  ...each<OrderState>(["held"], "surfaced", "disputed"),
  // A person had dropped it, and its bill still asks for it.
  ...each<OrderState>(["withdrawn"], "dropped", "delivered"),
  ...each<OrderState>(["new", "waiting", "pushing"], "refused", "held"),
  ...each<OrderState>(["delivered"], "refused", "disputed"),
  ...each<OrderState>(["withdrawn"], "unsettled", "held"),
  ...each<OrderState>(["held"], "accepted", "withdrawn"),
  ...each<OrderState>(["disputed"], "accepted", "delivered"),
  ...each<OrderState>(["disputed"], "corrected", "delivered"),
  ...each<OrderState>(["waiting"], "held-back", "held"),
  // Only what a person holds back is let go.
  ...each<OrderState>(["held"], "let-go", "waiting"),
];
