import { toQueueName } from "@billferry/contracts";
import { listBills, traceBill, type BillTrace, type ListedBill } from "@billferry/desk";
import { redisNowMs } from "@billferry/redis";

import { Problem } from "../core/problems.ts";
import { askedSchemes, type ApiContext, type ApiServer } from "./api-context.ts";
import { billAnswer, billParams, billsAnswer, billsQuery } from "./schemas/bills.ts";
import { answers } from "./schemas/common.ts";

export function addBillRoutes(server: ApiServer, context: ApiContext): void {
  const { redis, log } = context;
  server.get(
    "/bills",
    {
      config: { access: "viewer" },
      schema: {
        tags: ["bills"],
        summary: "Bills by number or state",
        querystring: billsQuery,
        response: answers(billsAnswer),
      },
    },
    async ({ query }) => {
      const asOf = await redisNowMs(redis);
      const day = new Date(asOf + 8 * 3_600_000).toISOString().slice(0, 10);
      const found = await Promise.all(
        askedSchemes(context, query.scheme).map(async (scheme) =>
          (await listBills(redis, scheme, { day })).map((bill) => toListed(scheme, bill)),
        ),
      );
      const items = found.flat().filter(({ state }) => query.state === undefined || state === query.state);
      return { asOf, items: items.slice(0, query.limit), next: null };
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
    async ({ params: { number } }) => {
      const [asOf, traces] = await Promise.all([
        redisNowMs(redis),
        Promise.all(context.schemes.map(async (scheme) => traceBill(redis, log, { scheme, number }))),
      ]);
      const bills = traces.filter((trace) => trace.bills.length > 0).map(toAnswer);
      if (bills.length === 0) throw new Problem("BILL_NOT_FOUND", { what: number });
      return { asOf, asked: number, bills };
    },
  );
}

function toListed(scheme: string, { billId, billNo, shownState, approvedAt, orders, reason }: ListedBill) {
  return {
    scheme,
    billId,
    billNo,
    state: shownState,
    approvedAt,
    orders: orders.length,
    ...(reason === "" ? {} : { reason }),
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
