import { formatKingdeeTime, OWNER_WORDS, SHANGHAI } from "@billferry/contracts";
import { inEnglish } from "@billferry/contracts/english";
import { FAULT_WORDS_EN } from "@billferry/contracts/fault-words-en";
import { listGroupCases, searchBills, type FoundBill, type GroupCases } from "@billferry/desk";
import { listBulkItems, type BulkItem, type BulkOutcome } from "@billferry/desk/bulk";
import { SHOWN_STATES } from "@billferry/desk/shown-state";
import { redisNowMs } from "@billferry/redis";

import { tellText } from "../core/told-text.ts";
import { exportAnswers, exportRows, type ExportColumn } from "../export/export-rows.ts";
import { askedSchemes, type ApiContext, type ApiServer } from "./api-context.ts";
import { findAct, languageOf } from "./bulk-answers.ts";
import { billsExportQuery } from "./schemas/bills.ts";
import { bulkExportQuery, bulkParams } from "./schemas/bulk.ts";
import { casesExportQuery } from "./schemas/cases.ts";

const PAGE = 100;
/** All: reading the cases costs the same for one page as for all of them. */
const ALL = Number.MAX_SAFE_INTEGER;

/** Lists as files, under the same filters as on the page. */
export function addExportRoutes(server: ApiServer, context: ApiContext): void {
  addBulkExport(server, context);
  const { redis, language } = context;
  server.get(
    "/bills/export",
    {
      config: { access: "viewer" },
      schema: { tags: ["bills"], summary: "Bills as a file", querystring: billsExportQuery, response: exportAnswers },
    },
    async ({ query }, reply) => {
      const schemes = askedSchemes(context, query.scheme);
      const rows = walkPages(async (cursor) =>
        searchBills(redis, schemes, { ...query, faultClass: query.class, cursor, limit: PAGE }),
      );
      return exportRows(reply, {
        name: "bills",
        asOfMs: await redisNowMs(redis),
        query,
        language,
        columns: BILLS,
        rows,
      });
    },
  );
  server.get(
    "/cases/export",
    {
      config: { access: "viewer" },
      schema: { tags: ["cases"], summary: "Cases as a file", querystring: casesExportQuery, response: exportAnswers },
    },
    async ({ query }, reply) => {
      const schemes = askedSchemes(context, query.scheme);
      const rows = walkPages(async (after) => listGroupCases(redis, schemes, { ...query, after, limit: ALL }));
      return exportRows(reply, {
        name: "cases",
        asOfMs: await redisNowMs(redis),
        query,
        language,
        columns: CASES,
        rows,
      });
    },
  );
}

/** What became of each case of a bulk act, while it goes on and after. */
function addBulkExport(server: ApiServer, context: ApiContext): void {
  const { redis, language } = context;
  const schema = {
    ...{ tags: ["bulk acts"], summary: "What became of each case of one, as a file" },
    ...{ params: bulkParams, querystring: bulkExportQuery, response: exportAnswers },
  };
  server.get("/bulk-acts/:id/export", { config: { access: "viewer" }, schema }, async (asked, reply) => {
    const { params, query, headers } = asked;
    const act = await findAct(context, params.id);
    const reader = query.language ?? languageOf(context, headers);
    const rows = walkPages(async (after) => {
      const { items, next } = await listBulkItems(redis, act, { outcome: query.outcome, after, limit: ALL });
      return { items: items.map((item) => ({ ...item, text: tellText(item.text, reader) })), next };
    });
    const asOfMs = await redisNowMs(redis);
    return exportRows(reply, { name: `bulk-${act.id}`, asOfMs, query, language, columns: BULK_ITEMS, rows });
  });
}

/** The items of all pages; a page is asked for when the one before was taken. */
async function* walkPages<Item>(
  read: (cursor: string | undefined) => Promise<{ readonly items: readonly Item[]; readonly next: string | null }>,
): AsyncIterable<Item> {
  let cursor: string | undefined;
  do {
    const { items, next } = await read(cursor);
    yield* items;
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}

/** In the words of the act's page. */
const OUTCOMES: Readonly<Record<BulkOutcome, { readonly zh: string; readonly en: string }>> = {
  untried: { zh: "未试", en: "not tried" },
  asking: { zh: "处理中", en: "under way" },
  underway: { zh: "处理中", en: "under way" },
  done: { zh: "已送达", en: "delivered" },
  failed: { zh: "再次受阻", en: "blocked again" },
  changed: { zh: "点数后有变动,未动", en: "changed since the count, not touched" },
  "left-alone": { zh: "无须或不能重试", en: "nothing to retry" },
};

const said = (text: string, language: "zh" | "en"): string => (language === "en" ? inEnglish(text) : text);

const BULK_ITEMS: readonly ExportColumn<BulkItem>[] = [
  { title: { zh: "单号", en: "Bill" }, cell: ({ billNo }) => billNo },
  { title: { zh: "异常单", en: "Case" }, cell: ({ caseId }) => caseId },
  { title: { zh: "结果", en: "Result" }, cell: ({ outcome }, language) => OUTCOMES[outcome][language] },
  { title: { zh: "说明", en: "What" }, cell: ({ text }) => text },
  { title: { zh: "原先的代码", en: "Code before" }, cell: ({ code }) => code },
  { title: { zh: "现在的代码", en: "Code now" }, cell: ({ endCode }) => endCode ?? "" },
];

const BILLS: readonly ExportColumn<FoundBill>[] = [
  { title: { zh: "单号", en: "Bill" }, cell: ({ billNo }) => billNo },
  { title: { zh: "状态", en: "State" }, cell: ({ shownState }, language) => SHOWN_STATES[shownState][language] },
  { title: { zh: "审核时间(+08:00)", en: "Approved (+08:00)" }, cell: ({ approvedAt }) => approvedAt },
  { title: { zh: "订单数", en: "Orders" }, cell: ({ orders }) => orders.length, isNumber: true },
  { title: { zh: "原因", en: "Reason" }, cell: ({ reason }, language) => said(reason, language) },
  { title: { zh: "方案", en: "Scheme" }, cell: ({ scheme }) => scheme },
  { title: { zh: "单据内码", en: "Bill id" }, cell: ({ billId }) => billId },
];

const CASES: readonly ExportColumn<GroupCases["items"][number]>[] = [
  { title: { zh: "单号", en: "Bill" }, cell: ({ billNo }) => billNo },
  { title: { zh: "异常单", en: "Case" }, cell: ({ caseId }) => caseId },
  { title: { zh: "代码", en: "Code" }, cell: ({ code }) => code },
  { title: { zh: "原因", en: "Reason" }, cell: ({ reason }, language) => said(reason, language) },
  {
    title: { zh: "怎么办", en: "Remedy" },
    cell: ({ code, remedy }, language) => (language === "en" ? FAULT_WORDS_EN[code].remedy : remedy),
  },
  {
    title: { zh: "责任方", en: "Owner" },
    cell: ({ owner }, language) => (language === "en" ? OWNER_WORDS[owner].en : owner),
  },
  { title: { zh: "金额", en: "Amount" }, cell: ({ amount }) => amount, isNumber: true },
  { title: { zh: "始于(+08:00)", en: "Since (+08:00)" }, cell: ({ sinceMs }) => formatKingdeeTime(sinceMs, SHANGHAI) },
  { title: { zh: "方案", en: "Scheme" }, cell: ({ scheme }) => scheme },
];
