import { FAULT_CODES, type FaultClass } from "@billferry/contracts";

import { packHash, readDifferences, toCode, toList, unpackHash } from "./core/codec.ts";
import { describeDropped } from "./core/dropped-text.ts";
import { unpackGaps } from "./core/gap.ts";
import { caseIdOf, parseCaseId } from "./core/keys.ts";
import type { CaseRecord } from "./core/records.ts";
import { Facet, toPairs } from "./store.ts";

const PAGE = 500;

/** What waits for a person, and what a person decides. */
export class LedgerCases extends Facet {
  /** What waits for a person, oldest first. */
  async list(wanted: { readonly limit: number; readonly faultClass?: FaultClass }): Promise<readonly CaseRecord[]> {
    const cases: CaseRecord[] = [];
    for (let start = 0; cases.length < wanted.limit; start += PAGE) {
      const page = toPairs(
        await this.store.redis.zrange(this.store.key("held"), `${start}`, `${start + PAGE - 1}`, "WITHSCORES"),
      );
      const records = await this.#describe(page);
      cases.push(
        ...records.filter(
          ({ code }) => wanted.faultClass === undefined || FAULT_CODES[code].class === wanted.faultClass,
        ),
      );
      if (page.length < PAGE) break;
    }
    return cases.slice(0, wanted.limit);
  }

  async find(caseId: string): Promise<CaseRecord | undefined> {
    const sinceMs = await this.store.redis.zscore(this.store.key("held"), caseId);
    return sinceMs === null ? undefined : (await this.#describe([[caseId, Number(sinceMs)]]))[0];
  }

  /** Every case, in no order, page by page; one that is there all the while is told at least once. */
  async *walk(): AsyncGenerator<readonly CaseRecord[]> {
    for await (const page of this.store.walk("held")) yield await this.#describe(page);
  }

  /** Whether a person's word can end something here: a case, a doubt, or a document that no bill asks for. */
  async canBeSettled(caseId: string): Promise<boolean> {
    if ((await this.find(caseId)) !== undefined) return true;
    const parsed = parseCaseId(caseId);
    if (parsed?.kind !== "order") return false;
    const { redis } = this.store;
    const [isUnclaimed, isDoubted] = await this.store.readable(
      Promise.all([
        redis.hexists(this.store.key("unclaimed"), parsed.id),
        redis.hexists(this.store.orderKey(parsed.id), "q"),
      ]),
    );
    return isUnclaimed + isDoubted > 0;
  }

  /**
   * A person settles a case as it is: a disputed order counts as delivered, a held order as withdrawn, a held bill as
   * excluded; other content opens a case again. With `contentHash` only while that is still the content.
   */
  async accept(
    caseId: string,
    by: { readonly by: string; readonly note: string; readonly contentHash?: string },
  ): Promise<"settled" | "not-a-case"> {
    const parsed = parseCaseId(caseId);
    if (parsed === undefined) return "not-a-case";
    const { kind, id } = parsed;
    return this.store.commands.acceptCase(kind, id, by.by, by.note, packHash(by.contentHash ?? ""));
  }

  /** A person settles a disputed order by a correction: the correction is an order of its own from now on. */
  async recordCorrection(settlement: {
    readonly outerNo: string;
    readonly contentHash: string;
    readonly correction: { readonly outerNo: string; readonly contentHash: string };
    readonly by: string;
    readonly note: string;
  }): Promise<"recorded" | "superseded"> {
    const { outerNo, contentHash, correction, by, note } = settlement;
    const hashes = [packHash(contentHash), packHash(correction.contentHash)] as const;
    return this.store.commands.recordCorrection(outerNo, hashes[0], correction.outerNo, hashes[1], by, note);
  }

  /** The job of a correction, which no reading brings back. */
  async keepCorrection(outerNo: string, job: string): Promise<void> {
    await this.store.readable(this.store.redis.hset(this.store.orderKey(outerNo), "j", job));
  }

  async keptCorrection(outerNo: string): Promise<string | null> {
    return this.store.readable(this.store.redis.hget(this.store.orderKey(outerNo), "j"));
  }

  async #describe(pairs: readonly (readonly [string, number])[]): Promise<readonly CaseRecord[]> {
    const items = pairs.flatMap(([caseId, sinceMs]) => {
      const parsed = parseCaseId(caseId);
      return parsed ? [{ ...parsed, sinceMs }] : [];
    });
    const keyOf = ({ kind, id }: (typeof items)[number]): string =>
      kind === "bill" ? this.store.billKey(id) : this.store.orderKey(id);
    const hashes = await this.store.hashes(items.map(keyOf));
    const billIds = items.map((item, index) => (item.kind === "bill" ? item.id : (hashes[index]?.["b"] ?? "")));
    const bills = await this.store.hashes(billIds.map((billId) => this.store.billKey(billId)));
    return items.map((item, index) => ({
      caseId: caseIdOf(item.kind, item.id),
      kind: item.kind,
      id: item.id,
      billId: billIds[index] ?? "",
      billNo: bills[index]?.["n"] ?? "",
      sinceMs: item.sinceMs,
      code: toCode(hashes[index]?.["e"]) ?? "PROGRAM_BUG",
      text: hashes[index]?.["r"] || describeUntold(item.id, hashes[index], bills[index]),
      contentHash: unpackHash(hashes[index]?.["h"] ?? ""),
      gaps: unpackGaps(hashes[index]?.["z"]),
      differences: readDifferences(hashes[index]?.["x"]),
    }));
  }
}

/** The text of a case that the ledger opened itself; empty where the code says it all. */
function describeUntold(
  outerNo: string,
  order: Readonly<Record<string, string>> = {},
  bill: Readonly<Record<string, string>> = {},
): string {
  const isDropped = order["e"] === "BILL_CHANGED_AFTER_DELIVERY" && order["h"] === "";
  return isDropped ? describeDropped(outerNo, { billNo: bill["n"] ?? "", earlierNumbers: toList(bill["w"]) }) : "";
}
