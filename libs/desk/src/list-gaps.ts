import { Ledger, type CaseRecord, type GapMember, type GapSummary } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";

import { nameOf, remedyOfGap } from "./core/gap-remedy.ts";
import { countWaits, type GapWait } from "./core/gap-waits.ts";

/** A missing code, as the people see it who can add it. */
export interface GapItem extends GapSummary {
  /** What to do, in Chinese: where the code is to be added. */
  readonly remedy: string;
}

/** The missing codes that hold bills or orders back, the oldest first. */
export async function listGaps(redis: RedisConnection, scheme: string): Promise<readonly GapItem[]> {
  const gaps = await new Ledger(redis, scheme).gaps.list();
  return gaps.map((gap) => ({ ...gap, remedy: remedyOfGap(gap) }));
}

/** Who waits for a missing code, by its name (`nameOf`). */
export async function listGapMembers(
  redis: RedisConnection,
  scheme: string,
  name: string,
): Promise<readonly GapMember[] | undefined> {
  const ledger = new Ledger(redis, scheme);
  const gap = (await ledger.gaps.list()).find((each) => nameOf(each) === name);
  return gap && ledger.gaps.members(gap);
}

/** The missing codes of a scheme, and which bills wait for which of them together. */
export async function readGapWaits(
  redis: RedisConnection,
  scheme: string,
): Promise<{ readonly gaps: readonly GapItem[]; readonly waits: readonly GapWait[] }> {
  const { cases } = new Ledger(redis, scheme);
  const gaps = await listGaps(redis, scheme);
  const all: CaseRecord[] = [];
  if (gaps.length > 0) for await (const page of cases.walk()) all.push(...page);
  return { gaps, waits: countWaits(gaps, all) };
}
