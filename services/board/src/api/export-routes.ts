import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { listGroupCases, searchBills, type FoundBill, type GroupCases } from "@billferry/desk";
import { SHOWN_STATES } from "@billferry/desk/shown-state";
import { redisNowMs } from "@billferry/redis";

import { exportAnswers, exportRows, type ExportColumn } from "../export/export-rows.ts";
import { askedSchemes, type ApiContext, type ApiServer } from "./api-context.ts";
import { billsExportQuery } from "./schemas/bills.ts";
import { casesExportQuery } from "./schemas/cases.ts";

const PAGE = 100;
/** All: reading the cases costs the same for one page as for all of them. */
const ALL = Number.MAX_SAFE_INTEGER;

/** Lists as files, under the same filters as on the page. */
export function addExportRoutes(server: ApiServer, context: ApiContext): void {
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

const BILLS: readonly ExportColumn<FoundBill>[] = [
  { title: { zh: "单号", en: "Bill" }, cell: ({ billNo }) => billNo },
  { title: { zh: "状态", en: "State" }, cell: ({ shownState }, language) => SHOWN_STATES[shownState][language] },
  { title: { zh: "审核时间(+08:00)", en: "Approved (+08:00)" }, cell: ({ approvedAt }) => approvedAt },
  { title: { zh: "订单数", en: "Orders" }, cell: ({ orders }) => orders.length, isNumber: true },
  { title: { zh: "原因", en: "Reason" }, cell: ({ reason }) => reason },
  { title: { zh: "方案", en: "Scheme" }, cell: ({ scheme }) => scheme },
  { title: { zh: "单据内码", en: "Bill id" }, cell: ({ billId }) => billId },
];

const CASES: readonly ExportColumn<GroupCases["items"][number]>[] = [
  { title: { zh: "单号", en: "Bill" }, cell: ({ billNo }) => billNo },
  { title: { zh: "异常单", en: "Case" }, cell: ({ caseId }) => caseId },
  { title: { zh: "代码", en: "Code" }, cell: ({ code }) => code },
  { title: { zh: "原因", en: "Reason" }, cell: ({ reason }) => reason },
  { title: { zh: "怎么办", en: "Remedy" }, cell: ({ remedy }) => remedy },
  { title: { zh: "责任方", en: "Owner" }, cell: ({ owner }) => owner },
  { title: { zh: "金额", en: "Amount" }, cell: ({ amount }) => amount, isNumber: true },
  { title: { zh: "始于(+08:00)", en: "Since (+08:00)" }, cell: ({ sinceMs }) => formatKingdeeTime(sinceMs, SHANGHAI) },
  { title: { zh: "方案", en: "Scheme" }, cell: ({ scheme }) => scheme },
];
