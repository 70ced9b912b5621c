import type { DecimalText } from "@billferry/contracts";
import { Ledger, type CaseRecord } from "@billferry/ledger";
import { redisNowMs, type RedisConnection } from "@billferry/redis";

import {
  countCases,
  groupCases,
  isOfCause,
  type CaseCounts,
  type CaseGroup,
  type StakedCase,
} from "./core/case-groups.ts";
import { describeCase, type CaseItem } from "./list-cases.ts";

export type { CaseGroup } from "./core/case-groups.ts";

export interface CaseGroups {
  /** Each case once. */
  readonly total: CaseCounts;
  readonly groups: readonly CaseGroup[];
}

/** All that waits for a person in these schemes, by its cause, those that stop most bills first. */
export async function listCaseGroups(redis: RedisConnection, schemes: readonly string[]): Promise<CaseGroups> {
  const cases = (await Promise.all(schemes.map(async (scheme) => readCases(redis, scheme)))).flat();
  return { total: countCases(cases), groups: groupCases(cases) };
}

export interface GroupCases {
  readonly items: readonly (CaseItem & { readonly scheme: string; readonly amount: DecimalText | null })[];
  /** `after` of the next page; null where this was the last. */
  readonly next: string | null;
}

interface WantedCases {
  readonly code?: string | undefined;
  /** A missing code by its name, "skus/A-117" (`nameOf`). */
  readonly gap?: string | undefined;
  readonly billId?: string | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
}

/** The single cases of a cause, the oldest first, page by page. */
export async function listGroupCases(
  redis: RedisConnection,
  schemes: readonly string[],
  wanted: WantedCases,
): Promise<GroupCases> {
  const [nowMs, ...found] = await Promise.all([
    redisNowMs(redis),
    ...schemes.map(async (scheme) => readCases(redis, scheme)),
  ]);
  const left = found
    .flat()
    .filter((each) => isOfCause(each, wanted))
    .filter(({ billId }) => wanted.billId === undefined || billId === wanted.billId)
    .map((each) => ({ each, place: placeOf(each) }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
    .filter(({ place }) => wanted.after === undefined || place > wanted.after);
  const page = left.slice(0, wanted.limit);
  return {
    items: page.map(({ each }) => ({ ...describeCase(each, nowMs), scheme: each.scheme, amount: each.amount })),
    next: left.length > page.length ? (page.at(-1)?.place ?? null) : null,
  };
}

/** Cases keep their moment, so a page goes on where the one before ended, whatever was settled meanwhile. */
function placeOf({ sinceMs, scheme, caseId }: StakedCase): string {
  return `${String(sinceMs).padStart(15, "0")} ${scheme} ${caseId}`;
}

/** Every case of a scheme, with what is at stake. */
export async function readCases(redis: RedisConnection, scheme: string): Promise<readonly StakedCase[]> {
  const ledger = new Ledger(redis, scheme);
  // While they are walked, one may be told twice.
  const cases = new Map<string, CaseRecord>();
  for await (const page of ledger.cases.walk()) for (const each of page) cases.set(each.caseId, each);
  const gaps = new Map([...cases.values()].flatMap((each) => each.gaps).map((gap) => [JSON.stringify(gap), gap]));
  const members = await Promise.all([...gaps.values()].map(async (gap) => ledger.gaps.members(gap)));
  const amounts = new Map(members.flat().map(({ kind, id, amount }) => [`${kind}:${id}`, amount]));
  return [...cases.values()].map((each) => ({ ...each, scheme, amount: amounts.get(each.caseId) ?? null }));
}
