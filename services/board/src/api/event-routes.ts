import type { OverviewReading } from "@billferry/desk";
import { fastifySSE } from "@fastify/sse";
import type { FastifyReply } from "fastify";

import { isSessionEnded } from "../access.ts";
import { createLive } from "../live.ts";
import type { ApiContext, ApiServer } from "./api-context.ts";
import { apiError } from "./schemas/common.ts";
import { overview } from "./schemas/status.ts";

const HEARTBEAT_MS = 15_000;
const READ_EVERY_MS = 1_000;
/** Where nothing but the time has changed, it is told this seldom. */
const QUIET_MS = 5_000;

/** The overview as it changes, over one connection that stays open: one reading a second, whoever looks. */
export async function addEventRoutes(server: ApiServer, context: ApiContext): Promise<void> {
  const { log, signIn } = context;
  await server.register(fastifySSE, { heartbeatInterval: HEARTBEAT_MS });
  const live = createLive({
    read: async () => context.overview.read(),
    everyMs: READ_EVERY_MS,
    onError: (error) => log.warn({ event: "board.overview-failed", err: error }, "看板读取概览失败,稍后再试"),
  });
  server.get(
    "/events",
    {
      config: { access: "viewer" },
      sse: "only",
      exposeHeadRoute: false,
      schema: {
        tags: ["status"],
        summary: "The overview as it changes: server-sent events named overview",
        response: {
          200: { description: "A stream", content: { "text/event-stream": { schema: overview } } },
          "4xx": apiError,
        },
      },
    },
    async (request, reply) => {
      // No proxy may keep it back or compress it, and it ends when somebody leaves, not after some seconds.
      reply.header("cache-control", "no-cache, no-transform").hijack();
      reply.sse.keepAlive();
      reply.sse.sendHeaders();
      const stop = live.watch(createTeller(reply));
      const checking = setInterval(async () => {
        if (signIn && (await isSessionEnded(signIn, request).catch(() => false))) reply.sse.close();
      }, HEARTBEAT_MS);
      reply.sse.onClose(() => {
        stop();
        clearInterval(checking);
      });
    },
  );
}

/** Sends what has changed; one who reads slowly misses what comes meanwhile, and gets the next. */
function createTeller(reply: FastifyReply): (snapshot: OverviewReading) => void {
  let isSending = false;
  let last = { content: "", at: 0 };
  const send = async (snapshot: OverviewReading): Promise<void> => {
    const { asOf: _asOf, ...rest } = snapshot;
    const content = JSON.stringify(rest);
    if (isSending || (content === last.content && performance.now() - last.at < QUIET_MS)) return;
    isSending = true;
    last = { content, at: performance.now() };
    // It may be gone by now.
    await reply.sse.send({ event: "overview", data: snapshot }).catch(() => undefined);
    isSending = false;
  };
  return (snapshot) => void send(snapshot);
}
