import { QUEUE_NAMES } from "@billferry/contracts";
import { openQueue, type Logger, type RedisConnection } from "@billferry/runtime";
import { createBullBoard } from "@bull-board/api";
import { FastifyAdapter } from "@bull-board/fastify";
import basicAuth from "@fastify/basic-auth";
import { fastify, type FastifyInstance, type FastifyRequest } from "fastify";

import { guardActions } from "./guard.ts";
import { StageAdapter } from "./stage-adapter.ts";
import type { PasswordCheck } from "./users.ts";

export interface BoardOptions {
  readonly redis: RedisConnection;
  readonly log: Logger;
  /** Whose queues are shown. */
  readonly schemes: readonly string[];
  readonly language: "zh-CN" | "en";
  /** Left out: everybody who reaches the board may use it. */
  readonly checkPassword?: PasswordCheck | undefined;
}

const BASE_PATH = "/queues";
const HEALTH_PATH = "/health";

// The page links a stylesheet at Google Fonts, which is slow where it is blocked; nothing but our own is ever loaded.
const CONTENT_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'";

/** The operators' board: Bull Board over the schemes' queues at `/queues`, sign-in before everything but `/health`. */
export async function createBoardServer(options: BoardOptions): Promise<FastifyInstance> {
  const { redis, log, checkPassword } = options;
  const server = fastify({ logger: false, forceCloseConnections: true });
  const queues = options.schemes.flatMap((scheme) =>
    QUEUE_NAMES.map((stage) => openQueue({ stage, scheme }, redis, log)),
  );
  server.addHook("onClose", async () => void (await Promise.all(queues.map(async (queue) => queue.close()))));
  refuseForeignPages(server);
  const names = checkPassword ? await askForPassword(server, checkPassword) : undefined;
  server.addHook("onSend", async (_request, reply) => void reply.header("content-security-policy", CONTENT_POLICY));
  server.addHook("onResponse", async (request, reply) => {
    if (request.method === "GET" || request.method === "HEAD") return;
    const action = { method: request.method, path: request.url, status: reply.statusCode };
    log.info({ event: "board.action", user: names?.get(request) ?? null, ...action }, "看板操作");
  });
  server.get(HEALTH_PATH, () => ({ status: "ok" }));
  server.get("/", async (_request, reply) => reply.redirect(BASE_PATH));
  await server.register(
    mountBullBoard(
      queues.map((queue) => new StageAdapter(queue as never)),
      options.language,
    ),
    {
      prefix: BASE_PATH,
    },
  );
  return server;
}

function mountBullBoard(adapters: StageAdapter[], language: BoardOptions["language"]) {
  const serverAdapter = new FastifyAdapter();
  serverAdapter.setBasePath(BASE_PATH);
  createBullBoard({
    queues: adapters,
    serverAdapter,
    options: {
      handlerHooks: guardActions(adapters),
      uiConfig: {
        boardTitle: "Billferry",
        locale: { lng: language === "en" ? "en-US" : language },
        pollingInterval: { showSetting: true },
        // Each poll would run CLIENT LIST for every queue.
        showWorkers: false,
        hideDocsLink: true,
        sortQueues: false,
      },
    },
  });
  return serverAdapter.registerPlugin();
}

/** A page of another site must not press our buttons with the visitor's browser. */
function refuseForeignPages(server: FastifyInstance): void {
  server.addHook("onRequest", async (request, reply) => {
    const site = request.headers["sec-fetch-site"];
    if (request.method === "GET" || site === undefined || site === "same-origin" || site === "none") return;
    await reply.status(403).send({ error: "来自其他网站的请求被拒绝" });
  });
}

async function askForPassword(
  server: FastifyInstance,
  checkPassword: PasswordCheck,
): Promise<WeakMap<FastifyRequest, string>> {
  const names = new WeakMap<FastifyRequest, string>();
  await server.register(basicAuth, {
    authenticate: { realm: "Billferry" },
    validate: async (name, password, request) => {
      if (!(await checkPassword(name, password))) return new Error("用户名或密码不正确");
      names.set(request, name);
      return undefined;
    },
  });
  server.addHook("onRequest", function ask(request, reply, done) {
    if (request.routeOptions.url === HEALTH_PATH) done();
    else server.basicAuth.call(server, request, reply, done);
  });
  return names;
}
