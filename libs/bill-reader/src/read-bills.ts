import { Fault, formatKingdeeTime, isFault, type Cell } from "@billferry/contracts";
import { anyOfBills, buildWindowFilter, fromBill, joinFilters, type KingdeeClient } from "@billferry/kingdee";
import type { Logger } from "@billferry/runtime";
import type { FieldSelection, Scheme } from "@billferry/scheme";

import { findBreach, type Demand } from "./core/contract.ts";
import { FIRST_PAGE, needsProof, offsetOf, readPage, type PageStart } from "./core/paging.ts";
import { createShaping, type ReadBill } from "./shape-bill.ts";

/** The right to read a page and to hand it over while no other reader does either; see `ReadDependencies.takeTurn`. */
interface Turn {
  /** False where it was lost meanwhile (a paused process): what was read may be old by now. */
  isOurs(): Promise<boolean>;
  release(): Promise<void>;
}

/** What one reading needs; `dropped` remembers, for the life of the process, fields that this tenant does not know. */
export interface ReadDependencies {
  readonly client: KingdeeClient;
  readonly scheme: Scheme;
  readonly fields: FieldSelection;
  readonly dropped: Set<string>;
  readonly log: Logger;
  /** Readers that run at the same time take turns, page by page: a page that is handed over late could otherwise bring
   *  back content that another reader has already seen replaced. The turn ends when the next page is asked for. */
  takeTurn?(signal: AbortSignal): Promise<Turn>;
}

/** A half-open stretch of approve time, in epoch milliseconds of Kingdee's clock, on whole seconds. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface BillPage {
  readonly bills: readonly ReadBill[];
  /** Of these bills. */
  readonly rows: number;
}

/** Reads what was approved in a span and is selected by the scheme, page by page, as whole bills; with `billIds` only
 *  those of them. Throws KD_CONTRACT_BROKEN before a page is yielded that breaks what was agreed. */
export async function* readWindow(
  deps: ReadDependencies,
  window: TimeSpan & { readonly billIds?: readonly string[] },
  signal: AbortSignal,
): AsyncGenerator<BillPage> {
  const among = window.billIds && anyOfBills(window.billIds);
  yield* readPages(deps, { filter: () => joinFilters(windowFilter(deps, window), among), window }, signal);
}

/** Reads the bills of any filter (`onlyBill`, `anyOfBills`), in whatever state they are, page by page, as whole
 *  bills. The filter is made anew for each page, because signing in may teach the zone in which its times are
 *  written. */
export async function* readBills(
  deps: ReadDependencies,
  filter: () => string,
  signal: AbortSignal,
): AsyncGenerator<BillPage> {
  yield* readPages(deps, { filter }, signal);
}

async function* readPages(
  deps: ReadDependencies,
  asked: { readonly filter: () => string; readonly window?: TimeSpan },
  signal: AbortSignal,
): AsyncGenerator<BillPage> {
  let start: PageStart | null = FIRST_PAGE;
  let hasSeenRows = false;
  while (start !== null) {
    signal.throwIfAborted();
    const turn = await deps.takeTurn?.(signal);
    try {
      const fields = deps.fields.names.filter((name) => !deps.dropped.has(name));
      const filter = joinFilters(asked.filter(), rangeFilter(start));
      const page = { fields, filter, start, signal };
      let answer = await askPage(deps, page);
      if (answer !== "retry" && needsProof(start, answer, fields.indexOf("FID"))) answer = await askPage(deps, page);
      if (answer === "retry" || (turn && !(await turn.isOurs()))) continue;
      checkContract(deps, { fields, rows: answer, window: asked.window });
      hasSeenRows ||= answer.length > 1;
      const verdict = readPage(start, answer, { idColumn: fields.indexOf("FID"), hasSeenRows });
      if (verdict.kind === "disordered") throw new Fault("KD_ORDER_BROKEN", `FID=${verdict.at}`);
      if (verdict.kind === "one-row-limit") throw new Fault("KD_ROW_LIMIT", "每次查询只返回 1 行");
      const bills = verdict.bills.map(createShaping(deps, fields));
      yield { bills, rows: bills.reduce((sum, bill) => sum + bill.rows.length, 0) };
      start = verdict.next;
    } finally {
      await turn?.release();
    }
  }
}

function checkContract(
  { scheme, fields, client }: ReadDependencies,
  page: { fields: readonly string[]; rows: readonly (readonly Cell[])[]; window: TimeSpan | undefined },
): void {
  const { filter, form } = scheme.definition.source;
  const { seq, entryId } = scheme.fields.essential;
  const filled = ["FID", "FBillNo", entryId, seq, scheme.definition.lines.quantity];
  // Bills that were asked for by id may be in any state, and an unapproved bill has no approve date.
  if (page.window) filled.push("FApproveDate");
  const fromMs = isBoundByApproveDate(filter) ? page.window?.fromMs : undefined;
  const demand: Demand | undefined = page.window && { fromMs, toMs: page.window.toMs };
  const known = { seq, findField: scheme.fields.find, zone: client.zone() };
  const checked = { ...page, ...known, needed: fields.needed, filled: new Set(filled) };
  const breach = findBreach(checked, demand);
  if (breach !== undefined) throw new Fault("KD_CONTRACT_BROKEN", `${form}:${breach}`);
}

/** A scheme may choose another lower bound than the approve date; then there is none to check. */
function isBoundByApproveDate(filter: string): boolean {
  return /\bFApproveDate\s*>=\s*'\{\{/i.test(filter) && !/\bor\b/i.test(filter);
}

async function askPage(
  deps: ReadDependencies,
  page: { fields: readonly string[]; filter: string; start: PageStart; signal: AbortSignal },
): Promise<Cell[][] | "retry"> {
  const { client, scheme } = deps;
  try {
    return await client.executeBillQuery(
      {
        formId: scheme.definition.source.form,
        fieldKeys: page.fields.map(scheme.fields.keyOf),
        filter: page.filter,
        // The entry's id last: two entries may bear one number, and rows of a tie would come in any order.
        order: `FID ASC, ${scheme.fields.essential.seq} ASC, ${scheme.fields.essential.entryId} ASC`,
        startRow: offsetOf(page.start),
        limit: scheme.definition.source.page_size,
      },
      page.signal,
    );
  } catch (error) {
    if (dropUnknownField(deps, page.fields, error)) return "retry";
    throw error;
  }
}

function windowFilter({ scheme, client }: ReadDependencies, window: TimeSpan): string {
  const zone = client.zone();
  const lowerBound = formatKingdeeTime(window.fromMs, zone);
  const schemeFilter = scheme.definition.source.filter.replace(/\{\{\s*LAST_SYNC_TIME\s+dateTime\s*\}\}/g, lowerBound);
  return buildWindowFilter({ schemeFilter, toMs: window.toMs, zone });
}

function rangeFilter(start: PageStart): string | undefined {
  return start.range === "all" ? undefined : fromBill(start.billId);
}

/** One unknown key fails the whole query [kingdee 3.3]: what nothing uses is dropped, out loud; the rest is a fault. */
function dropUnknownField(deps: ReadDependencies, asked: readonly string[], error: unknown): boolean {
  if (!isFault(error) || error.code !== "KD_FIELD_UNKNOWN") return false;
  const key = String(error.details["field"] ?? "").toLowerCase();
  // Kingdee may name the part before the dot alone.
  const name = asked.find((each) =>
    [deps.scheme.fields.keyOf(each), deps.scheme.fields.keyOf(each).split(".")[0]].some(
      (part) => part?.toLowerCase() === key,
    ),
  );
  if (name === undefined || deps.fields.needed.has(name)) return false;
  deps.dropped.add(name);
  deps.log.warn({ event: "field.dropped", field: name }, "金蝶中没有该字段,方案也未用到,已跳过");
  return true;
}
