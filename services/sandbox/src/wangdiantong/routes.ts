import type { FastifyInstance } from "fastify";

import { bindWatch, bodyText, deliver, JSON_TYPE } from "../answer.ts";
import type { Sandbox } from "../sandbox.ts";
import { answerWangdiantong } from "./service.ts";

/** `POST /openapi2/<service>.php`; anywhere else the vendor knows no such path. */
export function addWangdiantongRoutes(server: FastifyInstance, sandbox: Sandbox): void {
  server.post("/:file(^.*\\.php$)", async (_request, reply) =>
    reply.code(404).header("content-type", JSON_TYPE).send('{"error_msg":"404 Route Not Found"}'),
  );
  server.post<{ Params: { file: string } }>("/openapi2/:file", async (request, reply) => {
    const service = request.params.file.replace(/\.php$/, "");
    const plan = sandbox.faults.plan("wangdiantong", service);
    const body = bodyText(request);
    const watch = bindWatch(sandbox.watch, request, { vendor: "wangdiantong", service });
    return deliver({ request, reply, plan, watch }, (fault) =>
      answerWangdiantong(service, body, fault, {
        credentials: sandbox.credentials.wangdiantong,
        ledger: sandbox.ledger,
        settings: sandbox.settings.current().wangdiantong,
        nowMs: sandbox.now(),
      }),
    );
  });
}
