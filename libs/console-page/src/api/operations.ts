// Made by npm run docs from the board's OpenAPI document; whoever edits it is overwritten.
/* oxlint-disable */
import { ask } from "../data/ask.ts";
export type ShownState = "disputed" | "held" | "underway" | "delivered" | "excluded" | "withdrawn";
export type StageName = "extract" | "sweep" | "transform" | "load";
export type PausableStage = "extract" | "transform" | "load";
export type Role = "viewer" | "operator" | "admin";
export type Owner = "it" | "master-data" | "warehouse" | "finance" | "vendor";
export interface Difference {
  specNo: string;
  wanted: string;
  present: string;
}

export interface ApiError {
  /** For programs */
  code: string;
  /** For people, in the language of the reader */
  message: string;
  /** What can be done about it */
  remedy?: string;
}

/**
 * Missing in a table of the scheme, or unknown to Wangdiantong
 */
export type GapKind = "table" | "target";
export interface Gap {
  /** Missing in a table of the scheme, or unknown to Wangdiantong */
  kind: GapKind;
  subject: string;
  code: string;
}

export interface CaseGroup {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  code: string;
  faultClass: string;
  meaning: string;
  /** Who can mend it */
  owner: Owner;
  remedy: string;
  gap?: Gap;
  bills: number;
  orders: number;
  oldestMs: number;
  /**
   * Null where no amount is known
   * @nullable
   */
  amount: string | null;
}

export type CasesAnswerTotal = {
  bills: number;
  orders: number;
  /**
   * Null where no amount is known
   * @nullable
   */
  amount: string | null;
};

export interface CasesAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  total: CasesAnswerTotal;
  readonly groups: readonly CaseGroup[];
}

export type CaseItemKind = "bill" | "order";
export interface CaseItem {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  caseId: string;
  kind: CaseItemKind;
  id: string;
  billId: string;
  billNo: string;
  code: string;
  /** "after-delivery": it has arrived, and is settled; it is never pushed anew */
  faultClass: string;
  /** Who can mend it */
  owner: Owner;
  reason: string;
  remedy: string;
  sinceMs: number;
  readonly differences: readonly Difference[];
  /** Of the content that is shown; an act sends it back */
  version: string;
}

export interface CaseItemsAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  readonly items: readonly CaseItem[];
  /** Null where this was the last page */
  next: string | null;
}

export interface RetryRequest {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  /**
   * @minItems 1
   * @maxItems 100
   * @items.minLength 1
   * @items.maxLength 500
   */
  caseIds: string[];
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

/**
 * underway: on its way already, by itself or because somebody else has pressed
 */
export type RetryAnswerItemsItemOutcome = "retried" | "underway" | "left-alone" | "not-found";
export type RetryAnswerItemsItem = {
  caseId: string;
  /** underway: on its way already, by itself or because somebody else has pressed */
  outcome: RetryAnswerItemsItemOutcome;
  text?: string;
};

export interface RetryAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  readonly items: readonly RetryAnswerItemsItem[];
}

export interface AcceptRequest {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  /**
   * "bill:FID" or "order:OUTER_NO"
   * @minLength 1
   * @maxLength 500
   */
  caseId: string;
  /**
   * @minLength 1
   * @maxLength 500
   */
  note: string;
  /**
   * As it was shown; left out: whatever it is now
   * @maxLength 200
   */
  version?: string;
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

export interface AcceptAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  caseId: string;
  outcome: "accepted";
}

export interface PauseRequest {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  /** What a person can pause; extract has its sweeps with it */
  stage: PausableStage;
  /**
   * @minLength 1
   * @maxLength 500
   */
  reason: string;
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

export interface ResumeRequest {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  /** What a person can pause; extract has its sweeps with it */
  stage: PausableStage;
  /** @maxLength 500 */
  reason?: string;
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

/**
 * The pause that holds, or that has ended
 */
export type StageAnswerStagesItemPause = {
  by: string;
  note: string;
  atMs: number;
} | null;

export type StageAnswerStagesItem = {
  /** What a person can pause; extract has its sweeps with it */
  stage: PausableStage;
  /** False where it was so already */
  isChanged: boolean;
  /** The pause that holds, or that has ended */
  pause: StageAnswerStagesItemPause;
  /** Jobs still under way; they end by themselves */
  active: number;
};

export interface StageAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  readonly stages: readonly StageAnswerStagesItem[];
}

export interface ReadNowRequest {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

export interface SyncRequest {
  /**
   * Left out: all that run
   * @minLength 1
   * @maxLength 100
   */
  scheme?: string;
  /**
   * Just these bills, before all others; left out: what was approved since the last reading
   * @maxItems 100
   * @items.minLength 1
   * @items.maxLength 100
   */
  numbers?: string[];
  /**
   * Of a caller that may repeat itself: the same one is one act (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId?: string;
}

export type SyncAnswerSchemesItem = {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  /** Processes that read; 0: the work waits until one is started */
  workers: number;
};

export interface SyncAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  readonly schemes: readonly SyncAnswerSchemesItem[];
}

/**
 * late: it goes on by itself
 */
export type ReadNowAnswerOutcome = "done" | "failed" | "late";
export interface ReadNowAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  /** late: it goes on by itself */
  outcome: ReadNowAnswerOutcome;
  text: string;
}

export type RecordedActVia = "console" | "queues" | "command" | "api";
export type RecordedActSubjectsItem = {
  kind: string;
  id: string;
};

/**
 * What is known of the thing, named fact by fact
 */
export type RecordedActBefore = { [key: string]: unknown };

/**
 * What is known of the thing, named fact by fact
 */
export type RecordedActAfter = { [key: string]: unknown };

/**
 * unknown: under way, or broken off; nothing tells of its end
 */
export type RecordedActResult = "done" | "failed" | "unknown";
export interface RecordedAct {
  id: string;
  /**
   * Its number in the record; null while it waits to be written to a file
   * @nullable
   */
  seq: number | null;
  atMs: number;
  by: string;
  via: RecordedActVia;
  role?: string;
  act: string;
  scheme?: string;
  /** Numbers of telephones and addresses of mail are covered for viewers */
  reason?: string;
  readonly subjects: readonly RecordedActSubjectsItem[];
  /** How many more there were, not named */
  more?: number;
  /** What is known of the thing, named fact by fact */
  before?: RecordedActBefore;
  /** What is known of the thing, named fact by fact */
  after?: RecordedActAfter;
  /** unknown: under way, or broken off; nothing tells of its end */
  result: RecordedActResult;
  error?: string;
  endedAtMs?: number;
}

/**
 * Where the chain ends: noted elsewhere, it proves later that nothing was changed or cut off
 */
export type AuditAnswerHead = {
  seq: number;
  hash: string;
} | null;

export interface AuditAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  readonly items: readonly RecordedAct[];
  /** Null where this was the last page */
  next: string | null;
  /** Where the chain ends: noted elsewhere, it proves later that nothing was changed or cut off */
  head: AuditAnswerHead;
  /**
   * Why nothing is written to files now; null where all is well
   * @nullable
   */
  trouble: string | null;
}

export interface ListedBill {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  billId: string;
  billNo: string;
  /** How a bill stands, as a person is told */
  state: ShownState;
  /** Kingdee time, +08:00 */
  approvedAt?: string;
  orders: number;
  reason?: string;
}

export interface BillsAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  /** A page may be short, or empty, and go on all the same: `next` says so */
  readonly items: readonly ListedBill[];
  /** Null where this was the last page */
  next: string | null;
  /** What was looked at, and what was not: numbers not found, a search cut short */
  note?: string;
}

/**
 * Who holds it back, and why: until it is released nothing of it is pushed
 */
export type TracedBillHold = {
  by: string;
  note: string;
  atMs: number;
} | null;

export interface TracedBill {
  billId: string;
  billNo: string;
  /** As the ledger has it */
  state: string;
  /** How a bill stands, as a person is told */
  shownState: ShownState;
  approvedAt: string;
  /** @nullable */
  readAtMs: number | null;
  revision: number;
  readonly orders: readonly string[];
  readonly earlierNumbers: readonly string[];
  hasOwnKeys: boolean;
  /** Who holds it back, and why: until it is released nothing of it is pushed */
  hold: TracedBillHold;
  reason: string;
}

export interface TracedOrder {
  outerNo: string;
  billId: string;
  state: string;
  /** @nullable */
  stockoutNo: string | null;
  /**
   * What shows that it is there
   * @nullable
   */
  proof: string | null;
  revision: number;
  pushes: number;
  /** @nullable */
  firstPushAtMs: number | null;
  /** @nullable */
  deliveredAtMs: number | null;
  reason: string;
  /** @nullable */
  code: string | null;
  readonly corrections: readonly string[];
  /** @nullable */
  doubt: string | null;
  /**
   * Where it waits for a person
   * @nullable
   */
  caseId: string | null;
}

export interface BillEvent {
  atMs: number;
  event: string;
  outerNo?: string;
  text: string;
  /** The person, where one decided */
  by?: string;
}

export interface TracedJob {
  queue: StageName;
  id: string;
  state: string;
  attempts: number;
  reason: string;
  /** The job in Bull Board */
  href: string;
}

export interface BillTrace {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  readonly bills: readonly TracedBill[];
  readonly orders: readonly TracedOrder[];
  readonly history: readonly BillEvent[];
  readonly jobs: readonly TracedJob[];
  readonly differences?: readonly Difference[];
}

export interface BillAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  asked: string;
  readonly bills: readonly BillTrace[];
}

export interface HoldRequest {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  /**
   * @minLength 1
   * @maxLength 500
   */
  reason: string;
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

/**
 * unchanged: held back before; not-held: nothing to let go; nothing-left: all of it is delivered
 */
export type HoldAnswerBillsItemOutcome = "held" | "released" | "unchanged" | "not-held" | "nothing-left";
/**
 * Of one held before
 */
export type HoldAnswerBillsItemHold = {
  by: string;
  note: string;
  atMs: number;
} | null;

export type HoldAnswerBillsItem = {
  billNo: string;
  /** unchanged: held back before; not-held: nothing to let go; nothing-left: all of it is delivered */
  outcome: HoldAnswerBillsItemOutcome;
  /** Outer numbers that are being pushed at this moment: these may still arrive */
  readonly pushing: readonly string[];
  /** Of one held before */
  hold: HoldAnswerBillsItemHold;
};

export interface HoldAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  readonly bills: readonly HoldAnswerBillsItem[];
}

export type BulkOutcome = "untried" | "asking" | "underway" | "done" | "failed" | "changed" | "left-alone";
export type BulkState = "counted" | "canary" | "rest" | "stopping" | "stopped" | "done";
export type BulkMapping = "present" | "recorded";
export interface BulkFilter {
  /** @maxLength 100 */
  code?: string;
  /**
   * A missing code: "subject/code"
   * @maxLength 500
   */
  gap?: string;
  /** @maxLength 50 */
  faultClass?: string;
  /**
   * @minItems 1
   * @maxItems 500
   * @items.minLength 1
   * @items.maxLength 500
   */
  caseIds?: string[];
}

export type BulkActTotal = {
  cases: number;
  bills: number;
  /** @nullable */
  amount: string | null;
};

export type BulkActCausesItem = {
  code: string;
  meaning: string;
  cases: number;
};

export type BulkActLeftOutItemWhy = "disputed" | "on-hold" | "no-payload" | "in-other-act" | "too-many";
export type BulkActLeftOutItem = {
  why: BulkActLeftOutItemWhy;
  count: number;
};

export type BulkActCounts = {
  untried: number;
  asking: number;
  underway: number;
  done: number;
  failed: number;
  changed: number;
  "left-alone": number;
};

export type BulkActBegun = {
  by: string;
  reason: string;
  atMs: number;
} | null;

export type BulkActStopKind = "person" | "canary-failed" | "new-error" | "same-error";
export type BulkActStop = {
  kind: BulkActStopKind;
  atMs: number;
  by?: string;
  code?: string;
  meaning?: string;
  billNo?: string;
  text?: string;
} | null;

/**
 * What holds the next portion back for now
 */
export type BulkActWaitsFor = "new-bills" | null;
export interface BulkAct {
  id: string;
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  /** Who counted it */
  by: string;
  createdMs: number;
  /** present: made anew with the scheme and tables of now; recorded: the recorded payload once more */
  mapping: BulkMapping;
  total: BulkActTotal;
  readonly causes: readonly BulkActCausesItem[];
  readonly leftOut: readonly BulkActLeftOutItem[];
  /**
   * How long its calls take at the quota; null until that is known
   * @nullable
   */
  quotaMinutes: number | null;
  /** counted: frozen, and nothing was done; stopping: what is under way is waited for */
  state: BulkState;
  counts: BulkActCounts;
  begun: BulkActBegun;
  stop: BulkActStop;
  canariesLeft: number;
  /** What holds the next portion back for now */
  waitsFor: BulkActWaitsFor;
  /** @nullable */
  endedMs: number | null;
}

export interface BulkCountRequest {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  filter: BulkFilter;
  /** present: made anew with the scheme and tables of now; recorded: the recorded payload once more */
  mapping: BulkMapping;
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

export interface BulkBeginRequest {
  /**
   * @minLength 1
   * @maxLength 500
   */
  reason: string;
  /**
   * How many unlike ones are tried first
   * @minimum 1
   * @maximum 5
   */
  canary: number;
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

export interface BulkStopRequest {
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

export interface BulkAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  act: BulkAct;
  /** False where it was so already */
  isChanged: boolean;
}

export interface BulkActsAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  readonly items: readonly BulkAct[];
}

export interface BulkItem {
  caseId: string;
  billNo: string;
  /** Why it waited */
  code: string;
  isCanary: boolean;
  /** failed: it waits for a person again; changed: not what was counted any more, so it was not touched */
  outcome: BulkOutcome;
  /**
   * With which code it waits again
   * @nullable
   */
  endCode: string | null;
  text: string;
}

export interface BulkItemsAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  readonly items: readonly BulkItem[];
  /** Null where this was the last page */
  next: string | null;
}

export type DraftRequestTarget = "stockout_order_push" | "stockin_order_push";
export type DraftRequestChoices = { [key: string]: string };

export interface DraftRequest {
  /**
   * The errand that told the form's fields
   * @minLength 1
   * @maxLength 250
   */
  fields: string;
  /** @pattern ^[a-z0-9][a-z0-9-]{0,39}$ */
  name: string;
  target: DraftRequestTarget;
  choices: DraftRequestChoices;
}

export type DraftViewFieldsItemLevel = "head" | "finance" | "entry";
export type DraftViewFieldsItemType = "text" | "code" | "decimal" | "date" | "boolean" | "enum" | "id";
export type DraftViewFieldsItem = {
  name: string;
  label: string;
  level: DraftViewFieldsItemLevel;
  type: DraftViewFieldsItemType;
};

export type DraftViewParametersItemLevel = "order" | "line";
export type DraftViewParametersItemMeaning = {
  zh: string;
  en: string;
};

export type DraftViewParametersItemForm = {
  zh: string;
  en: string;
};

export type DraftViewParametersItem = {
  place: string;
  level: DraftViewParametersItemLevel;
  name: string;
  label: string;
  meaning: DraftViewParametersItemMeaning;
  form: DraftViewParametersItemForm;
  isNeeded: boolean;
  isFixed: boolean;
  example: string;
  /** @nullable */
  choice: string | null;
  /** @nullable */
  fieldLabel: string | null;
};

export type DraftViewMissingItem = {
  zh: string;
  en: string;
};

export type DraftViewLeftOutItem = {
  zh: string;
  en: string;
};

export type DraftViewFindingsItemSeverity = "error" | "warning" | "hint";
export type DraftViewFindingsItem = {
  severity: DraftViewFindingsItemSeverity;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  line: number;
  text: string;
  remedy: string;
};

export interface DraftView {
  name: string;
  title: string;
  text: string;
  fields: DraftViewFieldsItem[];
  parameters: DraftViewParametersItem[];
  missing: DraftViewMissingItem[];
  leftOut: DraftViewLeftOutItem[];
  findings: DraftViewFindingsItem[];
  isTaken: boolean;
}

export interface DraftAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  draft: DraftView;
}

export interface SaveSchemeRequest {
  /**
   * The errand that drafted and tried it
   * @minLength 1
   * @maxLength 250
   */
  draft: string;
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

/**
 * read-only: nobody but a person can put the file there
 */
export type SavedSchemeKind = "saved" | "read-only";
export interface SavedScheme {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  /** read-only: nobody but a person can put the file there */
  kind: SavedSchemeKind;
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  /** Where the file is, or is to be put */
  path: string;
  /** What the file says */
  text: string;
  /** What SCHEMES is to be, for it to run beside those that run */
  schemes: string;
}

export interface OrderChange {
  /**
   * `logistics_code`, `detail_list[0].batch_no`
   * @minLength 1
   * @maxLength 100
   */
  place: string;
  /**
   * Empty: the parameter is left out
   * @maxLength 2000
   */
  value: string;
}

export interface OrderEdit {
  by: string;
  note: string;
  atMs: number;
  readonly changes: readonly OrderChange[];
}

export type EditableOrderPlacesItem = {
  place: string;
  label: string;
  value: string;
};

export interface EditableOrder {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  outerNo: string;
  /** Names what is shown; an edit is bound to it */
  seen: string;
  /** What may be changed, as the mapping makes it; what the reader may not see is covered */
  readonly places: readonly EditableOrderPlacesItem[];
  edit: OrderEdit | null;
}

export interface EditRequest {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  /**
   * @minLength 1
   * @maxLength 100
   */
  seen: string;
  /**
   * In the place of an earlier edit, a covered value as it stands; none takes it back
   * @maxItems 200
   */
  changes: OrderChange[];
  /**
   * @minLength 1
   * @maxLength 500
   */
  reason: string;
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

export interface EditAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  outerNo: string;
  billNo: string;
  /** Its bill is held back: it goes once that is released, else at once */
  isHeldBack: boolean;
}

export type Errand =
  | {
      kind: "reconcile";
      /**
       * @minLength 1
       * @maxLength 100
       */
      scheme: string;
      /** @pattern ^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$ */
      from: string;
      /** @pattern ^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$ */
      to?: string;
    }
  | {
      kind: "compare-bill";
      /**
       * @minLength 1
       * @maxLength 100
       */
      scheme: string;
      /**
       * @minLength 1
       * @maxLength 100
       */
      billNo: string;
    }
  | {
      kind: "preview-bill";
      /**
       * @minLength 1
       * @maxLength 100
       */
      scheme: string;
      /**
       * @minLength 1
       * @maxLength 100
       */
      billNo: string;
    }
  | {
      kind: "check";
      /**
       * @minLength 1
       * @maxLength 100
       */
      scheme: string;
    }
  | {
      kind: "list-codes";
      /**
       * @minLength 1
       * @maxLength 100
       */
      scheme: string;
      what: "warehouses" | "carriers" | "skus";
      /**
       * @maxItems 10
       * @items.minLength 1
       * @items.maxLength 40
       */
      codes: string[];
    }
  | {
      kind: "list-fields";
      /**
       * @minLength 1
       * @maxLength 100
       */
      scheme: string;
      /** @pattern ^[A-Za-z]\w{0,79}$ */
      form: string;
    }
  | {
      kind: "draft-scheme";
      /**
       * @minLength 1
       * @maxLength 100
       */
      scheme: string;
      /** @pattern ^[A-Za-z]\w{0,79}$ */
      form: string;
      /** @pattern ^[a-z0-9][a-z0-9-]{0,39}$ */
      name: string;
      target: "stockout_order_push" | "stockin_order_push";
      choices: { [key: string]: string };
    }
  | {
      kind: "correct";
      /**
       * @minLength 1
       * @maxLength 100
       */
      scheme: string;
      /**
       * @minLength 1
       * @maxLength 250
       */
      caseId: string;
      decision: "difference" | "replacement";
      isOldCancelled: boolean;
      isDryRun: boolean;
      /**
       * @minLength 1
       * @maxLength 500
       */
      note: string;
      /** @maxLength 100 */
      seen?: string;
    };

export type ErrandKind =
  | "reconcile"
  | "compare-bill"
  | "preview-bill"
  | "check"
  | "list-codes"
  | "list-fields"
  | "draft-scheme"
  | "correct";
export interface ErrandRequest {
  errand: Errand;
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

export interface ErrandAsked {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  /**
   * As the answer to the asking told it
   * @minLength 1
   * @maxLength 250
   */
  id: string;
  /** The same errand was under way already, asked for by somebody else or before */
  isShared: boolean;
  /**
   * Processes that do errands of this scheme; 0: none, so it waits; null where Redis does not tell
   * @nullable
   */
  clerks: number | null;
}

export type ErrandState = "waiting" | "active" | "done" | "failed" | "cancelled";
export type ReconcileResultFindingsItemKind =
  | "missing"
  | "different"
  | "stale"
  | "cancelled"
  | "not-audited"
  | "extra"
  | "refused";
export type ReconcileResultFindingsItemDifferencesItem = {
  specNo: string;
  wanted: string;
  present: string;
};

export type ReconcileResultFindingsItem = {
  kind: ReconcileResultFindingsItemKind;
  billNo: string;
  outerNo: string;
  stockoutNos: string[];
  warehouseNo: string;
  why: string;
  text: string;
  differences: ReconcileResultFindingsItemDifferencesItem[];
};

export type ReconcileResultDaysItem = {
  day: string;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  bills: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  expected: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  matched: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  differences: number;
};

export type ReconcileResultGoodsItem = {
  warehouseNo: string;
  specNo: string;
  wanted: string;
  present: string;
  delta: string;
};

export type ReconcileResultOfOtherSchemesItem = {
  scheme: string;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  documents: number;
};

export type ReconcileResultUnusedItem = {
  label: string;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  bills: number;
  examples: string[];
};

export interface ReconcileResult {
  from: string;
  to: string;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  bills: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  excluded: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  expected: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  matched: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  accepted: number;
  findings: ReconcileResultFindingsItem[];
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  findingsLeftOut: number;
  counts?: Partial<
    Record<"missing" | "different" | "stale" | "cancelled" | "not-audited" | "extra" | "refused", number>
  >;
  days: ReconcileResultDaysItem[];
  goods: ReconcileResultGoodsItem[];
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  goodsLeftOut: number;
  ofOtherSchemes: ReconcileResultOfOtherSchemesItem[];
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  foreign: number;
  unused: ReconcileResultUnusedItem[];
  kind: "reconcile";
}

export type CompareResultBillsItem = {
  billId: string;
  billNo: string;
  approvedAt: string;
  /** @nullable */
  why: string | null;
  /** @nullable */
  isAsRead: boolean | null;
};

export type CompareResultOrdersItemVerdict =
  | "same"
  | "different"
  | "not-audited"
  | "cancelled"
  | "missing"
  | "not-sent"
  | "extra";
export type CompareResultOrdersItemDifferencesItem = {
  specNo: string;
  wanted: string;
  present: string;
};

export type CompareResultOrdersItem = {
  outerNo: string;
  verdict: CompareResultOrdersItemVerdict;
  stockoutNos: string[];
  text: string;
  differences: CompareResultOrdersItemDifferencesItem[];
};

export interface CompareResult {
  bills: CompareResultBillsItem[];
  orders: CompareResultOrdersItem[];
  kind: "compare-bill";
}

export type PreviewResultBillsItemFieldsItem = {
  name: string;
  label: string;
};

export type PreviewResultBillsItemOutcome = "ordered" | "excluded" | "refused";
export type PreviewResultBillsItemSkippedItem = {
  seq: string;
  rule: string;
};

export type PreviewResultBillsItemOrdersItemValuesItem = {
  place: string;
  label: string;
  value: string;
  rule: string;
  /** @nullable */
  table: string | null;
  lines: string[];
};

export type PreviewResultBillsItemOrdersItem = {
  outerNo: string;
  notes: string[];
  values: PreviewResultBillsItemOrdersItemValuesItem[];
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  valuesLeftOut: number;
};

export type PreviewResultBillsItem = {
  billId: string;
  billNo: string;
  approvedAt: string;
  /** @nullable */
  unread: string | null;
  fields: PreviewResultBillsItemFieldsItem[];
  rows: (string | null)[][];
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  rowsLeftOut: number;
  outcome: PreviewResultBillsItemOutcome;
  reasons: string[];
  skipped: PreviewResultBillsItemSkippedItem[];
  orders: PreviewResultBillsItemOrdersItem[];
};

export interface PreviewResult {
  bills: PreviewResultBillsItem[];
  kind: "preview-bill";
}

export type CheckResultChecksItemSide = "scheme" | "redis" | "kingdee" | "wangdiantong";
export type CheckResultChecksItemSeverity = "green" | "yellow" | "red" | "skipped";
export type CheckResultChecksItemTitle = {
  zh: string;
  en: string;
};

export type CheckResultChecksItemFound = {
  zh: string;
  en: string;
};

export type CheckResultChecksItemRemedy = {
  zh: string;
  en: string;
} | null;

export type CheckResultChecksItem = {
  id: string;
  side: CheckResultChecksItemSide;
  severity: CheckResultChecksItemSeverity;
  title: CheckResultChecksItemTitle;
  found: CheckResultChecksItemFound;
  remedy: CheckResultChecksItemRemedy;
};

export interface CheckResult {
  checks: CheckResultChecksItem[];
  kind: "check";
}

export type CodesResultCodesItemState = "usable" | "disabled" | "outsourced" | "unknown";
export type CodesResultCodesItem = {
  code: string;
  name?: string;
  state: CodesResultCodesItemState;
};

export interface CodesResult {
  codes: CodesResultCodesItem[];
  isWhole: boolean;
  kind: "list-codes";
}

export type FieldsResultAccounts = {
  kingdee: string;
  wangdiantong: string;
};

export type FieldsResultFieldsItem = {
  key: string;
  label: string;
  type: string;
  entity: string;
};

export interface FieldsResult {
  form: string;
  title: string;
  accounts: FieldsResultAccounts;
  fields: FieldsResultFieldsItem[];
  kind: "list-fields";
}

export type DraftResultDraftFieldsItemLevel = "head" | "finance" | "entry";
export type DraftResultDraftFieldsItemType = "text" | "code" | "decimal" | "date" | "boolean" | "enum" | "id";
export type DraftResultDraftFieldsItem = {
  name: string;
  label: string;
  level: DraftResultDraftFieldsItemLevel;
  type: DraftResultDraftFieldsItemType;
};

export type DraftResultDraftParametersItemLevel = "order" | "line";
export type DraftResultDraftParametersItemMeaning = {
  zh: string;
  en: string;
};

export type DraftResultDraftParametersItemForm = {
  zh: string;
  en: string;
};

export type DraftResultDraftParametersItem = {
  place: string;
  level: DraftResultDraftParametersItemLevel;
  name: string;
  label: string;
  meaning: DraftResultDraftParametersItemMeaning;
  form: DraftResultDraftParametersItemForm;
  isNeeded: boolean;
  isFixed: boolean;
  example: string;
  /** @nullable */
  choice: string | null;
  /** @nullable */
  fieldLabel: string | null;
};

export type DraftResultDraftMissingItem = {
  zh: string;
  en: string;
};

export type DraftResultDraftLeftOutItem = {
  zh: string;
  en: string;
};

export type DraftResultDraftFindingsItemSeverity = "error" | "warning" | "hint";
export type DraftResultDraftFindingsItem = {
  severity: DraftResultDraftFindingsItemSeverity;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  line: number;
  text: string;
  remedy: string;
};

export type DraftResultDraft = {
  name: string;
  title: string;
  text: string;
  fields: DraftResultDraftFieldsItem[];
  parameters: DraftResultDraftParametersItem[];
  missing: DraftResultDraftMissingItem[];
  leftOut: DraftResultDraftLeftOutItem[];
  findings: DraftResultDraftFindingsItem[];
  isTaken: boolean;
};

export type DraftResultBillsItemFieldsItem = {
  name: string;
  label: string;
};

export type DraftResultBillsItemOutcome = "ordered" | "excluded" | "refused";
export type DraftResultBillsItemSkippedItem = {
  seq: string;
  rule: string;
};

export type DraftResultBillsItemOrdersItemValuesItem = {
  place: string;
  label: string;
  value: string;
  rule: string;
  /** @nullable */
  table: string | null;
  lines: string[];
};

export type DraftResultBillsItemOrdersItem = {
  outerNo: string;
  notes: string[];
  values: DraftResultBillsItemOrdersItemValuesItem[];
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  valuesLeftOut: number;
};

export type DraftResultBillsItem = {
  billId: string;
  billNo: string;
  approvedAt: string;
  /** @nullable */
  unread: string | null;
  fields: DraftResultBillsItemFieldsItem[];
  rows: (string | null)[][];
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  rowsLeftOut: number;
  outcome: DraftResultBillsItemOutcome;
  reasons: string[];
  skipped: DraftResultBillsItemSkippedItem[];
  orders: DraftResultBillsItemOrdersItem[];
};

export type DraftResultUnusedItem = {
  label: string;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  bills: number;
  examples: string[];
};

export interface DraftResult {
  draft: DraftResultDraft;
  bills: DraftResultBillsItem[];
  unused: DraftResultUnusedItem[];
  kind: "draft-scheme";
}

export type CorrectResultOutcome = "corrected" | "planned" | "refused" | "changed" | "busy" | "not-a-case";
export type CorrectResultLinesItem = {
  specNo: string;
  quantity: string;
};

export type CorrectResultValuesItem = {
  place: string;
  label: string;
  value: string;
};

export interface CorrectResult {
  outcome: CorrectResultOutcome;
  /** @nullable */
  outerNo: string | null;
  /** @nullable */
  warehouseNo: string | null;
  lines: CorrectResultLinesItem[];
  values: CorrectResultValuesItem[];
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  valuesLeftOut: number;
  reasons: string[];
  kind: "correct";
}

export type ErrandResult =
  | ReconcileResult
  | CompareResult
  | PreviewResult
  | CheckResult
  | CodesResult
  | FieldsResult
  | DraftResult
  | CorrectResult;

/**
 * Why it could not be done
 */
export type ErrandAnswerProblem = {
  code: string;
  text: string;
} | null;

export interface ErrandAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  /**
   * As the answer to the asking told it
   * @minLength 1
   * @maxLength 250
   */
  id: string;
  errand: Errand;
  /** Who asked */
  by: string;
  state: ErrandState;
  askedAtMs: number;
  /** @nullable */
  startedAtMs: number | null;
  /** @nullable */
  endedAtMs: number | null;
  /**
   * What is being done right now, in the language of the reader
   * @nullable
   */
  progress: string | null;
  /** Why it could not be done */
  problem: ErrandAnswerProblem;
  result: ErrandResult | null;
  /**
   * Processes that do errands of this scheme; 0: none, so it waits; null where Redis does not tell
   * @nullable
   */
  clerks: number | null;
}

/**
 * Why it could not be done
 */
export type ErrandListedProblem = {
  code: string;
  text: string;
} | null;

export interface ErrandListed {
  /**
   * As the answer to the asking told it
   * @minLength 1
   * @maxLength 250
   */
  id: string;
  errand: Errand;
  /** Who asked */
  by: string;
  state: ErrandState;
  askedAtMs: number;
  /** @nullable */
  startedAtMs: number | null;
  /** @nullable */
  endedAtMs: number | null;
  /**
   * What is being done right now, in the language of the reader
   * @nullable
   */
  progress: string | null;
  /** Why it could not be done */
  problem: ErrandListedProblem;
}

export type ErrandsAnswerClerksItem = {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  /**
   * Processes that do errands of this scheme; 0: none, so it waits; null where Redis does not tell
   * @nullable
   */
  clerks: number | null;
};

export interface ErrandsAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  /** The newest first, of one day */
  readonly items: readonly ErrandListed[];
  readonly clerks: readonly ErrandsAnswerClerksItem[];
}

export interface ErrandCancelRequest {
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

export interface ErrandCancelled {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  /**
   * As the answer to the asking told it
   * @minLength 1
   * @maxLength 250
   */
  id: string;
  /** False where it had ended already */
  isEnding: boolean;
}

/**
 * Who paused it; null where it runs, or was paused in Bull Board
 */
export type StageStatusPause = {
  by: string;
  note: string;
  atMs: number;
} | null;

export interface StageStatus {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  paused: boolean;
  /** Who paused it; null where it runs, or was paused in Bull Board */
  pause: StageStatusPause;
  /**
   * Processes; null where Redis does not tell
   * @nullable
   */
  workers: number | null;
}

export type SchemeStatusDoubts = {
  content: number;
  life: number;
  presence: number;
};

export type SchemeStatusSweepsItem = {
  name: string;
  atMs: number;
  bills: number;
  fresh: number;
  changed: number;
  withdrawn: number;
  revived: number;
};

/**
 * Running processes; null where Redis does not tell
 */
export type SchemeStatusReplicas = {
  /** @nullable */
  extract: number | null;
  /** @nullable */
  transform: number | null;
  /** @nullable */
  load: number | null;
};

export type SchemeStatusQueues = {
  extract: StageStatus;
  sweep: StageStatus;
  transform: StageStatus;
  load: StageStatus;
};

export type SchemeStatusCallsByPurpose = {
  urgent: number;
  work: number;
  "look-up": number;
  inventory: number;
  errand: number;
  background: number;
};

export type SchemeStatusCalls = {
  lastMinute: number;
  byPurpose: SchemeStatusCallsByPurpose;
} | null;

export interface SchemeStatus {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  /** For people */
  name: string;
  idle: boolean;
  nothingLeft: boolean;
  /**
   * Kingdee time, +08:00
   * @nullable
   */
  readUpTo: string | null;
  bills: number;
  excluded: number;
  withdrawn: number;
  delivered: number;
  held: number;
  open: number;
  /** @nullable */
  oldestOpenSeconds: number | null;
  foreignDuplicates: number;
  doubts: SchemeStatusDoubts;
  unclaimed: number;
  readonly sweeps: readonly SchemeStatusSweepsItem[];
  /** Running processes; null where Redis does not tell */
  replicas: SchemeStatusReplicas;
  queues: SchemeStatusQueues;
  calls: SchemeStatusCalls;
  /** One line for whatever does not move */
  readonly reasons: readonly string[];
  /** @nullable */
  lastReadSecondsAgo: number | null;
  /** @nullable */
  lastError: string | null;
}

export interface StatusAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  readonly schemes: readonly SchemeStatus[];
}

export type ReasonAction =
  | {
      kind: "resume";
      /** What a person can pause; extract has its sweeps with it */
      stage: PausableStage;
    }
  | {
      kind: "retry";
      stage: StageName;
    }
  | {
      kind: "jobs";
      stage: StageName;
    }
  | {
      kind: "cases";
    }
  | {
      kind: "read";
    };

export interface Reason {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  kind: string;
  /** In Chinese */
  text: string;
  /** In English */
  textEn: string;
  action: ReasonAction | null;
}

/**
 * The bill that has waited longest for its delivery, held ones included
 */
export type OverviewOldest = {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  billNo: string;
  sinceMs: number;
  /** How a bill stands, as a person is told */
  state: ShownState;
} | null;

export type OverviewQuota = {
  /** Calls of the last minute, of all accounts together */
  used: number;
  /**
   * Null until a call was made
   * @nullable
   */
  limit: number | null;
  /** Answers that it was too frequent, in a row */
  refused: number;
  /**
   * When what waits will be done at this rate; null where it does not move
   * @nullable
   */
  emptyAtMs: number | null;
} | null;

export type OverviewStagesItemPause = {
  by: string;
  note: string;
  atMs: number;
} | null;

export type OverviewStagesItem = {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  stage: StageName;
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  paused: boolean;
  pause: OverviewStagesItemPause;
  /** @nullable */
  replicas: number | null;
};

export type OverviewFlowItem = {
  minuteMs: number;
  arrived: number;
  delivered: number;
};

export interface Overview {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  /** The bill that has waited longest for its delivery, held ones included */
  oldest: OverviewOldest;
  /** What waits for a person, of all schemes */
  cases: number;
  /** Bills approved today by Kingdee's calendar */
  today: Partial<Record<ShownState, number>>;
  quota: OverviewQuota;
  readonly reasons: readonly Reason[];
  readonly stages: readonly OverviewStagesItem[];
  /** Orders a minute over the last hour, the oldest first */
  readonly flow: readonly OverviewFlowItem[];
}

export type TableKeeper = "files" | "console";
export type TableKind = "codes" | "units";
export type TableVersionAct = "take-over" | "edit" | "import" | "undo" | "adopt" | "hand-back";
export interface TableVersion {
  number: number;
  atMs: number;
  by: string;
  reason: string;
  act: TableVersionAct;
  rows: number;
}

export type CodeTableUsesItem = {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  table: string;
};

export interface CodeTable {
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
  kind: TableKind;
  readonly uses: readonly CodeTableUsesItem[];
  /** Whose the table is: the file beside the schemes, or the console */
  keeper: TableKeeper;
  /** Where it lies; what is edited there holds only where the files keep the table */
  path: string;
  /** @nullable */
  rows: number | null;
  /** @nullable */
  hash: string | null;
  version: TableVersion | null;
  /**
   * Why it cannot be read; what held before goes on
   * @nullable
   */
  problem: string | null;
}

export type HandEditPlace = "schemes" | "copy";
export interface HandEdit {
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
  place: HandEditPlace;
  path: string;
  hash: string;
}

export interface TablesAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  readonly tables: readonly CodeTable[];
  readonly handEdits: readonly HandEdit[];
}

export type TableRowsAnswerRowsItem = {
  key: string;
  readonly cells: readonly string[];
};

export interface TableRowsAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
  kind: TableKind;
  /** Whose the table is: the file beside the schemes, or the console */
  keeper: TableKeeper;
  /** @nullable */
  version: number | null;
  readonly head: readonly string[];
  readonly rows: readonly TableRowsAnswerRowsItem[];
  /** Rows that fit */
  total: number;
  /** Null where this was the last page */
  next: string | null;
}

export interface TableVersionsAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
  readonly versions: readonly TableVersion[];
}

export interface TableRowChange {
  key: string;
  before: readonly string[] | null;
  after: readonly string[] | null;
}

export interface TableCounts {
  added: number;
  changed: number;
  removed: number;
}

export interface TableDifference {
  readonly beforeHead: readonly string[];
  readonly afterHead: readonly string[];
  readonly added: readonly TableRowChange[];
  readonly changed: readonly TableRowChange[];
  readonly removed: readonly TableRowChange[];
}

export interface TableDifferenceAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
  counts: TableCounts;
  /** The first hundred of each */
  difference: TableDifference;
}

export interface TableKeeperRequest {
  /**
   * @minLength 1
   * @maxLength 500
   */
  reason: string;
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

export interface TableKeeperAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  /** Whose the table is: the file beside the schemes, or the console */
  keeper: TableKeeper;
  /**
   * @items.minLength 1
   * @items.maxLength 300
   */
  readonly files: readonly string[];
}

export type TableEditRequestSetItem = {
  /**
   * Of the row it replaces
   * @maxLength 1000
   */
  key?: string;
  /**
   * @minItems 1
   * @maxItems 64
   * @items.maxLength 500
   */
  cells: string[];
};

export interface TableEditRequest {
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
  /**
   * The version that was seen; another one by now: 409, and nothing is done
   * @minimum 1
   * @maximum 9007199254740991
   */
  base: number;
  /** @maxItems 500 */
  set: TableEditRequestSetItem[];
  /**
   * @maxItems 500
   * @items.maxLength 1000
   */
  remove: string[];
  /**
   * @minLength 1
   * @maxLength 500
   */
  reason: string;
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

export interface TableUndoRequest {
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
  /**
   * The version that was seen; another one by now: 409, and nothing is done
   * @minimum 1
   * @maximum 9007199254740991
   */
  base: number;
  /**
   * The version whose content comes back
   * @minimum 1
   * @maximum 9007199254740991
   */
  to: number;
  /**
   * @minLength 1
   * @maxLength 500
   */
  reason: string;
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

/**
 * merge: rows that the file does not have stay
 */
export type TableImportRequestMode = "merge" | "replace";
export interface TableImportRequest {
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
  /**
   * The version that was seen; another one by now: 409, and nothing is done
   * @minimum 1
   * @maximum 9007199254740991
   */
  base: number;
  /** @pattern ^[\w-]{8,64}$ */
  uploadId: string;
  /** merge: rows that the file does not have stay */
  mode: TableImportRequestMode;
  /**
   * @minLength 1
   * @maxLength 500
   */
  reason: string;
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

export type HandEditRequestPlace = "schemes" | "copy";
export type HandEditRequestDecision = "adopt" | "discard";
export interface HandEditRequest {
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
  place: HandEditRequestPlace;
  /** @pattern ^[0-9a-f]{64}$ */
  hash: string;
  decision: HandEditRequestDecision;
  /**
   * @minLength 1
   * @maxLength 500
   */
  reason: string;
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

export type GapFillRequestFillsItem = {
  /**
   * @minLength 1
   * @maxLength 500
   */
  code: string;
  /**
   * @minLength 1
   * @maxLength 500
   */
  value: string;
};

export interface GapFillRequest {
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
  /**
   * The version that was seen; another one by now: 409, and nothing is done
   * @minimum 1
   * @maximum 9007199254740991
   */
  base: number;
  /**
   * @minItems 1
   * @maxItems 500
   */
  fills: GapFillRequestFillsItem[];
  /**
   * @minLength 1
   * @maxLength 500
   */
  reason: string;
  /**
   * Minted once per form; a repeat of it is answered with the first outcome (for a day)
   * @pattern ^[\w-]{8,64}$
   */
  requestId: string;
}

export type TableSavedAnswerOutcome = "saved" | "unchanged" | "discarded";
export interface TableSavedAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
  outcome: TableSavedAnswerOutcome;
  /** @nullable */
  version: number | null;
}

export type TableFlawSeverity = "refused" | "warning";
export interface TableFlaw {
  severity: TableFlawSeverity;
  kind: string;
  /** Of the file */
  line: number;
  code: string;
  text: string;
}

export interface TableUploadAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  /** For an hour */
  uploadId: string;
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
  base: number;
  /** Rows that keep the whole file out */
  refused: number;
  warnings: number;
  /** The first two hundred, refusals first */
  readonly flaws: readonly TableFlaw[];
  merge: TableCounts;
  replace: TableCounts;
  /** The first hundred of each */
  difference: TableDifference;
}

export type OpenGapKind = "table" | "target";
/**
 * Of which codes of Wangdiantong its value is one: those an errand can list
 */
export type OpenGapCodes = "warehouses" | "carriers" | "skus" | null;
export interface OpenGap {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  kind: OpenGapKind;
  subject: string;
  code: string;
  bills: number;
  /** @nullable */
  amount: string | null;
  sinceMs: number;
  remedy: string;
  /** The table that lacks it */
  file: string | null;
  /** Of which codes of Wangdiantong its value is one: those an errand can list */
  codes: OpenGapCodes;
}

export type GapsAnswerWaitsItem = {
  readonly gaps: readonly number[];
  bills: number;
};

export type GapsAnswerTablesItem = {
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
  kind: TableKind;
  /** Whose the table is: the file beside the schemes, or the console */
  keeper: TableKeeper;
  /** @nullable */
  version: number | null;
  readonly choices: readonly string[];
};

export interface GapsAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  readonly gaps: readonly OpenGap[];
  /** How many bills wait for exactly these gaps, by their places in the list */
  readonly waits: readonly GapsAnswerWaitsItem[];
  /** With codes that each has already, to choose from */
  readonly tables: readonly GapsAnswerTablesItem[];
}

export interface KeptReport {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  /**
   * Of Kingdee's calendar
   * @pattern ^\d{4}-\d{2}-\d{2}$
   */
  day: string;
  madeAtMs: number;
  /** From then on it is gone */
  keptUntilMs: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  bills: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  expected: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  matched: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  accepted: number;
  differences: Partial<
    Record<"missing" | "different" | "stale" | "cancelled" | "not-audited" | "extra" | "refused", number>
  >;
}

export interface KeptReportsAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  /** The newest day first */
  readonly items: readonly KeptReport[];
}

export type KeptResultFindingsItemKind =
  | "missing"
  | "different"
  | "stale"
  | "cancelled"
  | "not-audited"
  | "extra"
  | "refused";
export type KeptResultFindingsItemDifferencesItem = {
  specNo: string;
  wanted: string;
  present: string;
};

export type KeptResultFindingsItem = {
  kind: KeptResultFindingsItemKind;
  billNo: string;
  outerNo: string;
  stockoutNos: string[];
  warehouseNo: string;
  why: string;
  text: string;
  differences: KeptResultFindingsItemDifferencesItem[];
};

export type KeptResultDaysItem = {
  day: string;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  bills: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  expected: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  matched: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  differences: number;
};

export type KeptResultGoodsItem = {
  warehouseNo: string;
  specNo: string;
  wanted: string;
  present: string;
  delta: string;
};

export type KeptResultOfOtherSchemesItem = {
  scheme: string;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  documents: number;
};

export type KeptResultUnusedItem = {
  label: string;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  bills: number;
  examples: string[];
};

export interface KeptResult {
  from: string;
  to: string;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  bills: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  excluded: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  expected: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  matched: number;
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  accepted: number;
  findings: KeptResultFindingsItem[];
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  findingsLeftOut: number;
  counts?: Partial<
    Record<"missing" | "different" | "stale" | "cancelled" | "not-audited" | "extra" | "refused", number>
  >;
  days: KeptResultDaysItem[];
  goods: KeptResultGoodsItem[];
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  goodsLeftOut: number;
  ofOtherSchemes: KeptResultOfOtherSchemesItem[];
  /**
   * @minimum -9007199254740991
   * @maximum 9007199254740991
   */
  foreign: number;
  unused: KeptResultUnusedItem[];
  kind: "reconcile";
}

export interface KeptReportAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  summary: KeptReport;
  result: KeptResult;
}

export type MeLanguage = "zh-CN" | "en";
export interface Me {
  /**
   * Null where no users are set up
   * @nullable
   */
  name: string | null;
  role: Role;
  language: MeLanguage;
  /**
   * To be sent as x-csrf-token with every act; null where no session is needed
   * @nullable
   */
  csrf: string | null;
}

export interface SignInRequest {
  /**
   * @minLength 1
   * @maxLength 200
   */
  name: string;
  /**
   * @minLength 1
   * @maxLength 1000
   */
  password: string;
}

/**
 * Why this browser's last sign-in by such an account came to nothing
 */
export type WaysInRefused = {
  code: string;
  message: string;
  remedy?: string;
} | null;

export interface WaysIn {
  /** Whether there is anybody who has a password here */
  password: boolean;
  /** Whether the company's own accounts are taken: /sign-in/oidc leads to their provider */
  oidc: boolean;
  /** Why this browser's last sign-in by such an account came to nothing */
  refused: WaysInRefused;
}

export interface SignedOut {
  ok: true;
  /**
   * Where the browser ends its session with the provider of accounts as well
   * @nullable
   */
  leave: string | null;
}

/**
 * Of the order's head, or of each of its lines
 */
export type SchemeParameterLevel = "order" | "line";
export type SchemeParameterType = "text" | "prose" | "decimal" | "flag" | "whole" | "date" | "list";
export interface SchemeParameter {
  /** Of the order's head, or of each of its lines */
  level: SchemeParameterLevel;
  /** As Wangdiantong calls it */
  name: string;
  label: string;
  type: SchemeParameterType;
  /**
   * In characters
   * @nullable
   */
  maxLength: number | null;
  isNeeded: boolean;
  /**
   * The scheme's own words; null where it does not use the parameter
   * @nullable
   */
  rule: string | null;
  /**
   * The code table that is asked
   * @nullable
   */
  table: string | null;
}

export type SchemeContentTarget = {
  name: string;
  title: string;
};

export type SchemeContentAccounts = {
  kingdee: string;
  wangdiantong: string;
};

export type SchemeContentGroupByItem = {
  name: string;
  label: string;
};

export type SchemeContentTablesItem = {
  name: string;
  file: string;
  rows: number;
};

export interface SchemeContent {
  /** Kingdee's form */
  form: string;
  filter: string;
  target: SchemeContentTarget;
  accounts: SchemeContentAccounts;
  /** Conditions that a bill has to meet, all of them */
  readonly only: readonly string[];
  /** Conditions of which none may be met */
  readonly excluded: readonly string[];
  readonly excludedLines: readonly string[];
  /** Kingdee's field */
  quantity: string;
  /** What makes one order */
  readonly groupBy: readonly SchemeContentGroupByItem[];
  readonly parameters: readonly SchemeParameter[];
  readonly tables: readonly SchemeContentTablesItem[];
}

export type SchemeListedFindingsItemSeverity = "error" | "warning" | "hint";
export type SchemeListedFindingsItem = {
  severity: SchemeListedFindingsItemSeverity;
  file: string;
  /** 0: of no line */
  line: number;
  text: string;
  remedy: string;
};

export interface SchemeListed {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  title: string;
  /**
   * Of the files as they are now; null where they cannot be loaded
   * @nullable
   */
  version: string | null;
  /**
   * What the transformers work by
   * @nullable
   */
  runningVersion: string | null;
  /** Null where the files are broken: the findings say why */
  content: SchemeContent | null;
  readonly findings: readonly SchemeListedFindingsItem[];
}

export interface SchemesAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  readonly items: readonly SchemeListed[];
  /**
   * Those in the folder that do not run
   * @items.minLength 1
   * @items.maxLength 100
   */
  readonly others: readonly string[];
}

export interface ValueSource {
  /** The scheme's own words */
  rule: string;
  readonly fields: readonly string[];
  /** The code table that was asked */
  table?: string;
  /** Numbers of the bill's lines that it stands for */
  readonly lines?: readonly string[];
}

export interface ToldValue {
  place: string;
  label: string;
  value: string;
  source: ValueSource | null;
}

export type ToldEditChangesItem = {
  place: string;
  before: string;
  value: string;
};

export interface ToldEdit {
  by: string;
  note: string;
  atMs: number;
  /** Whether it is of this content; else the bill has changed since, and it is none */
  isPresent: boolean;
  readonly changes: readonly ToldEditChangesItem[];
}

export type BillStoryFieldsItem = {
  name: string;
  label: string;
};

export type BillStoryOrdersItem = {
  outerNo: string;
  readonly notes: readonly string[];
  readonly values: readonly ToldValue[];
  edit: ToldEdit | null;
};

export interface BillStory {
  /** Of scheme and code tables by which the bill was turned */
  schemeVersion: string;
  /** Whether these are the ones of now; else the rules told are those of now */
  isPresent: boolean;
  revision: number;
  /** How long it will be kept yet */
  restMs: number;
  readonly fields: readonly BillStoryFieldsItem[];
  /** As Kingdee gave them; personal cells covered */
  readonly rows: readonly (readonly (string | boolean | null)[])[];
  readonly orders: readonly BillStoryOrdersItem[];
}

export interface PushAttempt {
  outerNo: string;
  atMs: number;
  /**
   * Of HTTP; null where no answer came
   * @nullable
   */
  status: number | null;
  /** The answer's own text, or why none came; covered where it reaches a person */
  answer: string;
  /**
   * The order as it was sent, as JSON; null where it is not kept any more
   * @nullable
   */
  request: string | null;
}

export interface StoryAnswer {
  /** When this was read: epoch ms by Redis' clock */
  asOf: number;
  /** Its pushes, the oldest first; of those of a day that came to nothing the last five */
  readonly attempts: readonly PushAttempt[];
  /** Null where nothing is kept, or no longer */
  story: BillStory | null;
}

export type GetBillsParams = {
  /**
   * A number or its beginning or end; many, apart by blanks, commas, lines
   * @maxLength 12000
   */
  q?: string;
  state?: ShownState;
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme?: string;
  /**
   * Approved on this day of Kingdee's (+08:00), "2026-11-23"
   * @pattern ^\d{4}-\d{2}-\d{2}$
   */
  day?: string;
  /**
   * Approved in so many last days, today among them; `day` goes before; with `sku` alone it is 7
   * @minimum 1
   * @maximum 92
   */
  days?: number;
  /**
   * A warehouse code of Wangdiantong's or Kingdee's, whole; looked for in order numbers and kept content
   * @minLength 1
   * @maxLength 100
   */
  warehouse?: string;
  /**
   * The class of a case that the bill or an order of it is
   */
  class?: GetBillsClass;
  /**
   * A code of goods, whole; looked for in the content that is kept for STORY_DAYS
   * @minLength 1
   * @maxLength 100
   */
  sku?: string;
  /**
   * Where the page before ended: its `next`
   * @maxLength 2000
   */
  cursor?: string;
  /**
   * @minimum 1
   * @maximum 100
   */
  limit?: number;
};

export type GetBillsClass =
  | "config"
  | "contract"
  | "program"
  | "poison"
  | "session"
  | "credentials"
  | "rate"
  | "outage"
  | "bill"
  | "master-data"
  | "refusal"
  | "after-delivery";
export type GetOrdersByNumberEditableParams = {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
};

export type GetBillsByNumberStoryParams = {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme: string;
  /**
   * @minLength 1
   * @maxLength 100
   */
  billId: string;
};

export type GetCasesParams = {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme?: string;
};

export type GetCasesItemsParams = {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme?: string;
  /**
   * @maxLength 100
   */
  code?: string;
  /**
   * A missing code: "subject/code"
   * @maxLength 500
   */
  gap?: string;
  /**
   * Of one bill alone
   * @minLength 1
   * @maxLength 100
   */
  billId?: string;
  /**
   * Where the page before ended: its `next`
   * @maxLength 2000
   */
  cursor?: string;
  /**
   * @minimum 1
   * @maximum 100
   */
  limit?: number;
};

export type GetBulkActsParams = {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme?: string;
};

export type GetBulkActsByIdItemsParams = {
  outcome?: BulkOutcome;
  /**
   * Where the page before ended: its `next`
   * @maxLength 2000
   */
  cursor?: string;
  /**
   * @minimum 1
   * @maximum 100
   */
  limit?: number;
};

export type GetErrandsParams = {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme?: string;
  kind?: ErrandKind;
};

export type GetErrandsByIdExportParams = {
  part?: GetErrandsByIdExportPart;
  format?: GetErrandsByIdExportFormat;
  /**
   * Of the headings; left out: the reader's
   */
  language?: GetErrandsByIdExportLanguage;
};

export type GetErrandsByIdExportPart = "findings" | "goods";
export type GetErrandsByIdExportFormat = "csv" | "xlsx";
export type GetErrandsByIdExportLanguage = "zh-CN" | "en";
export type GetReconciliationsParams = {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme?: string;
};

export type GetReconciliationsBySchemeByDayExportParams = {
  part?: GetReconciliationsBySchemeByDayExportPart;
  format?: GetReconciliationsBySchemeByDayExportFormat;
  /**
   * Of the headings; left out: the reader's
   */
  language?: GetReconciliationsBySchemeByDayExportLanguage;
};

export type GetReconciliationsBySchemeByDayExportPart = "findings" | "goods";
export type GetReconciliationsBySchemeByDayExportFormat = "csv" | "xlsx";
export type GetReconciliationsBySchemeByDayExportLanguage = "zh-CN" | "en";
export type GetBulkActsByIdExportParams = {
  outcome?: BulkOutcome;
  format?: GetBulkActsByIdExportFormat;
  /**
   * Of the headings; left out: the reader's
   */
  language?: GetBulkActsByIdExportLanguage;
};

export type GetBulkActsByIdExportFormat = "csv" | "xlsx";
export type GetBulkActsByIdExportLanguage = "zh-CN" | "en";
export type GetBillsExportParams = {
  /**
   * A number or its beginning or end; many, apart by blanks, commas, lines
   * @maxLength 12000
   */
  q?: string;
  state?: ShownState;
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme?: string;
  /**
   * Approved on this day of Kingdee's (+08:00), "2026-11-23"
   * @pattern ^\d{4}-\d{2}-\d{2}$
   */
  day?: string;
  /**
   * Approved in so many last days, today among them; `day` goes before; with `sku` alone it is 7
   * @minimum 1
   * @maximum 92
   */
  days?: number;
  /**
   * A warehouse code of Wangdiantong's or Kingdee's, whole; looked for in order numbers and kept content
   * @minLength 1
   * @maxLength 100
   */
  warehouse?: string;
  /**
   * The class of a case that the bill or an order of it is
   */
  class?: GetBillsExportClass;
  /**
   * A code of goods, whole; looked for in the content that is kept for STORY_DAYS
   * @minLength 1
   * @maxLength 100
   */
  sku?: string;
  format?: GetBillsExportFormat;
  /**
   * Of the headings; left out: the reader's
   */
  language?: GetBillsExportLanguage;
};

export type GetBillsExportClass =
  | "config"
  | "contract"
  | "program"
  | "poison"
  | "session"
  | "credentials"
  | "rate"
  | "outage"
  | "bill"
  | "master-data"
  | "refusal"
  | "after-delivery";
export type GetBillsExportFormat = "csv" | "xlsx";
export type GetBillsExportLanguage = "zh-CN" | "en";
export type GetCasesExportParams = {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme?: string;
  /**
   * @maxLength 100
   */
  code?: string;
  /**
   * A missing code: "subject/code"
   * @maxLength 500
   */
  gap?: string;
  format?: GetCasesExportFormat;
  /**
   * Of the headings; left out: the reader's
   */
  language?: GetCasesExportLanguage;
};

export type GetCasesExportFormat = "csv" | "xlsx";
export type GetCasesExportLanguage = "zh-CN" | "en";
export type GetTablesRowsParams = {
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
  /**
   * @maxLength 200
   */
  q?: string;
  /**
   * Where the page before ended: its `next`
   * @maxLength 2000
   */
  cursor?: string;
  /**
   * @minimum 1
   * @maximum 100
   */
  limit?: number;
};

export type GetTablesExportParams = {
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
  format?: GetTablesExportFormat;
  /**
   * Of the headings; left out: the reader's
   */
  language?: GetTablesExportLanguage;
};

export type GetTablesExportFormat = "csv" | "xlsx";
export type GetTablesExportLanguage = "zh-CN" | "en";
export type GetTablesVersionsParams = {
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
};

export type GetTablesDifferenceParams = {
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
  /**
   * @minimum 1
   * @maximum 9007199254740991
   */
  from: number;
  /**
   * @minimum 1
   * @maximum 9007199254740991
   */
  to: number;
};

export type GetGapsParams = {
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme?: string;
};

export type PostTablesUploadParams = {
  /**
   * The table's file as schemes name it: tables/warehouses.csv
   * @minLength 1
   * @maxLength 300
   */
  file: string;
};

export type GetAuditParams = {
  /**
   * A part of the person's name
   * @maxLength 200
   */
  by?: string;
  /**
   * As `act` of an item
   * @maxLength 50
   */
  act?: string;
  via?: GetAuditVia;
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme?: string;
  /**
   * A whole number: of a bill, an order, a job, a table, a user
   * @maxLength 200
   */
  bill?: string;
  /**
   * First day, +08:00
   * @pattern ^\d{4}-\d{2}-\d{2}$
   */
  from?: string;
  /**
   * Last day, +08:00
   * @pattern ^\d{4}-\d{2}-\d{2}$
   */
  to?: string;
  /**
   * Where the page before ended: its `next`
   * @maxLength 2000
   */
  cursor?: string;
  /**
   * @minimum 1
   * @maximum 100
   */
  limit?: number;
};

export type GetAuditVia = "console" | "queues" | "command" | "api";
export type GetAuditExportParams = {
  /**
   * A part of the person's name
   * @maxLength 200
   */
  by?: string;
  /**
   * As `act` of an item
   * @maxLength 50
   */
  act?: string;
  via?: GetAuditExportVia;
  /**
   * The scheme's name
   * @minLength 1
   * @maxLength 100
   */
  scheme?: string;
  /**
   * A whole number: of a bill, an order, a job, a table, a user
   * @maxLength 200
   */
  bill?: string;
  /**
   * First day, +08:00
   * @pattern ^\d{4}-\d{2}-\d{2}$
   */
  from?: string;
  /**
   * Last day, +08:00
   * @pattern ^\d{4}-\d{2}-\d{2}$
   */
  to?: string;
  format?: GetAuditExportFormat;
  /**
   * Of the headings; left out: the reader's
   */
  language?: GetAuditExportLanguage;
};

export type GetAuditExportVia = "console" | "queues" | "command" | "api";
export type GetAuditExportFormat = "csv" | "xlsx";
export type GetAuditExportLanguage = "zh-CN" | "en";
export const getPostCasesRetryUrl = () => {
  return `/api/v1/cases/retry`;
};

/**
 * @summary Has cases made anew from Kingdee's rows, with the scheme and tables of now
 */
export const postCasesRetry = async (
  retryRequest: RetryRequest,
  options?: Parameters<typeof ask>[1],
): Promise<RetryAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<RetryAnswer>(getPostCasesRetryUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(retryRequest),
  });
};

export const getPostCasesAcceptUrl = () => {
  return `/api/v1/cases/accept`;
};

/**
 * @summary Settles a case as it is; 409 where it is not what the person saw
 */
export const postCasesAccept = async (
  acceptRequest: AcceptRequest,
  options?: Parameters<typeof ask>[1],
): Promise<AcceptAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<AcceptAnswer>(getPostCasesAcceptUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(acceptRequest),
  });
};

export const getPostStagesPauseUrl = () => {
  return `/api/v1/stages/pause`;
};

/**
 * @summary Pauses a stage until somebody resumes it
 */
export const postStagesPause = async (
  pauseRequest: PauseRequest,
  options?: Parameters<typeof ask>[1],
): Promise<StageAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<StageAnswer>(getPostStagesPauseUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(pauseRequest),
  });
};

export const getPostStagesResumeUrl = () => {
  return `/api/v1/stages/resume`;
};

/**
 * @summary Lets a stage go on
 */
export const postStagesResume = async (
  resumeRequest: ResumeRequest,
  options?: Parameters<typeof ask>[1],
): Promise<StageAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<StageAnswer>(getPostStagesResumeUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(resumeRequest),
  });
};

export const getPostReadNowUrl = () => {
  return `/api/v1/read-now`;
};

/**
 * @summary Reads what Kingdee has approved since the last reading, now
 */
export const postReadNow = async (
  readNowRequest: ReadNowRequest,
  options?: Parameters<typeof ask>[1],
): Promise<ReadNowAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<ReadNowAnswer>(getPostReadNowUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(readNowRequest),
  });
};

export const getPostSyncUrl = () => {
  return `/api/v1/sync`;
};

/**
 * @summary Has Kingdee read now, or just the bills of these numbers, before all others; answers at once
 */
export const postSync = async (syncRequest: SyncRequest, options?: Parameters<typeof ask>[1]): Promise<SyncAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<SyncAnswer>(getPostSyncUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(syncRequest),
  });
};

export const getGetMeUrl = () => {
  return `/api/v1/me`;
};

/**
 * @summary Who asks
 */
export const getMe = async (options?: Parameters<typeof ask>[1]): Promise<Me> => {
  return ask<Me>(getGetMeUrl(), {
    ...options,
    method: "GET",
  });
};

export const getGetSignInUrl = () => {
  return `/api/v1/sign-in`;
};

/**
 * @summary How one signs in here
 */
export const getSignIn = async (options?: Parameters<typeof ask>[1]): Promise<WaysIn> => {
  return ask<WaysIn>(getGetSignInUrl(), {
    ...options,
    method: "GET",
  });
};

export const getPostSignInUrl = () => {
  return `/api/v1/sign-in`;
};

/**
 * @summary Begins a session, which a cookie carries
 */
export const postSignIn = async (signInRequest: SignInRequest, options?: Parameters<typeof ask>[1]): Promise<Me> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<Me>(getPostSignInUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(signInRequest),
  });
};

export const getPostSignOutUrl = () => {
  return `/api/v1/sign-out`;
};

/**
 * @summary Ends the session
 */
export const postSignOut = async (options?: Parameters<typeof ask>[1]): Promise<SignedOut> => {
  return ask<SignedOut>(getPostSignOutUrl(), {
    ...options,
    method: "POST",
  });
};

export const getGetStatusUrl = () => {
  return `/api/v1/status`;
};

/**
 * @summary How far each scheme has come
 */
export const getStatus = async (options?: Parameters<typeof ask>[1]): Promise<StatusAnswer> => {
  return ask<StatusAnswer>(getGetStatusUrl(), {
    ...options,
    method: "GET",
  });
};

export const getGetOverviewUrl = () => {
  return `/api/v1/overview`;
};

/**
 * @summary What moves, what does not, and why
 */
export const getOverview = async (options?: Parameters<typeof ask>[1]): Promise<Overview> => {
  return ask<Overview>(getGetOverviewUrl(), {
    ...options,
    method: "GET",
  });
};

export const getGetBillsUrl = (params?: GetBillsParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0 ? `/api/v1/bills?${stringifiedParams}` : `/api/v1/bills`;
};

/**
 * @summary Bills by number, state, day, warehouse, class of case or goods
 */
export const getBills = async (params?: GetBillsParams, options?: Parameters<typeof ask>[1]): Promise<BillsAnswer> => {
  return ask<BillsAnswer>(getGetBillsUrl(params), {
    ...options,
    method: "GET",
  });
};

export const getGetBillsByNumberUrl = (number: string) => {
  return `/api/v1/bills/${encodeURIComponent(String(number))}`;
};

/**
 * @summary The whole story of a bill, by its own number, an order's or a document's
 */
export const getBillsByNumber = async (number: string, options?: Parameters<typeof ask>[1]): Promise<BillAnswer> => {
  return ask<BillAnswer>(getGetBillsByNumberUrl(number), {
    ...options,
    method: "GET",
  });
};

export const getPostBillsByNumberHoldUrl = (number: string) => {
  return `/api/v1/bills/${encodeURIComponent(String(number))}/hold`;
};

/**
 * @summary Holds a bill back: nothing of it is pushed until it is released
 */
export const postBillsByNumberHold = async (
  number: string,
  holdRequest: HoldRequest,
  options?: Parameters<typeof ask>[1],
): Promise<HoldAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<HoldAnswer>(getPostBillsByNumberHoldUrl(number), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(holdRequest),
  });
};

export const getPostBillsByNumberReleaseUrl = (number: string) => {
  return `/api/v1/bills/${encodeURIComponent(String(number))}/release`;
};

/**
 * @summary Lets a bill go that was held back
 */
export const postBillsByNumberRelease = async (
  number: string,
  holdRequest: HoldRequest,
  options?: Parameters<typeof ask>[1],
): Promise<HoldAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<HoldAnswer>(getPostBillsByNumberReleaseUrl(number), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(holdRequest),
  });
};

export const getGetOrdersByNumberEditableUrl = (number: string, params: GetOrdersByNumberEditableParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0
    ? `/api/v1/orders/${encodeURIComponent(String(number))}/editable?${stringifiedParams}`
    : `/api/v1/orders/${encodeURIComponent(String(number))}/editable`;
};

/**
 * @summary What of an order may be changed by hand
 */
export const getOrdersByNumberEditable = async (
  number: string,
  params: GetOrdersByNumberEditableParams,
  options?: Parameters<typeof ask>[1],
): Promise<EditableOrder> => {
  return ask<EditableOrder>(getGetOrdersByNumberEditableUrl(number, params), {
    ...options,
    method: "GET",
  });
};

export const getPostOrdersByNumberEditUrl = (number: string) => {
  return `/api/v1/orders/${encodeURIComponent(String(number))}/edit`;
};

/**
 * @summary Changes what an order says beside what it moves, and has it tried again
 */
export const postOrdersByNumberEdit = async (
  number: string,
  editRequest: EditRequest,
  options?: Parameters<typeof ask>[1],
): Promise<EditAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<EditAnswer>(getPostOrdersByNumberEditUrl(number), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(editRequest),
  });
};

export const getGetBillsByNumberStoryUrl = (number: string, params: GetBillsByNumberStoryParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0
    ? `/api/v1/bills/${encodeURIComponent(String(number))}/story?${stringifiedParams}`
    : `/api/v1/bills/${encodeURIComponent(String(number))}/story`;
};

/**
 * @summary What a bill was made of, the rule behind each value, and what each push was answered
 */
export const getBillsByNumberStory = async (
  number: string,
  params: GetBillsByNumberStoryParams,
  options?: Parameters<typeof ask>[1],
): Promise<StoryAnswer> => {
  return ask<StoryAnswer>(getGetBillsByNumberStoryUrl(number, params), {
    ...options,
    method: "GET",
  });
};

export const getGetCasesUrl = (params?: GetCasesParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0 ? `/api/v1/cases?${stringifiedParams}` : `/api/v1/cases`;
};

/**
 * @summary What waits for a person, by its cause
 */
export const getCases = async (params?: GetCasesParams, options?: Parameters<typeof ask>[1]): Promise<CasesAnswer> => {
  return ask<CasesAnswer>(getGetCasesUrl(params), {
    ...options,
    method: "GET",
  });
};

export const getGetCasesItemsUrl = (params?: GetCasesItemsParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0 ? `/api/v1/cases/items?${stringifiedParams}` : `/api/v1/cases/items`;
};

/**
 * @summary The single cases, the oldest first
 */
export const getCasesItems = async (
  params?: GetCasesItemsParams,
  options?: Parameters<typeof ask>[1],
): Promise<CaseItemsAnswer> => {
  return ask<CaseItemsAnswer>(getGetCasesItemsUrl(params), {
    ...options,
    method: "GET",
  });
};

export const getGetBulkActsUrl = (params?: GetBulkActsParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0 ? `/api/v1/bulk-acts?${stringifiedParams}` : `/api/v1/bulk-acts`;
};

/**
 * @summary Bulk retries that were begun, the newest first
 */
export const getBulkActs = async (
  params?: GetBulkActsParams,
  options?: Parameters<typeof ask>[1],
): Promise<BulkActsAnswer> => {
  return ask<BulkActsAnswer>(getGetBulkActsUrl(params), {
    ...options,
    method: "GET",
  });
};

export const getPostBulkActsUrl = () => {
  return `/api/v1/bulk-acts`;
};

/**
 * @summary Counts what a filter names now, and freezes it; nothing is done to it
 */
export const postBulkActs = async (
  bulkCountRequest: BulkCountRequest,
  options?: Parameters<typeof ask>[1],
): Promise<BulkAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<BulkAnswer>(getPostBulkActsUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(bulkCountRequest),
  });
};

export const getGetBulkActsByIdUrl = (id: string) => {
  return `/api/v1/bulk-acts/${encodeURIComponent(String(id))}`;
};

/**
 * @summary How far one is
 */
export const getBulkActsById = async (id: string, options?: Parameters<typeof ask>[1]): Promise<BulkAnswer> => {
  return ask<BulkAnswer>(getGetBulkActsByIdUrl(id), {
    ...options,
    method: "GET",
  });
};

export const getGetBulkActsByIdItemsUrl = (id: string, params?: GetBulkActsByIdItemsParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0
    ? `/api/v1/bulk-acts/${encodeURIComponent(String(id))}/items?${stringifiedParams}`
    : `/api/v1/bulk-acts/${encodeURIComponent(String(id))}/items`;
};

/**
 * @summary What became of each case of one
 */
export const getBulkActsByIdItems = async (
  id: string,
  params?: GetBulkActsByIdItemsParams,
  options?: Parameters<typeof ask>[1],
): Promise<BulkItemsAnswer> => {
  return ask<BulkItemsAnswer>(getGetBulkActsByIdItemsUrl(id, params), {
    ...options,
    method: "GET",
  });
};

export const getPostBulkActsByIdBeginUrl = (id: string) => {
  return `/api/v1/bulk-acts/${encodeURIComponent(String(id))}/begin`;
};

/**
 * @summary Begins one that was counted: a canary first
 */
export const postBulkActsByIdBegin = async (
  id: string,
  bulkBeginRequest: BulkBeginRequest,
  options?: Parameters<typeof ask>[1],
): Promise<BulkAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<BulkAnswer>(getPostBulkActsByIdBeginUrl(id), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(bulkBeginRequest),
  });
};

export const getPostBulkActsByIdResumeUrl = (id: string) => {
  return `/api/v1/bulk-acts/${encodeURIComponent(String(id))}/resume`;
};

/**
 * @summary Goes on with the untried of one that was stopped: a canary first
 */
export const postBulkActsByIdResume = async (
  id: string,
  bulkBeginRequest: BulkBeginRequest,
  options?: Parameters<typeof ask>[1],
): Promise<BulkAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<BulkAnswer>(getPostBulkActsByIdResumeUrl(id), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(bulkBeginRequest),
  });
};

export const getPostBulkActsByIdStopUrl = (id: string) => {
  return `/api/v1/bulk-acts/${encodeURIComponent(String(id))}/stop`;
};

/**
 * @summary Begins nothing more of it; what is under way ends by itself
 */
export const postBulkActsByIdStop = async (
  id: string,
  bulkStopRequest: BulkStopRequest,
  options?: Parameters<typeof ask>[1],
): Promise<BulkAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<BulkAnswer>(getPostBulkActsByIdStopUrl(id), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(bulkStopRequest),
  });
};

export const getPostErrandsUrl = () => {
  return `/api/v1/errands`;
};

/**
 * @summary Asks for what needs the vendors; the same errand under way is not done twice
 */
export const postErrands = async (
  errandRequest: ErrandRequest,
  options?: Parameters<typeof ask>[1],
): Promise<ErrandAsked> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<ErrandAsked>(getPostErrandsUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(errandRequest),
  });
};

export const getGetErrandsUrl = (params?: GetErrandsParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0 ? `/api/v1/errands?${stringifiedParams}` : `/api/v1/errands`;
};

/**
 * @summary What was asked of the clerks within a day
 */
export const getErrands = async (
  params?: GetErrandsParams,
  options?: Parameters<typeof ask>[1],
): Promise<ErrandsAnswer> => {
  return ask<ErrandsAnswer>(getGetErrandsUrl(params), {
    ...options,
    method: "GET",
  });
};

export const getPostErrandsByIdCancelUrl = (id: string) => {
  return `/api/v1/errands/${encodeURIComponent(String(id))}/cancel`;
};

/**
 * @summary Ends an errand that waits or is under way
 */
export const postErrandsByIdCancel = async (
  id: string,
  errandCancelRequest: ErrandCancelRequest,
  options?: Parameters<typeof ask>[1],
): Promise<ErrandCancelled> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<ErrandCancelled>(getPostErrandsByIdCancelUrl(id), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(errandCancelRequest),
  });
};

export const getGetErrandsByIdExportUrl = (id: string, params?: GetErrandsByIdExportParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0
    ? `/api/v1/errands/${encodeURIComponent(String(id))}/export?${stringifiedParams}`
    : `/api/v1/errands/${encodeURIComponent(String(id))}/export`;
};

/**
 * @summary What a comparison of both ends came to, as a file
 */
export const getErrandsByIdExport = async (
  id: string,
  params?: GetErrandsByIdExportParams,
  options?: Parameters<typeof ask>[1],
): Promise<string> => {
  return ask<string>(getGetErrandsByIdExportUrl(id, params), {
    ...options,
    method: "GET",
  });
};

export const getGetErrandsByIdUrl = (id: string) => {
  return `/api/v1/errands/${encodeURIComponent(String(id))}`;
};

/**
 * @summary How an errand stands, and what came of it
 */
export const getErrandsById = async (id: string, options?: Parameters<typeof ask>[1]): Promise<ErrandAnswer> => {
  return ask<ErrandAnswer>(getGetErrandsByIdUrl(id), {
    ...options,
    method: "GET",
  });
};

export const getGetReconciliationsUrl = (params?: GetReconciliationsParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0 ? `/api/v1/reconciliations?${stringifiedParams}` : `/api/v1/reconciliations`;
};

/**
 * @summary The daily reconciliations that are kept, in numbers
 */
export const getReconciliations = async (
  params?: GetReconciliationsParams,
  options?: Parameters<typeof ask>[1],
): Promise<KeptReportsAnswer> => {
  return ask<KeptReportsAnswer>(getGetReconciliationsUrl(params), {
    ...options,
    method: "GET",
  });
};

export const getGetReconciliationsBySchemeByDayUrl = (scheme: string, day: string) => {
  return `/api/v1/reconciliations/${encodeURIComponent(String(scheme))}/${encodeURIComponent(String(day))}`;
};

/**
 * @summary A kept reconciliation, whole
 */
export const getReconciliationsBySchemeByDay = async (
  scheme: string,
  day: string,
  options?: Parameters<typeof ask>[1],
): Promise<KeptReportAnswer> => {
  return ask<KeptReportAnswer>(getGetReconciliationsBySchemeByDayUrl(scheme, day), {
    ...options,
    method: "GET",
  });
};

export const getGetReconciliationsBySchemeByDayExportUrl = (
  scheme: string,
  day: string,
  params?: GetReconciliationsBySchemeByDayExportParams,
) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0
    ? `/api/v1/reconciliations/${encodeURIComponent(String(scheme))}/${encodeURIComponent(String(day))}/export?${stringifiedParams}`
    : `/api/v1/reconciliations/${encodeURIComponent(String(scheme))}/${encodeURIComponent(String(day))}/export`;
};

/**
 * @summary A kept reconciliation as a file
 */
export const getReconciliationsBySchemeByDayExport = async (
  scheme: string,
  day: string,
  params?: GetReconciliationsBySchemeByDayExportParams,
  options?: Parameters<typeof ask>[1],
): Promise<string> => {
  return ask<string>(getGetReconciliationsBySchemeByDayExportUrl(scheme, day, params), {
    ...options,
    method: "GET",
  });
};

export const getGetSchemesUrl = () => {
  return `/api/v1/schemes`;
};

/**
 * @summary The schemes that run, as their files say
 */
export const getSchemes = async (options?: Parameters<typeof ask>[1]): Promise<SchemesAnswer> => {
  return ask<SchemesAnswer>(getGetSchemesUrl(), {
    ...options,
    method: "GET",
  });
};

export const getPostSchemesUrl = () => {
  return `/api/v1/schemes`;
};

/**
 * @summary Saves a drafted scheme that was tried as a new file; one that is there is never written over
 */
export const postSchemes = async (
  saveSchemeRequest: SaveSchemeRequest,
  options?: Parameters<typeof ask>[1],
): Promise<SavedScheme> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<SavedScheme>(getPostSchemesUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(saveSchemeRequest),
  });
};

export const getPostSchemesDraftUrl = () => {
  return `/api/v1/schemes/draft`;
};

/**
 * @summary What a scheme would be for these fields and choices; nothing is saved
 */
export const postSchemesDraft = async (
  draftRequest: DraftRequest,
  options?: Parameters<typeof ask>[1],
): Promise<DraftAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<DraftAnswer>(getPostSchemesDraftUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(draftRequest),
  });
};

export const getGetBulkActsByIdExportUrl = (id: string, params?: GetBulkActsByIdExportParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0
    ? `/api/v1/bulk-acts/${encodeURIComponent(String(id))}/export?${stringifiedParams}`
    : `/api/v1/bulk-acts/${encodeURIComponent(String(id))}/export`;
};

/**
 * @summary What became of each case of one, as a file
 */
export const getBulkActsByIdExport = async (
  id: string,
  params?: GetBulkActsByIdExportParams,
  options?: Parameters<typeof ask>[1],
): Promise<string> => {
  return ask<string>(getGetBulkActsByIdExportUrl(id, params), {
    ...options,
    method: "GET",
  });
};

export const getGetBillsExportUrl = (params?: GetBillsExportParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0 ? `/api/v1/bills/export?${stringifiedParams}` : `/api/v1/bills/export`;
};

/**
 * @summary Bills as a file
 */
export const getBillsExport = async (
  params?: GetBillsExportParams,
  options?: Parameters<typeof ask>[1],
): Promise<string> => {
  return ask<string>(getGetBillsExportUrl(params), {
    ...options,
    method: "GET",
  });
};

export const getGetCasesExportUrl = (params?: GetCasesExportParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0 ? `/api/v1/cases/export?${stringifiedParams}` : `/api/v1/cases/export`;
};

/**
 * @summary Cases as a file
 */
export const getCasesExport = async (
  params?: GetCasesExportParams,
  options?: Parameters<typeof ask>[1],
): Promise<string> => {
  return ask<string>(getGetCasesExportUrl(params), {
    ...options,
    method: "GET",
  });
};

export const getGetTablesUrl = () => {
  return `/api/v1/tables`;
};

/**
 * @summary Code tables, and whose they are
 */
export const getTables = async (options?: Parameters<typeof ask>[1]): Promise<TablesAnswer> => {
  return ask<TablesAnswer>(getGetTablesUrl(), {
    ...options,
    method: "GET",
  });
};

export const getGetTablesRowsUrl = (params: GetTablesRowsParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0 ? `/api/v1/tables/rows?${stringifiedParams}` : `/api/v1/tables/rows`;
};

/**
 * @summary Rows of a table
 */
export const getTablesRows = async (
  params: GetTablesRowsParams,
  options?: Parameters<typeof ask>[1],
): Promise<TableRowsAnswer> => {
  return ask<TableRowsAnswer>(getGetTablesRowsUrl(params), {
    ...options,
    method: "GET",
  });
};

export const getGetTablesExportUrl = (params: GetTablesExportParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0 ? `/api/v1/tables/export?${stringifiedParams}` : `/api/v1/tables/export`;
};

/**
 * @summary A table as a file
 */
export const getTablesExport = async (
  params: GetTablesExportParams,
  options?: Parameters<typeof ask>[1],
): Promise<string> => {
  return ask<string>(getGetTablesExportUrl(params), {
    ...options,
    method: "GET",
  });
};

export const getGetTablesVersionsUrl = (params: GetTablesVersionsParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0 ? `/api/v1/tables/versions?${stringifiedParams}` : `/api/v1/tables/versions`;
};

/**
 * @summary What a table was, the newest first: who, when, why
 */
export const getTablesVersions = async (
  params: GetTablesVersionsParams,
  options?: Parameters<typeof ask>[1],
): Promise<TableVersionsAnswer> => {
  return ask<TableVersionsAnswer>(getGetTablesVersionsUrl(params), {
    ...options,
    method: "GET",
  });
};

export const getGetTablesDifferenceUrl = (params: GetTablesDifferenceParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0 ? `/api/v1/tables/difference?${stringifiedParams}` : `/api/v1/tables/difference`;
};

/**
 * @summary What one version of a table has otherwise than another
 */
export const getTablesDifference = async (
  params: GetTablesDifferenceParams,
  options?: Parameters<typeof ask>[1],
): Promise<TableDifferenceAnswer> => {
  return ask<TableDifferenceAnswer>(getGetTablesDifferenceUrl(params), {
    ...options,
    method: "GET",
  });
};

export const getPostTablesTakeOverUrl = () => {
  return `/api/v1/tables/take-over`;
};

/**
 * @summary The console keeps the tables
 */
export const postTablesTakeOver = async (
  tableKeeperRequest: TableKeeperRequest,
  options?: Parameters<typeof ask>[1],
): Promise<TableKeeperAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<TableKeeperAnswer>(getPostTablesTakeOverUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(tableKeeperRequest),
  });
};

export const getPostTablesHandBackUrl = () => {
  return `/api/v1/tables/hand-back`;
};

/**
 * @summary The files keep the tables
 */
export const postTablesHandBack = async (
  tableKeeperRequest: TableKeeperRequest,
  options?: Parameters<typeof ask>[1],
): Promise<TableKeeperAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<TableKeeperAnswer>(getPostTablesHandBackUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(tableKeeperRequest),
  });
};

export const getPostTablesEditUrl = () => {
  return `/api/v1/tables/edit`;
};

/**
 * @summary Sets rows and takes some out
 */
export const postTablesEdit = async (
  tableEditRequest: TableEditRequest,
  options?: Parameters<typeof ask>[1],
): Promise<TableSavedAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<TableSavedAnswer>(getPostTablesEditUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(tableEditRequest),
  });
};

export const getPostTablesUndoUrl = () => {
  return `/api/v1/tables/undo`;
};

/**
 * @summary Brings an earlier version back
 */
export const postTablesUndo = async (
  tableUndoRequest: TableUndoRequest,
  options?: Parameters<typeof ask>[1],
): Promise<TableSavedAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<TableSavedAnswer>(getPostTablesUndoUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(tableUndoRequest),
  });
};

export const getPostGapsFillUrl = () => {
  return `/api/v1/gaps/fill`;
};

/**
 * @summary Gives missing codes their rows; the bills that waited for nothing else leave by themselves
 */
export const postGapsFill = async (
  gapFillRequest: GapFillRequest,
  options?: Parameters<typeof ask>[1],
): Promise<TableSavedAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<TableSavedAnswer>(getPostGapsFillUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(gapFillRequest),
  });
};

export const getPostTablesHandEditUrl = () => {
  return `/api/v1/tables/hand-edit`;
};

/**
 * @summary Decides about a file that was edited by hand: a new version, or left aside
 */
export const postTablesHandEdit = async (
  handEditRequest: HandEditRequest,
  options?: Parameters<typeof ask>[1],
): Promise<TableSavedAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<TableSavedAnswer>(getPostTablesHandEditUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(handEditRequest),
  });
};

export const getGetGapsUrl = (params?: GetGapsParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0 ? `/api/v1/gaps?${stringifiedParams}` : `/api/v1/gaps`;
};

/**
 * @summary Missing codes, and which bills leave once they are filled
 */
export const getGaps = async (params?: GetGapsParams, options?: Parameters<typeof ask>[1]): Promise<GapsAnswer> => {
  return ask<GapsAnswer>(getGetGapsUrl(params), {
    ...options,
    method: "GET",
  });
};

export const getPostTablesUploadUrl = (params: PostTablesUploadParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0 ? `/api/v1/tables/upload?${stringifiedParams}` : `/api/v1/tables/upload`;
};

/**
 * @summary What a file (.xlsx or CSV, as application/octet-stream) would change in a table
 */
export const postTablesUpload = async (
  params: PostTablesUploadParams,
  options?: Parameters<typeof ask>[1],
): Promise<TableUploadAnswer> => {
  return ask<TableUploadAnswer>(getPostTablesUploadUrl(params), {
    ...options,
    method: "POST",
  });
};

export const getPostTablesImportUrl = () => {
  return `/api/v1/tables/import`;
};

/**
 * @summary Imports an uploaded file as it was shown
 */
export const postTablesImport = async (
  tableImportRequest: TableImportRequest,
  options?: Parameters<typeof ask>[1],
): Promise<TableSavedAnswer> => {
  const getHeaders = (h?: NonNullable<RequestInit["headers"]>): Record<string, string | readonly string[]> => {
    if (!h) return {};
    if (h instanceof Headers) return Object.fromEntries(h.entries());
    if (Symbol.iterator in h) {
      return Object.fromEntries(
        Array.from(h as Iterable<Iterable<string>>, (entry) => Array.from(entry) as [string, string]),
      );
    }
    const headers: Record<string, string | readonly string[]> = {};
    for (const [name, value] of Object.entries<string | readonly string[] | undefined>(h)) {
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  };
  return ask<TableSavedAnswer>(getPostTablesImportUrl(), {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", ...getHeaders(options?.headers) },
    body: JSON.stringify(tableImportRequest),
  });
};

export const getGetAuditUrl = (params?: GetAuditParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0 ? `/api/v1/audit?${stringifiedParams}` : `/api/v1/audit`;
};

/**
 * @summary What people have done, the newest first
 */
export const getAudit = async (params?: GetAuditParams, options?: Parameters<typeof ask>[1]): Promise<AuditAnswer> => {
  return ask<AuditAnswer>(getGetAuditUrl(params), {
    ...options,
    method: "GET",
  });
};

export const getGetAuditExportUrl = (params?: GetAuditExportParams) => {
  const normalizedParams = new URLSearchParams();

  Object.entries(params || {}).forEach(([key, value]) => {
    if (value !== undefined) {
      normalizedParams.append(key, value === null ? "null" : String(value));
    }
  });

  const stringifiedParams = normalizedParams.toString();

  return stringifiedParams.length > 0 ? `/api/v1/audit/export?${stringifiedParams}` : `/api/v1/audit/export`;
};

/**
 * @summary The same as a file, the oldest first
 */
export const getAuditExport = async (
  params?: GetAuditExportParams,
  options?: Parameters<typeof ask>[1],
): Promise<string> => {
  return ask<string>(getGetAuditExportUrl(params), {
    ...options,
    method: "GET",
  });
};

export const getGetEventsUrl = () => {
  return `/api/v1/events`;
};

/**
 * @summary The overview as it changes: server-sent events named overview
 */
export const getEvents = async (options?: Parameters<typeof ask>[1]): Promise<Overview> => {
  return ask<Overview>(getGetEventsUrl(), {
    ...options,
    method: "GET",
  });
};
