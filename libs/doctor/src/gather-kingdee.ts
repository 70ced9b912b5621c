import { readWindow, type ReadBill } from "@billferry/bill-reader";
import { isFault, KINGDEE_FIELDS, parseKingdeeTime, type Cell } from "@billferry/contracts";
import { findUnknownKeys, floorToSecondMs, nearestKey, quoteFilterTime, readKingdeeAccount } from "@billferry/kingdee";
import type { Logger } from "@billferry/runtime";
import { countUnused, transformBill, type PlannedOrder, type Scheme } from "@billferry/scheme";
import type { Environment } from "@billferry/settings";
import { openKingdee, type KingdeeAccess } from "@billferry/vendor-access";

import { after, attempt, given, skip } from "./attempt.ts";
import type { FieldsFact, KingdeeFacts, KingdeeSample, PageFact } from "./core/diagnose-kingdee.ts";
import type { SeenBill, Sight } from "./core/diagnose-sight.ts";
import type { Known } from "./core/diagnose.ts";

const DAY_MS = 86_400_000;
const SEEN_BILLS = 500;
/** Rows of a trial reading: enough to see what bills look like. */
const SAMPLE_ROWS = 200;

export interface KingdeeGathered {
  readonly facts: KingdeeFacts;
  /** What the scheme makes of the bills of the trial reading. */
  readonly orders: Known<readonly PlannedOrder[]>;
}

interface Context {
  readonly env: Environment;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
}

/** Asks Kingdee for all that can be known of it; reads only, some ten calls. */
export async function gatherKingdee(scheme: Known<Scheme>, context: Context): Promise<KingdeeGathered> {
  const { env, log, signal, nowMs } = context;
  const settings = await after(scheme, "scheme.loads", ({ definition }) => {
    const account = definition.accounts.kingdee;
    return { account, method: readKingdeeAccount(env, account).KINGDEE_AUTH };
  });
  const usable = given(settings, "kingdee.settings", scheme);
  const opened = await after(usable, "kingdee.settings", (each) => openKingdee(env, log, each));
  const signIn = await after(opened, "kingdee.settings", async ({ client }) => {
    await client.signIn(signal);
    return null;
  });
  const access = given(signIn, "kingdee.sign-in", opened);
  const sight = await after(access, "kingdee.sign-in", async (each) => readSight(each, signal));
  const readable = given(sight, "kingdee.query", access);
  const fields = await after(readable, "kingdee.query", async (each) => checkFields(each, signal));
  const filter = await after(readable, "kingdee.query", async (each) => tryFilter(each, signal));
  const sample = await readSample({ readable, fields, filter }, signal);
  const facts: KingdeeFacts = {
    settings,
    signIn,
    clockOffsetMs: await after(access, "kingdee.sign-in", ({ client }) => {
      const { epochMs, source } = client.serverNow();
      return source === "server" ? epochMs - nowMs() : undefined;
    }),
    zone: await after(access, "kingdee.sign-in", ({ client }) => client.zone()),
    sight,
    fields,
    filter,
    sample,
    page: await after(readable, "kingdee.query", async (each) => tryPageSize(each, signal)),
  };
  return { facts, orders: await after(sample, "kingdee.sample", ({ orders }) => orders) };
}

/** The newest bills in any state, without the scheme's filter; what a form or version does not have is left out. */
async function readSight({ client, scheme }: KingdeeAccess, signal: AbortSignal): Promise<Sight> {
  const zone = client.zone();
  const nowMs = client.serverNow().epochMs;
  const created = `FCreateDate>=${quoteFilterTime(nowMs - 60 * DAY_MS, zone)}`;
  const head = ["FID", "FBillNo", "FDocumentStatus", "FApproveDate"];
  const withOrganisation = [...head, "FStockOrgId.FNumber"];
  const ask = async (fieldKeys: readonly string[], filter: string): Promise<Cell[][]> =>
    client.executeBillQuery(
      { formId: scheme.definition.source.form, fieldKeys, filter, order: "FID DESC", startRow: 0, limit: SEEN_BILLS },
      signal,
    );
  let rows: Cell[][] = [];
  const variants = [
    [withOrganisation, created],
    [head, created],
    [head, "FID>0"],
  ] as const;
  for (const [fieldKeys, filter] of variants) {
    try {
      rows = await ask(fieldKeys, filter);
      // Where nothing was approved lately, older bills may still be there.
      if (rows.length > 0 || filter === "FID>0") break;
    } catch (error) {
      const isLast = filter === "FID>0";
      if (isLast || !isFault(error) || error.code !== "KD_FIELD_UNKNOWN") throw error;
    }
  }
  return { nowMs, bills: rows.map((row) => toSeenBill(row, zone)) };
}

function toSeenBill(row: readonly Cell[], zone: { readonly offsetMinutes: number }): SeenBill {
  const [, billNo = "", status, approvedAt = "", organisation] = row.map((cell) => String(cell ?? "").trim());
  return {
    billNo,
    organisation,
    isApproved: status === "C",
    approvedAtMs: status === "C" ? parseKingdeeTime(approvedAt, zone) : undefined,
  };
}

async function checkFields(access: KingdeeAccess, signal: AbortSignal): Promise<FieldsFact> {
  const { client, scheme, fields, dropped } = access;
  const byKey = new Map(fields.names.map((name) => [scheme.fields.keyOf(name), name]));
  const keys = [...byKey.keys()];
  const report = await findUnknownKeys(client, { formId: scheme.definition.source.form, keys }, signal);
  const bad = new Set(report.unknown);
  const candidates =
    report.formKeys ?? [...keys, ...KINGDEE_FIELDS.map(({ key }) => key)].filter((key) => !bad.has(key));
  const unknown = report.unknown.map((key) => {
    const name = byKey.get(key) ?? key;
    return { name, key, isNeeded: fields.needed.has(name), nearest: nearestKey(key, candidates) };
  });
  for (const { name, isNeeded } of unknown) if (!isNeeded) dropped.add(name);
  return { asked: keys.length, unknown };
}

/** The scheme's filter as the extractor sends it, with the fewest fields, so that nothing else can be at fault. */
async function tryFilter(access: KingdeeAccess, signal: AbortSignal): Promise<null> {
  const fewest = access.fields.names.filter((name) =>
    /^(FID|FBillNo|FApproveDate|FDocumentStatus|FCancelStatus)$|_FSeq$/.test(name),
  );
  const probe = { ...withPageSize(access, 2), fields: { names: fewest, needed: new Set<string>() } };
  await readFirst(probe, 1, signal);
  return null;
}

type Sample = KingdeeSample & { readonly orders: readonly PlannedOrder[] };

/** Bills of the last day, else of the last 30, as the extractor reads them and the transformer transforms them. */
async function readSample(
  { readable, fields, filter }: Pick<KingdeeFacts, "fields" | "filter"> & { readonly readable: Known<KingdeeAccess> },
  signal: AbortSignal,
): Promise<Known<Sample>> {
  if (readable.kind !== "known") return given(readable, "kingdee.query", readable);
  if (fields.kind !== "known" || fields.value.unknown.some(({ isNeeded }) => isNeeded)) return skip("kingdee.fields");
  if (filter.kind !== "known") return skip("kingdee.filter");
  return attempt(async () => {
    const access = withPageSize(readable.value, SAMPLE_ROWS);
    const recent = await readFirst(access, 1, signal);
    const bills = recent.length > 0 ? recent : await readFirst(access, 30, signal);
    const results = bills.map((bill) => ({ bill, result: transformBill(bill, access.scheme) }));
    return {
      bills: bills.length,
      refused: results.flatMap(({ bill, result }) =>
        result.kind === "refused" ? [`${bill.billNo}(${result.issues[0]?.code ?? "?"})`] : [],
      ),
      unused: countUnused(
        results.flatMap(({ bill: { billNo }, result }) =>
          result.kind === "ordered" ? [{ billNo, unused: result.unused }] : [],
        ),
      ),
      orders: results.flatMap(({ result }) => (result.kind === "ordered" ? result.orders : [])),
    };
  });
}

/** The first page that holds bills, approved within so many days. */
async function readFirst(access: KingdeeAccess, days: number, signal: AbortSignal): Promise<readonly ReadBill[]> {
  const toMs = floorToSecondMs(access.client.serverNow().epochMs);
  for await (const { bills } of readWindow(access, { fromMs: toMs - days * DAY_MS, toMs }, signal))
    if (bills.length > 0) return bills;
  return [];
}

/** A page as large as the scheme asks for, with the fewest fields, and whether rows are left behind it. */
async function tryPageSize({ client, scheme, fields }: KingdeeAccess, signal: AbortSignal): Promise<PageFact> {
  const { form: formId, page_size: wanted } = scheme.definition.source;
  const entryId = fields.names.find((name) => /_FEntryID$/i.test(name));
  const fieldKeys = ["FID", ...(entryId === undefined ? [] : [scheme.fields.keyOf(entryId)])];
  const ask = async (startRow: number, limit: number): Promise<number> => {
    const query = { formId, fieldKeys, filter: "FID>0", order: fieldKeys.join(","), startRow, limit };
    return (await client.executeBillQuery(query, signal)).length;
  };
  const returned = await ask(0, wanted);
  return { wanted, returned, isMoreBeyond: returned < wanted && (await ask(returned, 1)) > 0 };
}

function withPageSize(access: KingdeeAccess, rows: number): KingdeeAccess {
  const { definition } = access.scheme;
  const source = { ...definition.source, page_size: rows };
  return { ...access, scheme: { ...access.scheme, definition: { ...definition, source } } };
}
