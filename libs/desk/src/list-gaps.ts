import { Ledger, type GapMember, type GapSummary } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";

import { nameOf, remedyOfGap } from "./core/gap-remedy.ts";

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
