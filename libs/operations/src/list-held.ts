import { FAULT_CODES, type FaultCode } from "@billferry/contracts";
import { Ledger, type HeldRecord } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/runtime";

/** A bill or order that waits for a person, with the number a person knows it by. */
export interface HeldItem extends HeldRecord {
  readonly billNo: string;
}

/** What waits for a person, oldest first, at most `limit`. */
export async function listHeld(redis: RedisConnection, scheme: string, limit: number): Promise<readonly HeldItem[]> {
  const ledger = new Ledger(redis, scheme);
  const held = await ledger.held(limit);
  return Promise.all(
    held.map(async (record) => {
      const billId = record.kind === "bill" ? record.id : (await ledger.findOrder(record.id))?.billId;
      const bill = billId === undefined ? undefined : await ledger.findBill(billId);
      return { ...record, reason: describeReason(record.reason), billNo: bill?.billNo ?? "" };
    }),
  );
}

// Where the ledger itself held something, it noted the bare code.
function describeReason(reason: string): string {
  if (!(reason in FAULT_CODES)) return reason;
  const { meaning, remedy } = FAULT_CODES[reason as FaultCode];
  return `[${reason}] ${meaning} → ${remedy}`;
}
