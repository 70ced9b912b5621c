import type { Zone } from "@billferry/contracts";

import type { Extra, Form } from "../forms/form.ts";
import { createRandom, type Random } from "../random.ts";
import type { Bill, BillStatus } from "./bill.ts";
import { CARRIERS, CUSTOMERS } from "./catalogue.ts";
import { generateLines } from "./generate-lines.ts";
import { makeMessy } from "./make-messy.ts";
import { inventReceiver } from "./receivers.ts";
import type { ReusePlan } from "./reuse-numbers.ts";
import { toServerTick } from "./server-tick.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface GenerateOptions {
  /** How many approved, selectable bills there will be; those to be excluded come on top. */
  readonly count: number;
  readonly seed: number;
  /** The server's moment; approve times lie before it. */
  readonly nowMs: number;
  readonly zone: Zone;
  /** How many of the `count` bills hold a SKU that Wangdiantong does not know. */
  readonly unknownSkus?: number;
  /** The stretch of approve times, and how long before `nowMs` it ends. */
  readonly spreadMs?: number;
  readonly endsAgoMs?: number;
  readonly firstId?: number;
  readonly firstNumber?: number;
  readonly firstEntryId?: number;
  /** As messy as real accounts are. Journals from before there was a choice have tidy bills. */
  readonly isMessy?: boolean;
  /** Numbers that are used again later. */
  readonly reuse?: ReusePlan;
}

export const FIRST_ID = 100_001;
export const FIRST_ENTRY_ID = 500_001;

/** `extra:<name>`: left out for this extra's value. */
type Kind = "selectable" | "unapproved" | "void" | "empty" | `extra:${string}`;

type FormTraits = Pick<Form, "id" | "prefix" | "hasBundles" | "extras">;

/** The bills of one form, the same for the same options: exactly `count` approved ones that must arrive, and on top
 *  about 5 % not approved, 3 % void, 1 % without a positive line and the form's own exclusions, which must not. */
export function generateBills(options: GenerateOptions, form: FormTraits): Bill[] {
  const random = createRandom(options.seed);
  const kinds: Kind[] = [
    ...repeat("selectable", options.count),
    ...repeat("unapproved", Math.ceil(options.count * 0.05)),
    ...repeat("void", Math.ceil(options.count * 0.03)),
    ...repeat("empty", Math.ceil(options.count * 0.01)),
    ...form.extras.flatMap(({ name, excluded }) =>
      repeat(`extra:${name}`, Math.ceil(options.count * (excluded?.share ?? 0))),
    ),
  ];
  random.shuffle(kinds);
  const times = inventApproveTimes(random, kinds.length, options);
  const longAt = options.count >= 50 ? kinds.indexOf("selectable") : -1;
  const { firstId = FIRST_ID, firstNumber = 1 } = options;
  let entryId = options.firstEntryId ?? FIRST_ENTRY_ID;
  let unknownLeft = options.unknownSkus ?? 0;
  const tidy = kinds.map((kind, index) => {
    const numbers = { id: firstId + index, number: firstNumber + index, entryId };
    const approvedLocalMs = times[index] as number;
    const bill = inventBill({ form, random, kind, ...numbers, approvedLocalMs, isLong: index === longAt });
    entryId += bill.lines.length;
    if (kind !== "selectable" || unknownLeft === 0) return bill;
    unknownLeft -= 1;
    return withUnknownSku(bill);
  });
  if (options.isMessy !== true) return tidy;
  return makeMessy(tidy, createRandom(options.seed ^ MESS), options.firstEntryId ?? FIRST_ENTRY_ID);
}

/** The mess has chances of its own, so that the bills under it are those of the seed. */
const MESS = 0x5eed;

interface Draft {
  readonly form: FormTraits;
  readonly random: Random;
  readonly kind: Kind;
  readonly id: number;
  readonly number: number;
  readonly approvedLocalMs: number;
  readonly entryId: number;
  readonly isLong: boolean;
}

function inventBill(draft: Draft): Bill {
  const { form, random, kind, number } = draft;
  const createdLocalMs = draft.approvedLocalMs - random.int(HOUR_MS, 2 * DAY_MS);
  const dateLocalMs = createdLocalMs - (createdLocalMs % DAY_MS);
  const status: BillStatus = kind === "unapproved" ? random.pick(["Z", "A", "B", "D"] as const) : "C";
  const carrier = random.chance(0.9) ? random.pick(CARRIERS).code : null;
  const isShipped = carrier !== null && random.chance(0.8);
  const shape = kind === "empty" ? "empty" : draft.isLong ? "long" : "plain";
  const { extras } = form;
  return {
    formId: form.id,
    id: draft.id,
    billNo: toBillNo(form.prefix, number),
    status,
    isVoid: kind === "void",
    dateLocalMs,
    createdLocalMs,
    // Approving does not touch the modify date [kingdee 5.2].
    modifiedLocalMs: createdLocalMs + random.int(1_000, HOUR_MS - 1_000),
    approvedLocalMs: status === "C" ? draft.approvedLocalMs : null,
    customer: random.pick(CUSTOMERS).code,
    carrier,
    carriageNo: isShipped ? `${carrier}${random.int(10_000_000, 99_999_999)}${random.int(1000, 9999)}` : "",
    shop: `SHOP${random.int(1, 9)}`,
    channel: random.pick(["天猫", "京东", "抖音", "线下", ""]),
    thirdBillNo: random.chance(0.6) ? `DD${random.int(100_000_000, 999_999_999)}` : "",
    note: inventNote(random),
    receiver: inventReceiver(random),
    lines: generateLines({ random, firstEntryId: draft.entryId, dateLocalMs, shape, hasBundles: form.hasBundles }),
    ...(extras.length === 0 ? {} : { extras: inventExtras(random, kind, extras) }),
  };
}

function inventExtras(random: Random, kind: Kind, extras: readonly Extra[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    extras.map(({ name, usual, excluded }) => [
      name,
      excluded !== undefined && kind === `extra:${name}` ? excluded.value : random.pick(usual),
    ]),
  );
}

export function toBillNo(prefix: string, number: number): string {
  return `${prefix}${String(number).padStart(6, "0")}`;
}

/** Approve times: single moments, bursts within one second and bursts within one millisecond, because page and window
 *  edges fall into such bursts on real servers. */
function inventApproveTimes(random: Random, length: number, options: GenerateOptions): number[] {
  const { spreadMs = 2 * HOUR_MS, endsAgoMs = 15_000 } = options;
  const lastMs = options.nowMs + options.zone.offsetMinutes * 60_000 - endsAgoMs;
  const times: number[] = [];
  while (times.length < length) {
    const moment = toServerTick(lastMs - random.int(0, spreadMs));
    const burst = random.chance(0.12) ? random.int(3, 8) : 1;
    const isSameMillisecond = random.chance(0.4);
    const second = moment - (moment % 1000);
    for (let each = 0; each < burst && times.length < length; each += 1) {
      const inSecond = Math.min(toServerTick(second + random.int(0, 996)), lastMs);
      times.push(isSameMillisecond || burst === 1 ? (random.chance(0.05) ? second : moment) : inSecond);
    }
  }
  random.shuffle(times);
  return times;
}

function withUnknownSku(bill: Bill): Bill {
  // The first line of a selectable bill always has a positive quantity.
  const lines = bill.lines.map((line, index) => (index === 0 ? { ...line, sku: `NEW-${bill.billNo}` } : line));
  return { ...bill, lines };
}

function inventNote(random: Random): string {
  if (random.chance(0.5)) return "";
  const wishes = [
    "请下午三点前送达",
    "与上一单合并发货",
    "发票随货",
    '客户要求"原箱"发出;勿拆',
    "加急&优先",
    "门店补货 5+1",
  ];
  return random.pick(wishes);
}

function repeat(kind: Kind, times: number): Kind[] {
  return Array.from({ length: times }, () => kind);
}
