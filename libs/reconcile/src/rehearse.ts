import { handOver } from "@billferry/bill-reader";
import { Ledger } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";
import { openQueue, type Logger } from "@billferry/runtime";
import type { KingdeeAccess } from "@billferry/vendor-access";

import type { BothEnds, ReconcileOptions } from "./both-ends.ts";
import { describeRehearsal, type Rehearsal, type RehearsedCase } from "./core/rehearsal.ts";
import { readDayByDay } from "./read-approved.ts";
import { gatherFacts, kingdeeRead } from "./reconcile-both-ends.ts";

/**
 * Hands a span of a merchant's history over to the transformers, page by page as the extractor does. Kingdee is only
 * read. The Redis must be one of the rehearsal's own, and its services must push to a stand-in. Gives back the bills.
 */
export async function feedRehearsal(
  ends: { readonly redis: RedisConnection; readonly kingdee: KingdeeAccess; readonly log: Logger },
  { span, signal, onProgress }: ReconcileOptions,
): Promise<number> {
  const { redis, kingdee, log } = ends;
  const scheme = kingdee.scheme.definition.name;
  const ledger = new Ledger(redis, scheme);
  await ledger.keeping.open();
  const transformQueue = openQueue({ stage: "transform", scheme }, redis, log);
  let bills = 0;
  try {
    for await (const page of readDayByDay(kingdee, span, signal)) {
      await handOver({ ledger, transformQueue }, page.bills);
      bills += page.bills.length;
      onProgress({ ...kingdeeRead(bills), step: "feed", done: bills, share: page.share });
    }
  } finally {
    await transformQueue.close();
  }
  return bills;
}

/**
 * What came of it, once nothing is left to do: Kingdee is read a second time and compared with the stand-in, and what
 * is amiss is explained by these cases.
 */
export async function concludeRehearsal(
  ends: BothEnds,
  { cases, ...options }: ReconcileOptions & { readonly cases: readonly RehearsedCase[] },
): Promise<Rehearsal> {
  return describeRehearsal(await gatherFacts(ends, options), cases);
}
