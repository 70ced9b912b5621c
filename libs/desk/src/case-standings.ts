import { Ledger, parseCaseId } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";

/** How cases stand, and whose they are: what the record of people's acts keeps from before an act and after it. */
export interface CaseStandings {
  readonly billNos: readonly string[];
  /** By case; one that nobody knows is left out. */
  readonly standings: Readonly<Record<string, CaseStanding>>;
}

interface CaseStanding {
  readonly state: string;
  readonly code: string | null;
  readonly revision: number;
  /** Of its bill; null where the ledger has forgotten it. */
  readonly billNo: string | null;
}

export async function readCaseStandings(
  redis: RedisConnection,
  scheme: string,
  caseIds: readonly string[],
): Promise<CaseStandings> {
  const { bills, cases, orders } = new Ledger(redis, scheme);
  const known = await Promise.all(
    [...new Set(caseIds)].map(async (caseId) => {
      const parsed = parseCaseId(caseId);
      const order = parsed?.kind === "order" ? await orders.find(parsed.id) : undefined;
      const bill = parsed && (await bills.find(order?.billId ?? parsed.id));
      const standing = order ?? (parsed?.kind === "bill" ? bill : undefined);
      if (standing === undefined) return [];
      const code = (await cases.find(caseId))?.code ?? null;
      const { state, revision } = standing;
      return [[caseId, { state, code, revision, billNo: bill?.billNo ?? null }] as const];
    }),
  );
  const standings = Object.fromEntries(known.flat());
  const billNos = new Set(Object.values(standings).flatMap(({ billNo }) => billNo ?? []));
  return { billNos: [...billNos], standings };
}
