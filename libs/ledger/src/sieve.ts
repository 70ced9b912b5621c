import type { FaultCode } from "@billferry/contracts";

import type { SieveArgs } from "./commands.ts";
import { BILL_LETTERS, ORDER_LETTERS, readBill, toBillState, toCode, toOrderState } from "./core/codec.ts";
import { packDay } from "./core/keys.ts";
import type { BillRecord, BillState, OrderRecord, OrderState } from "./core/records.ts";
import { wantedImprints, type WantedCodes } from "./core/story-codes.ts";
import { Facet, orderOf, unreadable } from "./store.ts";

/** What bills are looked for; of what is left out anything will do. */
export interface Sieve {
  /** Approved on one of these, "2026-11-23". */
  readonly days?: readonly string[];
  /** In one of these states, or with an order in one of those. */
  readonly states?: { readonly bills: readonly BillState[]; readonly orders: readonly OrderState[] } | undefined;
  /** In what is kept of them. */
  readonly codes?: WantedCodes | undefined;
  /** The codes leave no bill out, and only tell what is known of each one's content. */
  readonly areCodesTold?: boolean;
}

/** A bill that may be looked for, and as much of it as says whether it is. */
export interface SiftedBill {
  readonly billId: string;
  /** Undefined where the record is not one of ours: whoever reads the bill is told. */
  readonly state: BillState | undefined;
  readonly isHeldBack: boolean;
  readonly code: FaultCode | null;
  /** What is kept of it: likely to have the codes, without them, or nothing. */
  readonly content: "likely" | "without" | "untold";
  /** Its orders and their corrections. */
  readonly orderStates: readonly { readonly state: OrderState; readonly code: FaultCode | null }[];
  readonly outerNos: readonly string[];
}

/** A bill with its orders and their corrections. */
export interface BillWithOrders {
  readonly bill: BillRecord;
  readonly orders: readonly OrderRecord[];
}

/** Something open or held whose bill may be looked for. */
export interface SiftedItem {
  readonly sinceMs: number;
  readonly caseId: string;
  readonly bill: SiftedBill;
}

const CONTENTS = { l: "likely", n: "without", u: "untold" } as const;

/**
 * Takes from many bills those that may be looked for, where they are stored, so that only these have to be read. Asked
 * for so many at a time, it keeps nobody else waiting for more than a moment.
 */
export class LedgerSieve extends Facet {
  /** Of these bills, in their order. */
  async bills(billIds: readonly string[], sieve: Sieve): Promise<readonly SiftedBill[]> {
    if (billIds.length === 0) return [];
    const flat = await this.store.commands.siftBills(...sieveArgs(sieve), ...billIds);
    const bills: SiftedBill[] = [];
    for (let at = 0; at < flat.length; at += 2) bills.push(readSifted(flat[at] ?? "", flat[at + 1] ?? ""));
    return bills;
  }

  /** Bills approved on a day, in no order; undefined where there are as many as the caller knows. */
  async idsOfDay(day: string, known: number | undefined): Promise<readonly string[] | undefined> {
    const [, ids] = await this.store.commands.idsOfDay(packDay(day), known ?? "");
    if (ids === null) return undefined;
    return ids === "" ? [] : ids.split(",");
  }

  /** These bills with their orders and the corrections of these, by id, in one round trip. */
  async whole(billIds: readonly string[]): Promise<ReadonlyMap<string, BillWithOrders>> {
    if (billIds.length === 0) return new Map();
    const texts = await this.store.commands.readWhole(...billIds);
    return new Map(
      texts.flatMap((text, index) => {
        const billId = billIds[index] ?? "";
        return text === "" ? [] : [[billId, readWhole(billId, text)] as const];
      }),
    );
  }

  /** Of so many in a list, the oldest first; `next` is where to go on, null where there are no more. */
  async list(
    name: "open" | "held",
    { after, most, ...sieve }: Sieve & { readonly after: string | null; readonly most: number },
  ): Promise<{ readonly items: readonly SiftedItem[]; readonly next: string | null; readonly looked: number }> {
    const [sinceMs = "", ...who] = (after ?? "").split(" ");
    const place = [sinceMs, who.join(" ")] as const;
    const [since = "", last = "", looked, ...flat] = await this.store.commands.siftList(
      ...sieveArgs(sieve),
      name,
      ...place,
      most,
    );
    const items: SiftedItem[] = [];
    for (let at = 0; at < flat.length; at += 4) {
      const [itemSince, caseId = "", billId = "", standing = ""] = flat.slice(at, at + 4);
      items.push({ sinceMs: Number(itemSince), caseId, bill: readSifted(billId, standing) });
    }
    return { items, next: last === "" ? null : `${since} ${last}`, looked: Number(looked) };
  }
}

function sieveArgs({ days = [], states, codes = {}, areCodesTold = false }: Sieve): SieveArgs {
  return [
    days.map(packDay).join(","),
    lettersOf(BILL_LETTERS, states?.bills),
    lettersOf(ORDER_LETTERS, states?.orders),
    wantedImprints(codes),
    areCodesTold ? "1" : "",
  ];
}

function lettersOf(known: Readonly<Record<string, string>>, names: readonly string[] = []): string {
  return Object.keys(known)
    .filter((letter) => names.includes(known[letter] ?? ""))
    .join("");
}

/** Fields and values in turn; a hash without any is an object in Lua's JSON. */
type Flat = readonly string[] | Readonly<Record<string, never>>;

function readWhole(billId: string, text: string): BillWithOrders {
  const [fields = [], ...rest] = JSON.parse(text) as [Flat?, ...(string | Flat)[]];
  const bill = readBill(billId, toHash(fields));
  if (bill === undefined || bill === "unreadable") throw unreadable(billId);
  const orders: OrderRecord[] = [];
  for (let at = 0; at < rest.length; at += 2) {
    const order = orderOf(rest[at] as string, toHash(rest[at + 1] as Flat));
    if (order !== undefined) orders.push(order);
  }
  return { bill, orders };
}

function toHash(flat: Flat): Readonly<Record<string, string>> {
  const hash: Record<string, string> = {};
  if (Array.isArray(flat))
    for (let at = 0; at < flat.length; at += 2) hash[flat[at] as string] = flat[at + 1] as string;
  return hash;
}

function readSifted(billId: string, text: string): SiftedBill {
  const [letter, hold, code, content, states = "", ...numbers] = text.split("\n");
  return {
    billId,
    state: toBillState(letter),
    isHeldBack: hold === "!",
    code: toCode(code),
    content: CONTENTS[content as keyof typeof CONTENTS] ?? "likely",
    orderStates: states.split(" ").flatMap((each) => {
      const [stateLetter, orderCode] = each.split("=");
      const state = toOrderState(stateLetter);
      return state === undefined ? [] : [{ state, code: toCode(orderCode) }];
    }),
    outerNos: numbers.filter((outerNo) => outerNo !== ""),
  };
}
