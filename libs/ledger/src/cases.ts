import { FAULT_CODES, type FaultClass } from "@billferry/contracts";

import { packHash, readDifferences, toCode, toList } from "./core/codec.ts";
import { describeDropped } from "./core/dropped-text.ts";
import { caseIdOf, parseCaseId } from "./core/keys.ts";
import type { CaseRecord } from "./core/records.ts";
import { OrderLedger } from "./orders.ts";
import { ACCEPT_CASE, RECORD_CORRECTION } from "./scripts/case-scripts.ts";

/** Something that is not finished, and since when. */
export interface OpenItem {
  readonly caseId: string;
  readonly kind: "bill" | "order";
  readonly id: string;
  readonly billId: string;
  readonly sinceMs: number;
}

const PAGE = 500;

/** The ledger's chapter on what waits: for work (open) and for a person (cases). */
export class CaseLedger extends OrderLedger {
  /** Bills that are read and orders that are not delivered, oldest first; `olderThanMs` by Redis' clock. */
  async openItems(wanted: { readonly olderThanMs: number; readonly limit: number }): Promise<readonly OpenItem[]> {
    const nowMs = await this.redisNowMs();
    const most = `${nowMs - wanted.olderThanMs}`;
    const key = this.key("open");
    const found = await this.redis.zrangebyscore(key, "-inf", most, "WITHSCORES", "LIMIT", 0, wanted.limit);
    const items = toPairs(found).flatMap(([caseId, sinceMs]) => {
      const parsed = parseCaseId(caseId);
      return parsed ? [{ caseId, sinceMs, ...parsed }] : [];
    });
    const hashes = await this.hashes(items.map(({ kind, id }) => (kind === "bill" ? "" : this.orderKey(id))));
    return items.map((item, index) => ({
      ...item,
      billId: item.kind === "bill" ? item.id : (hashes[index]?.["b"] ?? ""),
    }));
  }

  /** What waits for a person, oldest first. */
  async cases(wanted: { readonly limit: number; readonly faultClass?: FaultClass }): Promise<readonly CaseRecord[]> {
    const cases: CaseRecord[] = [];
    for (let start = 0; cases.length < wanted.limit; start += PAGE) {
      const page = toPairs(await this.redis.zrange(this.key("held"), `${start}`, `${start + PAGE - 1}`, "WITHSCORES"));
      const records = await this.describe(page);
      cases.push(
        ...records.filter(
          ({ code }) => wanted.faultClass === undefined || FAULT_CODES[code].class === wanted.faultClass,
        ),
      );
      if (page.length < PAGE) break;
    }
    return cases.slice(0, wanted.limit);
  }

  async findCase(caseId: string): Promise<CaseRecord | undefined> {
    const sinceMs = await this.redis.zscore(this.key("held"), caseId);
    return sinceMs === null ? undefined : (await this.describe([[caseId, Number(sinceMs)]]))[0];
  }

  /**
   * A person settles a case as it is: a disputed order counts as delivered, a held order as withdrawn, a held bill as
   * excluded; other content opens a case again. With `contentHash` only while that is still the content.
   */
  async acceptCase(
    caseId: string,
    by: { readonly by: string; readonly note: string; readonly contentHash?: string },
  ): Promise<"settled" | "not-a-case"> {
    const parsed = parseCaseId(caseId);
    if (parsed === undefined) return "not-a-case";
    const { kind, id } = parsed;
    return (await this.run(ACCEPT_CASE, kind, id, by.by, by.note, packHash(by.contentHash ?? ""))) as
      | "settled"
      | "not-a-case";
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
    const args = [outerNo, packHash(contentHash), correction.outerNo, packHash(correction.contentHash), by, note];
    return (await this.run(RECORD_CORRECTION, ...args)) as "recorded" | "superseded";
  }

  /** The job of a correction, which no reading brings back. */
  async keepCorrection(outerNo: string, job: string): Promise<void> {
    await this.readable(this.redis.hset(this.orderKey(outerNo), "j", job));
  }

  async keptCorrection(outerNo: string): Promise<string | null> {
    return this.readable(this.redis.hget(this.orderKey(outerNo), "j"));
  }

  protected async redisNowMs(): Promise<number> {
    const [seconds, micros] = await this.redis.time();
    return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
  }

  protected async describe(pairs: readonly (readonly [string, number])[]): Promise<readonly CaseRecord[]> {
    const items = pairs.flatMap(([caseId, sinceMs]) => {
      const parsed = parseCaseId(caseId);
      return parsed ? [{ ...parsed, sinceMs }] : [];
    });
    const keyOf = ({ kind, id }: (typeof items)[number]): string =>
      kind === "bill" ? this.billKey(id) : this.orderKey(id);
    const hashes = await this.hashes(items.map(keyOf));
    const billIds = items.map((item, index) => (item.kind === "bill" ? item.id : (hashes[index]?.["b"] ?? "")));
    const bills = await this.hashes(billIds.map((billId) => this.billKey(billId)));
    return items.map((item, index) => ({
      caseId: caseIdOf(item.kind, item.id),
      kind: item.kind,
      id: item.id,
      billId: billIds[index] ?? "",
      billNo: bills[index]?.["n"] ?? "",
      sinceMs: item.sinceMs,
      code: toCode(hashes[index]?.["e"]) ?? "PROGRAM_BUG",
      text: hashes[index]?.["r"] || describeUntold(item.id, hashes[index], bills[index]),
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

export function toPairs(flat: readonly string[]): (readonly [string, number])[] {
  const pairs: (readonly [string, number])[] = [];
  for (let index = 0; index < flat.length; index += 2) pairs.push([flat[index] ?? "", Number(flat[index + 1])]);
  return pairs;
}
