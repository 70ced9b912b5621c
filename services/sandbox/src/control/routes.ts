import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";

import { bodyText } from "../answer.ts";
import type { Bill } from "../bills/bill.ts";
import { expectOrders, judgeBill } from "../bills/expected-orders.ts";
import {
  auditBill,
  CommandRefused,
  createBill,
  deleteBill,
  editBill,
  unauditBill,
  voidBill,
  type LifeCycleContext,
} from "../bills/life-cycle.ts";
import type { Sandbox } from "../sandbox.ts";
import { judge } from "./summary.ts";

const generateRequest = z.strictObject({
  count: z.number().int().min(0).max(1_000_000),
  seed: z.number().int().default(1),
  unknownSkus: z.number().int().nonnegative().default(0),
  spreadMs: z.number().int().nonnegative().optional(),
  endsAgoMs: z.number().int().nonnegative().optional(),
});

/** The control API: the judge, the bills' life cycle, faults and settings. For tests and operators of the sandbox only. */
export function addControlRoutes(server: FastifyInstance, sandbox: Sandbox): void {
  server.get("/control/health", () => ({ status: "ok" }));
  server.get("/control/summary", () => judge(sandbox.bills.latest(), sandbox.ledger, sandbox.counts.kingdeeCalls));
  server.get("/control/orders", () => sandbox.ledger.orders());
  addBillRoutes(server, sandbox);
  server.get("/control/faults", () => sandbox.faults.list());
  server.post("/control/faults", async (request, reply) =>
    obey(reply, () => {
      sandbox.faults.add(readJson(request));
      return sandbox.faults.list();
    }),
  );
  server.delete("/control/faults", () => {
    sandbox.faults.clear();
    return [];
  });
  server.get("/control/settings", () => sandbox.settings.current());
  server.post("/control/settings", async (request, reply) =>
    obey(reply, () => sandbox.settings.patch(readJson(request))),
  );
}

function addBillRoutes(server: FastifyInstance, sandbox: Sandbox): void {
  const context = (): LifeCycleContext => ({
    bills: sandbox.bills,
    settings: sandbox.settings.current().kingdee,
    nowMs: sandbox.now(),
  });
  server.get<{ Querystring: { state?: string } }>("/control/bills", (request) => {
    const { state = "all" } = request.query;
    return sandbox.bills
      .latest()
      .filter((bill) => state === "all" || judgeBill(bill) === state)
      .map(describeBill);
  });
  server.post("/control/bills", async (request, reply) =>
    obey(reply, () => describeBill(createBill(readJson(request), context()))),
  );
  server.post("/control/bills/generate", async (request, reply) =>
    obey(reply, () => {
      const { count, seed, unknownSkus, spreadMs, endsAgoMs } = generateRequest.parse(readJson(request));
      const optional = {
        ...(spreadMs === undefined ? {} : { spreadMs }),
        ...(endsAgoMs === undefined ? {} : { endsAgoMs }),
      };
      return { created: sandbox.generate({ count, seed, unknownSkus, ...optional }).length };
    }),
  );
  const commands: Readonly<Record<string, (billNo: string, input: unknown) => unknown>> = {
    audit: (billNo, input) => describeBill(auditBill(billNo, input, context())),
    unaudit: (billNo) => describeBill(unauditBill(billNo, context())),
    void: (billNo) => describeBill(voidBill(billNo, context())),
    edit: (billNo, input) => describeBill(editBill(billNo, input, context())),
    delete: (billNo) => {
      deleteBill(billNo, context());
      return { billNo, state: "deleted" };
    },
  };
  for (const [name, command] of Object.entries(commands))
    server.post<{ Params: { billNo: string } }>(`/control/bills/:billNo/${name}`, async (request, reply) =>
      obey(reply, () => command(request.params.billNo, readJson(request))),
    );
}

function describeBill(bill: Bill): Readonly<Record<string, unknown>> {
  const { id, billNo, status, isVoid, approvedLocalMs } = bill;
  return {
    id,
    billNo,
    status,
    cancelStatus: isVoid ? "B" : "A",
    state: judgeBill(bill),
    approvedAt: approvedLocalMs === null ? null : new Date(approvedLocalMs).toISOString().slice(0, -1),
    lines: bill.lines.length,
    expected: expectOrders(bill).map((order) => order.outerNo),
  };
}

function readJson(request: FastifyRequest): unknown {
  const text = bodyText(request);
  return text.trim() === "" ? {} : JSON.parse(text);
}

async function obey(reply: FastifyReply, command: () => unknown): Promise<unknown> {
  try {
    return command();
  } catch (error) {
    if (error instanceof CommandRefused) return reply.code(error.status).send({ error: error.message });
    if (error instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(error) });
    if (error instanceof SyntaxError) return reply.code(400).send({ error: error.message });
    throw error;
  }
}
