import { hashContent, type FaultCode } from "@billferry/contracts";
import type { BillRecord } from "@billferry/ledger";
import { repeat } from "@billferry/redis";
import { onTestFinished } from "vitest";

import { startBulkRunner } from "@billferry/desk/bulk";
import { BILL, SCHEME, setup } from "./setup.ts";

const CONTENT = hashContent("content");
const GAP = { kind: "target", subject: "spec_no", code: "SKU1" } as const;

/** Bills XS01, XS02, … of which one order each waits for a missing code, and what plays the stages. */
export async function openBlocked(count: number) {
  const bundle = await setup();
  const { ledger, redis, log } = bundle;
  const billNos = Array.from({ length: count }, (_, index) => `XS${String(index + 1).padStart(2, "0")}`);
  for (const billNo of billNos) await block(bundle, billNo);
  const runners = new Set<() => Promise<void>>();
  const startRunner = (): (() => Promise<void>) => {
    const stop = startBulkRunner({ redis, log, schemes: [SCHEME] });
    runners.add(stop);
    return stop;
  };
  const tried: string[] = [];
  /** Makes anew whatever is asked for; a code keeps the order again, null delivers it. */
  const play = (decide: (billNo: string) => FaultCode | null): void => {
    const stages = repeat(
      async () => {
        for (const { billId, sinceMs } of await ledger.anew.list(100)) {
          const bill = await ledger.bills.find(billId);
          if (bill === undefined) continue;
          tried.push(bill.billNo);
          await finish(bundle, bill, decide(bill.billNo));
          await ledger.anew.done(billId, sinceMs);
        }
      },
      { everyMs: 20, onError: () => undefined },
    );
    onTestFinished(async () => stages.stop());
  };
  onTestFinished(async () => void (await Promise.all([...runners].map(async (stop) => stop()))));
  return { ...bundle, billNos, play, startRunner, tried };
}

type Bundle = Awaited<ReturnType<typeof setup>>;

const outerNoOf = (billNo: string): string => `${billNo}-CK01`;
export const caseIdOf = (billNo: string): string => `order:${outerNoOf(billNo)}`;

async function block({ ledger }: Bundle, billNo: string): Promise<void> {
  const bill = { ...BILL, billId: `1${billNo.slice(2)}`, billNo };
  await ledger.bills.recordRead([bill]);
  await ledger.bills.recordOrders(bill, [{ outerNo: outerNoOf(billNo), contentHash: CONTENT }]);
  await hold({ ledger }, bill, "WDT_SKU_UNKNOWN");
}

async function hold(
  { ledger }: Pick<Bundle, "ledger">,
  { billId, billNo }: Pick<BillRecord, "billId" | "billNo">,
  code: FaultCode,
): Promise<void> {
  const order = { outerNo: outerNoOf(billNo), billId, contentHash: CONTENT };
  const stake = { billNo, groups: ["CK01"], amount: "10.5" as never };
  await ledger.orders.recordHeld(order, { code, text: `[${code}] ${billNo}` }, { gaps: [GAP], stake });
}

async function finish({ ledger }: Bundle, bill: BillRecord, code: FaultCode | null): Promise<void> {
  if (code !== null) return hold({ ledger }, bill, code);
  const order = { outerNo: outerNoOf(bill.billNo), billId: bill.billId, contentHash: CONTENT };
  await ledger.orders.recordDelivered(order, { stockoutNo: `CK${bill.billNo}`, proof: "answered" });
}
