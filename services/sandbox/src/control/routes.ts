import { TARGET_NAMES } from "@billferry/contracts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";

import { bodyText } from "../answer.ts";
import type { Bill } from "../bills/bill.ts";
import { generateRequest } from "../bills/commands.ts";
import { exclusionReason, expectOrders, judgeBill } from "../bills/expected-orders.ts";
import { BILL_COMMANDS, CommandRefused, createBill, deleteBill, type LifeCycleContext } from "../bills/life-cycle.ts";
import { DEFAULT_FORM, type Form } from "../forms/form.ts";
import type { Sandbox } from "../sandbox.ts";
import { isLiving, type StoredOrder } from "../wangdiantong/stored-order.ts";
import { judge } from "./summary.ts";

/** The control API: judge, life cycle, faults and settings, for tests and operators of the sandbox. */
export function addControlRoutes(server: FastifyInstance, sandbox: Sandbox): void {
  server.get("/control/health", () => ({ status: "ok" }));
  server.get("/control/summary", () => {
    const { usedForms, ledger, counts } = sandbox;
    const tables = sandbox.bills.latest().filter(({ form, bills }) => usedForms.includes(form) || bills.length > 0);
    return judge(tables, ledger, counts.kingdeeCalls);
  });
  server.get("/control/progress", () => readProgress(sandbox));
  server.get("/control/orders", () => sandbox.ledger.orders());
  server.post<{ Params: { outerNo: string } }>("/control/orders/:outerNo/cancel", async (request, reply) =>
    obey(reply, () => cancelOrder(request.params.outerNo, sandbox)),
  );
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

/** What costs nothing to ask: the judge reads every bill again. */
export interface Progress {
  readonly orders: number;
  readonly lastOrderAtMs: number | null;
  readonly refusedCalls: number;
}

function readProgress({ ledger }: Sandbox): Progress {
  const orders = ledger.orders();
  return {
    orders: orders.length,
    lastOrderAtMs: orders.at(-1)?.acceptedAtMs ?? null,
    refusedCalls: ledger.refusedCalls(),
  };
}

/** What a person does in Wangdiantong: the living document of this `outer_no` is cancelled, and keeps its number. */
function cancelOrder(outerNo: string, { ledger, now }: Sandbox): StoredOrder {
  const living = TARGET_NAMES.flatMap((target) => ledger.find(target, outerNo)).find(isLiving);
  if (living === undefined) throw new CommandRefused(404, `no living order ${outerNo}`);
  return ledger.cancel(living, now());
}

function addBillRoutes(server: FastifyInstance, sandbox: Sandbox): void {
  const context = (form: Form): LifeCycleContext => ({
    bills: sandbox.bills.of(form.id),
    settings: sandbox.settings.current().kingdee,
    nowMs: sandbox.now(),
  });
  server.get<{ Querystring: { state?: string; formId?: string } }>("/control/bills", (request) => {
    const { state = "all", formId = "all" } = request.query;
    return sandbox.bills
      .latest()
      .filter(({ form }) => formId === "all" || form.id === formId)
      .flatMap(({ form, bills }) =>
        bills
          .filter((bill) => state === "all" || judgeBill(bill, form) === state)
          .map((bill) => describeBill(bill, form)),
      );
  });
  server.post("/control/bills", async (request, reply) =>
    obey(reply, () => {
      const { form, input } = readCommand(request, sandbox);
      return describeBill(createBill(input, context(form)), form);
    }),
  );
  server.post("/control/bills/generate", async (request, reply) =>
    obey(reply, () => {
      const { form, input } = readCommand(request, sandbox);
      return { created: sandbox.generate(form.id, generateRequest.parse(input)).length };
    }),
  );
  const serve = (name: string, command: (billNo: string, asked: Command) => unknown): void => {
    server.post<{ Params: { billNo: string } }>(`/control/bills/:billNo/${name}`, async (request, reply) =>
      obey(reply, () => {
        const { billNo } = request.params;
        return command(billNo, readCommand(request, sandbox, billNo));
      }),
    );
  };
  for (const [name, command] of Object.entries(BILL_COMMANDS))
    serve(name, (billNo, { form, input }) => describeBill(command(billNo, input, context(form)), form));
  serve("delete", (billNo, { form }) => {
    deleteBill(billNo, context(form));
    return { billNo, state: "deleted" };
  });
}

interface Command {
  readonly form: Form;
  readonly input: unknown;
}

/** The form that a command names; else the default one, or the only other one that has a bill of this number. */
function readCommand(request: FastifyRequest, { bills, forms }: Sandbox, billNo?: string): Command {
  const body = readJson(request);
  const { formId, ...input } = commandBody.parse(body);
  const holders = [...forms.keys()].filter((id) => billNo !== undefined && bills.of(id).find(billNo) !== undefined);
  const guess = holders.includes(DEFAULT_FORM) || holders.length !== 1 ? DEFAULT_FORM : holders[0];
  const form = forms.get(formId ?? guess ?? DEFAULT_FORM);
  if (form === undefined) throw new CommandRefused(404, `no form ${formId}`);
  return { form, input };
}

const commandBody = z.looseObject({ formId: z.string().optional() });

function describeBill(bill: Bill, form: Form): Readonly<Record<string, unknown>> {
  const reason = exclusionReason(bill, form);
  const { formId, id, billNo, status, isVoid, approvedLocalMs } = bill;
  return {
    formId,
    id,
    billNo,
    status,
    cancelStatus: isVoid ? "B" : "A",
    state: judgeBill(bill, form),
    ...(reason === undefined ? {} : { reason }),
    approvedAt: approvedLocalMs === null ? null : new Date(approvedLocalMs).toISOString().slice(0, -1),
    lines: bill.lines.length,
    expected: expectOrders(bill, form).map((order) => order.outerNo),
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
