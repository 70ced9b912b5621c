import type { Gap, Ledger } from "@billferry/ledger";
import type { Logger } from "@billferry/runtime";
import type { Scheme } from "@billferry/scheme";

import { hasCode } from "./has-code.ts";

export interface ReleaseDependencies {
  readonly ledger: Pick<Ledger, "gaps" | "anew">;
  readonly log: Logger;
}

/** Bills whose missing codes all have a row by now are made anew; safe to repeat. Gives how many it set going. */
export async function releaseGaps({ ledger, log }: ReleaseDependencies, scheme: Scheme): Promise<number> {
  const isClosed = (gap: Gap): boolean => gap.kind === "table" && hasCode(scheme.tables, gap);
  const released = new Set<string>();
  for (const gap of (await ledger.gaps.list()).filter(isClosed)) {
    const going: string[] = [];
    for (const member of await ledger.gaps.members(gap)) {
      if (member.kind !== "bill" || released.has(member.id)) continue;
      if (!(await ledger.gaps.of(member)).every(isClosed)) {
        await ledger.gaps.drop(gap, member);
        continue;
      }
      going.push(member.id);
      released.add(member.id);
    }
    await ledger.anew.ask(going);
    log.info(
      { event: "gap.closed", table: gap.subject, code: gap.code, released: going.length },
      "编码已补齐,自动放行",
    );
  }
  return released.size;
}
