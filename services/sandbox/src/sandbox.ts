import type { CallWatch } from "./answer.ts";
import { createBillStore, type BillStore } from "./bills/bill-store.ts";
import type { Bill } from "./bills/bill.ts";
import { createFaultBook, type FaultBook } from "./faults.ts";
import { openJournal } from "./journal.ts";
import { createSessions, type Sessions } from "./kingdee/sessions.ts";
import { createSettings, type SettingsHolder, type SettingsPatch } from "./settings.ts";
import { createOrderLedger, type OrderLedger } from "./wangdiantong/order-ledger.ts";

/** Everything the two stand-ins and the control API share. */
export interface Sandbox {
  readonly bills: BillStore;
  readonly ledger: OrderLedger;
  readonly faults: FaultBook;
  readonly settings: SettingsHolder;
  readonly sessions: Sessions;
  /** Seeds what has to be random in each Kingdee request. */
  readonly seed: number;
  readonly counts: { kingdeeCalls: number };
  readonly now: () => number;
  readonly watch: CallWatch | undefined;
  generate(options: GenerateRequest): readonly Bill[];
  close(): void;
}

interface GenerateRequest {
  readonly count: number;
  readonly seed: number;
  readonly unknownSkus: number;
  readonly spreadMs?: number;
  readonly endsAgoMs?: number;
}

export interface OpenSandboxOptions {
  readonly folder: string | undefined;
  readonly first: GenerateRequest;
  readonly settings: SettingsPatch;
  readonly now: () => number;
  readonly watch?: CallWatch | undefined;
}

/** Restores what the journal holds; only a sandbox without a past generates its first bills. */
export function openSandbox({ folder, first, settings: initial, now, watch }: OpenSandboxOptions): Sandbox {
  const settings = createSettings(initial);
  const journal = openJournal(folder);
  const bills = createBillStore(journal);
  const ledger = createOrderLedger(journal);
  for (const event of journal.past) {
    bills.restore(event);
    ledger.restore(event);
  }
  const generate = (request: GenerateRequest): readonly Bill[] => {
    const { clockSkewMs, zoneOffsetMinutes } = settings.current().kingdee;
    return bills.generate({ ...request, nowMs: now() + clockSkewMs, zone: { offsetMinutes: zoneOffsetMinutes } });
  };
  if (journal.past.length === 0) generate(first);
  return {
    bills,
    ledger,
    faults: createFaultBook(),
    settings,
    sessions: createSessions(),
    seed: first.seed,
    counts: { kingdeeCalls: 0 },
    now,
    watch,
    generate,
    close: () => journal.close(),
  };
}
