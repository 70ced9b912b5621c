import type { CallWatch } from "./answer.ts";
import { createBillStore, type BillStore } from "./bills/bill-store.ts";
import type { Bill } from "./bills/bill.ts";
import type { GenerateRequest } from "./bills/commands.ts";
import type { SandboxCredentials } from "./credentials.ts";
import { createFaultBook, type FaultBook } from "./faults.ts";
import { DEFAULT_FORM, type Form } from "./forms/form.ts";
import type { Forms } from "./forms/load-forms.ts";
import { openJournal } from "./journal.ts";
import { createSessions, type Sessions } from "./kingdee/sessions.ts";
import { createSettings, type SettingsHolder, type SettingsPatch } from "./settings.ts";
import { createBan, type Ban } from "./wangdiantong/ban.ts";
import { OrderLedger } from "./wangdiantong/order-ledger.ts";

/** One account of each vendor: everything its two stand-ins and its control API share. */
export interface Sandbox {
  readonly credentials: SandboxCredentials;
  readonly forms: Forms;
  /** The forms that are in use from the start; the judge tells of them, and of others once they have bills. */
  readonly usedForms: readonly Form[];
  readonly bills: BillStore;
  readonly ledger: OrderLedger;
  /** Of the Wangdiantong account; no restart remembers it. */
  readonly ban: Ban;
  readonly faults: FaultBook;
  readonly settings: SettingsHolder;
  readonly sessions: Sessions;
  /** Seeds what has to be random in each Kingdee request. */
  readonly seed: number;
  readonly counts: { kingdeeCalls: number };
  readonly now: () => number;
  readonly watch: CallWatch | undefined;
  generate(formId: string, request: GenerateRequest): readonly Bill[];
  close(): void;
}

interface OpenSandboxOptions {
  readonly credentials: SandboxCredentials;
  readonly folder: string | undefined;
  readonly forms: Forms;
  readonly usedForms: readonly Form[];
  /** What each form in use begins with. */
  readonly first: GenerateRequest;
  readonly settings: SettingsPatch;
  readonly now: () => number;
  readonly watch?: CallWatch | undefined;
}

/** Until a number is used again: by then its first bill was read. */
const REUSE_AFTER_MS = 10_000;

/** Restores what the journal holds; only a form without a past generates its first bills. */
export function openSandbox(options: OpenSandboxOptions): Sandbox {
  const { credentials, forms, usedForms, first, now, watch } = options;
  const settings = createSettings(options.settings);
  const journal = openJournal(options.folder);
  const bills = createBillStore(forms, journal);
  const ledger = new OrderLedger(journal);
  for (const event of journal.past) {
    bills.restore(event);
    ledger.restore(event);
  }
  const generate = (formId: string, { reusedNumbers, ...wanted }: GenerateRequest): readonly Bill[] => {
    const { clockSkewMs, zoneOffsetMinutes } = settings.current().kingdee;
    const wallOffsetMs = clockSkewMs + zoneOffsetMinutes * 60_000;
    const reuse = { count: reusedNumbers, fromMs: now() + REUSE_AFTER_MS, wallOffsetMs };
    return bills.of(formId).generate({
      ...wanted,
      seed: seedOf(formId, wanted.seed),
      nowMs: now() + clockSkewMs,
      zone: { offsetMinutes: zoneOffsetMinutes },
      isMessy: true,
      ...(reusedNumbers === 0 ? {} : { reuse }),
    });
  };
  for (const { id } of usedForms) if (!bills.hasPast(id)) generate(id, first);
  return {
    credentials,
    forms,
    usedForms,
    bills,
    ledger,
    ban: createBan(),
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

/** Forms of one seed get bills of their own: a bill taken for one of another form must not look right. */
function seedOf(formId: string, seed: number): number {
  if (formId === DEFAULT_FORM) return seed;
  return [...formId].reduce((hash, letter) => Math.trunc(Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)), seed);
}
