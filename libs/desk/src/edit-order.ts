import {
  editablePlaces,
  editOrder,
  hashContent,
  schemePrefix,
  type EditablePlace,
  type OrderEditVerdict,
  type OrderChange,
  type OrderEdit,
  type TargetOrder,
} from "@billferry/contracts";
import { Ledger, type OrderRecord, type ToldOrder } from "@billferry/ledger";
import { redisNowMs, withLock, type RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import type { Scheme } from "@billferry/scheme";

import { coveredPlaces } from "./core/bill-story.ts";
import { coverChanges, editVersion, uncoverChanges } from "./core/order-edits.ts";
import { retry } from "./retry.ts";

/** Of a big order; what stands further down is mended in Kingdee. */
const MOST_LINES = 200;
/** Longer than an edit takes; a process that dies holds nobody up for more. */
const LOCK_MS = 10_000;

/** An order that a person may change, and what of it. */
export interface EditableOrder {
  readonly outerNo: string;
  /** What a change is bound to: the content, and what had been changed of it. */
  readonly seen: string;
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
  const found = await findOrder(new Ledger(redis, scheme.definition.name), scheme, { outerNo, seesPersonal });
  if ("kind" in found) return found.kind;
  const { order, content, covered, present } = found;
  const places = coverChanges(editablePlaces(scheme.target.name, content, MOST_LINES), covered);
  const edit = present === undefined ? null : { ...present, changes: coverChanges(present.changes, covered) };
  return { outerNo, seen: editVersion(order.contentHash, present), places, edit };
}

export type EditOutcome =
  /** `isHeldBack`: it goes once its bill is released, else at once. */
  | { readonly kind: "edited"; readonly billNo: string; readonly isHeldBack: boolean }
  | { readonly kind: "unknown" | "content-gone" | "delivered" | "changed" | "on-its-way" }
  | Extract<OrderEditVerdict, { readonly kind: "refused" }>;

interface EditAsked extends Wanted {
  /** Of what was shown; covered values among the changes stay what they are. */
  readonly seen: string;
  readonly changes: readonly OrderChange[];
  readonly by: string;
  readonly note: string;
}

/**
 * Changes what an order that waits for a person says beside what it moves, and has it tried again. Bound to what was
 * seen: of two at once the second is told, and once the bill changes the edit is none. No changes take an edit back.
 * The order as it is made stays beside it in the bill's story; each attempt's request is kept as it was sent.
 */
export async function editHeldOrder(
  redis: RedisConnection,
  log: Logger,
  scheme: Scheme,
  asked: EditAsked,
): Promise<EditOutcome> {
  const { name } = scheme.definition;
  const ledger = new Ledger(redis, name);
  const key = `${schemePrefix(name)}:editing:${asked.outerNo}`;
  const noted = await withLock({ redis, key, lifeMs: LOCK_MS }, async () => noteEdit(redis, ledger, scheme, asked));
  // Who holds it is noting another edit.
  if (noted === undefined) return { kind: "changed" };
  if (noted.kind !== "edited") return noted;
  const selection = { kind: "orders", outerNos: [asked.outerNo] } as const;
  await retry(redis, log, { scheme: name, selection, isDryRun: false });
  const bill = await ledger.bills.find(noted.billId);
  return { kind: "edited", billNo: bill?.billNo ?? "", isHeldBack: (bill?.hold ?? null) !== null };
}

async function noteEdit(
  redis: RedisConnection,
  ledger: Ledger,
  scheme: Scheme,
  asked: EditAsked,
): Promise<{ readonly kind: "edited"; readonly billId: string } | Exclude<EditOutcome, { readonly kind: "edited" }>> {
  const found = await findOrder(ledger, scheme, asked);
  if ("kind" in found) return found;
  const { order, content, covered, present } = found;
  const { contentHash, billId } = order;
  if (asked.seen !== editVersion(contentHash, present)) return { kind: "changed" };
  const changes = uncoverChanges(asked.changes, { former: present, covered });
  const verdict = editOrder(scheme.target.name, content, changes);
  if (verdict.kind === "refused") return verdict;
  const { outerNo, by, note } = asked;
  const kind = await ledger.orders.edit(outerNo, { contentHash, changes, by, note, atMs: await redisNowMs(redis) });
  return kind === "edited" ? { kind, billId } : { kind };
}

interface FoundOrder {
  readonly order: OrderRecord;
  /** As the mapping makes it. */
  readonly content: TargetOrder;
  /** Places whose values this reader may not see. */
  readonly covered: ReadonlySet<string>;
  /** What has been changed of this very content. */
  readonly present: OrderEdit | undefined;
}

async function findOrder(
  ledger: Ledger,
  scheme: Scheme,
  { outerNo, seesPersonal }: Wanted,
): Promise<FoundOrder | { readonly kind: "unknown" | "content-gone" }> {
  const order = await ledger.orders.find(outerNo);
  if (order === undefined) return { kind: "unknown" };
  const told = await findContent(ledger, order);
  if (told === undefined) return { kind: "content-gone" };
  const edit = (await ledger.orders.findEdits([outerNo])).get(outerNo);
  return {
    order,
    content: told.order,
    covered: seesPersonal ? new Set() : coveredPlaces(told, scheme),
    present: edit?.contentHash === order.contentHash ? edit : undefined,
  };
}

/** The order as the mapping made it, while that is kept. */
async function findContent(
  { stories }: Ledger,
  { billId, outerNo, contentHash }: OrderRecord,
): Promise<ToldOrder | undefined> {
  const kept = await stories.find(billId);
  return kept?.story.orders.find(({ order }) => order.outer_no === outerNo && hashContent(order) === contentHash);
}
