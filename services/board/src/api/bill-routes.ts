import { toQueueName } from "@billferry/contracts";
import { searchBills, traceBill, type BillTrace, type FoundBill } from "@billferry/desk";
import { redisNowMs } from "@billferry/redis";

import { tellText } from "../core/told-text.ts";
import { Problem, readLanguage, type ReaderLanguage } from "../core/problems.ts";
import { askedSchemes, type ApiContext, type ApiServer } from "./api-context.ts";
import { billAnswer, billParams, billsAnswer, billsQuery } from "./schemas/bills.ts";
import { answers } from "./schemas/common.ts";

/** A page of bills ends by then with what was found, and says how far it looked; a file is made of all pages. */
const SEARCH_MS = 4;

export function addBillRoutes(server: ApiServer, context: ApiContext): void {
  const { redis, log } = context;
  server.get(
    "/bills",
    {
      config: { access: "viewer" },
      schema: {
        tags: ["bills"],
        summary: "Bills by number, state, day, warehouse, class of case or goods",
        querystring: billsQuery,
        response: answers(billsAnswer),
      },
    },
    async ({ query: { scheme, class: faultClass, ...wanted }, headers }) => {
      const asOf = await redisNowMs(redis);
      const { items, next, notes } = await searchBills(redis, askedSchemes(context, scheme), {
        ...wanted,
        faultClass,
        withinMs: SEARCH_MS,
      });
      const reader = readLanguage(headers["accept-language"], context.language);
      const note = notes.map(({ zh, en }) => (reader === "en" ? en : zh)).join("\n");
      const told = items.map((item) => ({ ...item, reason: tellText(item.reason, reader) }));
      return { asOf, items: told.map(toListed), next, ...(note === "" ? {} : { note }) };
    },
  );
  server.get(
    "/bills/:number",
    {
      config: { access: "viewer" },
      schema: {
        tags: ["bills"],
        summary: "The whole story of a bill, by its own number, an order's or a document's",
        params: billParams,
        response: answers(billAnswer),
      },
    },
    async ({ params: { number }, headers }) => {
      const [asOf, traces] = await Promise.all([
        redisNowMs(redis),
        Promise.all(context.schemes.map(async (scheme) => traceBill(redis, log, { scheme, number }))),
      ]);
      const reader = readLanguage(headers["accept-language"], context.language);
      const bills = traces.filter((trace) => trace.bills.length > 0).map((trace) => toAnswer(inWords(trace, reader)));
      if (bills.length === 0) throw new Problem("BILL_NOT_FOUND", { what: number });
      return { asOf, asked: number, bills };
    },
  );
}

function toListed({ scheme, billId, billNo, shownState: state, approvedAt, orders, reason }: FoundBill) {
  const told = reason === "" ? {} : { reason };
  return { scheme, billId, billNo, state, approvedAt, orders: orders.length, ...told };
}

/** Its reasons in the language of the reader. */
function inWords(trace: BillTrace, language: ReaderLanguage): BillTrace {
  const tell = <Told extends { readonly reason: string }>(each: Told): Told => ({
    ...each,
    reason: tellText(each.reason, language),
  });
  // A person's own words are his; what the ledger wrote down is ours.
  const history = trace.history.map((each) => ({ ...each, text: tellText(each.text, language) }));
  return {
    ...trace,
    bills: trace.bills.map(tell),
    orders: trace.orders.map(tell),
    jobs: trace.jobs.map(tell),
    history,
  };
}

function toAnswer({ scheme, bills, orders, history, jobs }: BillTrace) {
  return {
    scheme,
    bills,
    orders: orders.map((order) => ({
      ...order,
      caseId: order.state === "held" || order.state === "disputed" ? `order:${order.outerNo}` : null,
    })),
    history,
    jobs: jobs.map((job) => ({
      ...job,
      href: `/queues/queue/${encodeURIComponent(toQueueName({ stage: job.queue, scheme }))}/${encodeURIComponent(job.id)}`,
    })),
  };
}
