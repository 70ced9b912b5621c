import { transformJobId } from "@billferry/contracts";
import type { Gap, Ledger } from "@billferry/ledger";
import { retryJob, type Logger, type TypedQueue } from "@billferry/runtime";
import type { Scheme } from "@billferry/scheme";

import { hasCode } from "./has-code.ts";

export interface ReleaseDependencies {
  readonly ledger: Ledger;
  readonly transformQueue: TypedQueue<"transform">;
  readonly log: Logger;
}

/**
 * Sends the bills on their way whose missing codes all have a row by now, and no others. A job that is not failed any
 * more is left alone, so replicas that do this at the same time do it once. Gives how many it set going.
 */
export async function releaseGaps(
  { ledger, transformQueue, log }: ReleaseDependencies,
  scheme: Scheme,
): Promise<number> {
  const isClosed = (gap: Gap): boolean => gap.kind === "table" && hasCode(scheme.tables, gap);
  const released = new Set<string>();
  for (const gap of (await ledger.gaps()).filter(isClosed)) {
    for (const member of await ledger.gapMembers(gap)) {
      if (member.kind !== "bill" || released.has(member.id)) continue;
      if (!(await ledger.gapsOf(member)).every(isClosed)) {
        await ledger.dropGap(gap, member);
        continue;
      }
      const bill = await ledger.findBill(member.id);
      if (bill === undefined) continue;
      const id = transformJobId({ scheme: scheme.definition.name, ...bill });
      const job = await transformQueue.getJob(id);
      if (job === undefined || !(await job.isFailed()) || !(await retryJob(job))) continue;
      released.add(member.id);
    }
    log.info(
      { event: "gap.closed", table: gap.subject, code: gap.code, released: released.size },
      "编码已补齐,自动放行",
    );
  }
  return released.size;
}
