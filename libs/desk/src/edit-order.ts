import {
  editablePlaces,
  editOrder,
  hashContent,
  type EditablePlace,
  type OrderEditVerdict,
  type OrderChange,
  type OrderEdit,
  type TargetOrder,
} from "@billferry/contracts";
import { Ledger, type OrderRecord } from "@billferry/ledger";
import { redisNowMs, type RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import type { Scheme } from "@billferry/scheme";

import { coveredPlaces } from "./core/bill-story.ts";
import { retry } from "./retry.ts";

/** Of a big order; what stands further down is mended in Kingdee. */
const MOST_LINES = 200;
const COVER = "***";

/** An order that a person may change, and what of it. */
export interface EditableOrder {
  readonly outerNo: string;
  /** What a change is bound to. */
  readonly contentHash: string;
  /** As the mapping makes it; what the reader may not see is covered, and stays as it is unless it is typed anew. */
  readonly places: readonly EditablePlace[];
  readonly edit: OrderEdit | null;
}

/** `unknown`: there is no such order; `content-gone`: what it says is not kept any more (`STORY_DAYS`). */
export type EditableAnswer = EditableOrder | "unknown" | "content-gone";

interface Wanted {
  readonly outerNo: string;
  readonly seesPersonal: boolean;
}

/** What of an order may be changed by hand: everything but its key, its goods, and where they go. */
export async function readEditableOrder(
  redis: RedisConnection,
  scheme: Scheme,
  { outerNo, seesPersonal }: Wanted,
): Promise<EditableAnswer> {
  const ledger = new Ledger(redis, scheme.definition.name);
  const order = await ledger.orders.find(outerNo);
  if (order === undefined) return "unknown";
  const told = await findContent(ledger, order);
  if (told === undefined) return "content-gone";
  const covered = seesPersonal ? new Set<string>() : coveredPlaces(told, scheme);
  const places = editablePlaces(scheme.target.name, told.order, MOST_LINES).map((each) =>
    covered.has(each.place) && each.value !== "" ? { ...each, value: COVER } : each,
  );
  const edit = (await ledger.orders.findEdits([outerNo])).get(outerNo);
  const isPresent = edit?.contentHash === order.contentHash;
  return { outerNo, contentHash: order.contentHash, places, edit: isPresent ? edit : null };
}

export type EditOutcome =
  /** `isRetried`: it has been set going; not where its bill is held back, or somebody else was first. */
  | { readonly kind: "edited"; readonly billNo: string; readonly isRetried: boolean }
  | { readonly kind: "unknown" | "content-gone" | "delivered" | "changed" | "on-its-way" }
  | Extract<OrderEditVerdict, { readonly kind: "refused" }>;

/**
 * Changes what an order that waits for a person says beside what it moves, and has it tried again. Bound to the content
 * that was seen: once the bill changes, the edit is none. No changes take an edit back. The order as it is made stays
 * beside it in the bill's story; each attempt's request is kept as it was sent.
 */
export async function editHeldOrder(
  redis: RedisConnection,
  log: Logger,
  scheme: Scheme,
  asked: {
    readonly outerNo: string;
    readonly contentHash: string;
    readonly changes: readonly OrderChange[];
    readonly by: string;
    readonly note: string;
  },
): Promise<EditOutcome> {
  const { name } = scheme.definition;
  const { outerNo, changes } = asked;
  const ledger = new Ledger(redis, name);
  const order = await ledger.orders.find(outerNo);
  if (order === undefined) return { kind: "unknown" };
  if (changes.length > 0) {
    const told = await findContent(ledger, order);
    if (told === undefined) return { kind: "content-gone" };
    const verdict = editOrder(scheme.target.name, told.order, changes);
    if (verdict.kind === "refused") return verdict;
  }
  const edit = { ...asked, atMs: await redisNowMs(redis) };
  const kind = await ledger.orders.edit(outerNo, edit);
  if (kind !== "edited") return { kind };
  const selection = { kind: "orders", outerNos: [outerNo] } as const;
  const { retried } = await retry(redis, log, { scheme: name, selection, isDryRun: false });
  const bill = await ledger.bills.find(order.billId);
  return { kind, billNo: bill?.billNo ?? "", isRetried: retried.length > 0 };
}

/** The order as the mapping made it, while that is kept. */
async function findContent(
  { stories }: Ledger,
  { billId, outerNo, contentHash }: OrderRecord,
): Promise<
  | { readonly order: TargetOrder; readonly notes: readonly string[]; readonly seqs: readonly (readonly string[])[] }
  | undefined
> {
  const kept = await stories.find(billId);
  return kept?.story.orders.find(({ order }) => order.outer_no === outerNo && hashContent(order) === contentHash);
}
