import type { FastifyInstance } from "fastify";

import { bindWatch, bodyText, deliver } from "../answer.ts";
import { createRandom } from "../random.ts";
import type { Sandbox } from "../sandbox.ts";
import { answerKingdee, nameService } from "./service.ts";

const ENDING = /\.common\.kdsvc$/i;

/** `POST /k3cloud/<service>.common.kdsvc`, in whatever case. */
export function addKingdeeRoutes(server: FastifyInstance, sandbox: Sandbox): void {
  server.post<{ Params: { "*": string } }>("/k3cloud/*", async (request, reply) => {
    const file = request.params["*"];
    if (!ENDING.test(file)) return reply.code(404).type("text/html").send("<h1>404</h1>");
    const service = nameService(file.replace(ENDING, "").split(".").at(-1) ?? "");
    sandbox.counts.kingdeeCalls += 1;
    const plan = sandbox.faults.plan("kingdee", service);
    const call = { service, path: request.url, headers: request.headers, body: bodyText(request) };
    const watch = bindWatch(sandbox.watch, request, { vendor: "kingdee", service });
    return deliver({ request, reply, plan, watch }, (fault) => {
      const settings = sandbox.settings.current().kingdee;
      const nowMs = sandbox.now();
      return answerKingdee(call, fault, {
        credentials: sandbox.credentials.kingdee,
        sessions: sandbox.sessions,
        settings,
        nowMs,
        serverNowMs: nowMs + settings.clockSkewMs,
        findForm: (formId) => sandbox.forms.get(formId),
        visibleBills: (form) => sandbox.bills.of(form.id).visible(nowMs),
        nextRandom: () => createRandom(sandbox.seed * 1_000_003 + sandbox.counts.kingdeeCalls),
      });
    });
  });
}
