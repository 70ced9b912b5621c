import { Fault, formatKingdeeTime, isFault, type Cell } from "@billferry/contracts";
import { anyOfBills, buildWindowFilter, fromBill, joinFilters, type KingdeeClient } from "@billferry/kingdee";
import type { Logger } from "@billferry/runtime";
import type { FieldSelection, Scheme } from "@billferry/scheme";

import { findBreach, type Demand } from "./core/contract.ts";
import { FIRST_PAGE, needsProof, offsetOf, readPage, type PageStart, type PageVerdict } from "./core/paging.ts";
import { createShaping, type ReadBill } from "./shape-bill.ts";

/** The right to read pages and to hand them over while no other reader does; see `ReadDependencies.takeTurn`. */
interface Turn {
  /** False where it was lost meanwhile (a paused process): what was read may be old by now. */
  isOurs(): Promise<boolean>;
  /** Whether one more page may be read in it, before others come. */
  mayGoOn(): Promise<boolean>;
  release(): Promise<void>;
}

/** What one reading needs; `dropped` remembers, for the life of the process, fields that this tenant does not know. */
export interface ReadDependencies {
  readonly client: KingdeeClient;
  readonly scheme: Scheme;
  readonly fields: FieldSelection;
  readonly dropped: Set<string>;
  readonly log: Logger;
  /** Readers that run at the same time take turns: a page that is handed over late could otherwise bring back content
   *  that another reader has already seen replaced. While a turn goes on, the next page is asked for as the last one is
   *  handed over; nobody else hands over anything between the two. */
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
  /** Where reading goes on; null behind the last page. */
  readonly next: PageStart | null;
}

/** Reads what was approved in a span and is selected by the scheme, page by page, as whole bills; with `billIds` only
 *  those of them. Throws KD_CONTRACT_BROKEN before a page is yielded that breaks what was agreed. */
export async function* readWindow(
  deps: ReadDependencies,
  window: TimeSpan & { readonly billIds?: readonly string[]; readonly start?: PageStart | undefined },
  signal: AbortSignal,
): AsyncGenerator<BillPage> {
  const among = window.billIds && anyOfBills(window.billIds);
  const filter = (): string => joinFilters(windowFilter(deps, window), among);
  yield* readPages(deps, { filter, window, begin: window.start }, signal);
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

interface Asked {
  readonly filter: () => string;
  readonly window?: TimeSpan;
  /** Where an earlier reading was cut off; else the first page. */
  readonly begin?: PageStart | undefined;
}

/** Rows, or the news that they are to be asked for with fewer fields. */
interface Answer {
  readonly fields: readonly string[];
  readonly rows: Cell[][] | "retry";
}

async function* readPages(deps: ReadDependencies, asked: Asked, signal: AbortSignal): AsyncGenerator<BillPage> {
  let [start, hasSeenRows]: [PageStart | null, boolean] = [asked.begin ?? FIRST_PAGE, false];
  let turn: Turn | undefined;
  let ahead: Promise<Answer> | undefined;
  const endTurn = async (): Promise<void> => {
    await turn?.release();
    turn = undefined;
  };
  try {
    while (start !== null) {
      signal.throwIfAborted();
      turn ??= await deps.takeTurn?.(signal);
      const { fields, rows } = await (ahead ?? askProved(deps, { ...asked, start, signal }));
      ahead = undefined;
      if (rows === "retry" || (turn && !(await turn.isOurs()))) {
        await endTurn();
        continue;
      }
      checkContract(deps, { fields, rows, window: asked.window });
      hasSeenRows ||= rows.length > 1;
      const { bills, next } = cutBills(start, rows, { idColumn: fields.indexOf("FID"), hasSeenRows });
      const goesOn = next !== null && (await turn?.mayGoOn()) === true;
      if (goesOn) ahead = unheard(askProved(deps, { ...asked, start: next, signal }));
      const shaped = bills.map(createShaping(deps, fields));
      yield { bills: shaped, rows: shaped.reduce((sum, bill) => sum + bill.rows.length, 0), next };
      start = next;
      if (!goesOn) await endTurn();
    }
  } finally {
    await endTurn();
  }
}

/** A promise whose failure counts where it is waited for, and nowhere else: it may be given up. */
function unheard<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}

async function askProved(
  deps: ReadDependencies,
  { filter, start, signal }: Asked & { readonly start: PageStart; readonly signal: AbortSignal },
): Promise<Answer> {
  const fields = deps.fields.names.filter((name) => !deps.dropped.has(name));
  const page = { fields, filter: joinFilters(filter(), rangeFilter(start)), start, signal };
  const rows = await askPage(deps, page);
  if (rows === "retry" || !needsProof(start, rows, fields.indexOf("FID"))) return { fields, rows };
  return { fields, rows: await askPage(deps, page) };
}

function cutBills(
  start: PageStart,
  rows: readonly (readonly Cell[])[],
  options: Parameters<typeof readPage>[2],
): Extract<PageVerdict, { kind: "page" }> {
  const verdict = readPage(start, rows, options);
  if (verdict.kind === "disordered") throw new Fault("KD_ORDER_BROKEN", `FID=${verdict.at}`);
  if (verdict.kind === "one-row-limit") throw new Fault("KD_ROW_LIMIT", "每次查询只返回 1 行");
  return verdict;
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
