import { candidateNumbers } from "@billferry/contracts";
import type { Ledger } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";

import { spellingsOf } from "./core/number-spellings.ts";

export interface SchemeLedger {
  readonly redis: RedisConnection;
  readonly scheme: string;
  readonly ledger: Ledger;
}

/** For each number the bills that have it, an order of it, or a document of it. */
export async function findWhole(
  { numbers, orders }: Ledger,
  wanted: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const names = wanted.map(candidateNumbers);
  const spellings = wanted.map(spellingsOf);
  const [bills, documents, known] = await Promise.all([
    numbers.find("N", names.flat()),
    numbers.find("K", wanted),
    orders.findMany(spellings.flat()),
  ]);
  const owners = new Map(known.map(({ outerNo, billId }) => [outerNo, billId]));
  let at = 0;
  return wanted.map((_, index) => {
    const own = bills.slice(at, (at += names[index]?.length ?? 0));
    const ofOrder = (spellings[index] ?? []).flatMap((spelling) => owners.get(spelling) ?? []);
    return [...new Set([...own.flat(), ...ofOrder, ...(documents[index] ?? [])])];
  });
}
