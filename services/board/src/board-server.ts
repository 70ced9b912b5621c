import { QUEUE_NAMES, stageOf } from "@billferry/contracts";
import { OverviewReader } from "@billferry/desk";
import { startBulkRunner } from "@billferry/desk/bulk";
import type { RedisConnection } from "@billferry/redis";
import { openQueue, type Logger } from "@billferry/runtime";
import { createBullBoard } from "@bull-board/api";
import { FastifyAdapter } from "@bull-board/fastify";
import { fastify, type FastifyInstance } from "fastify";

import type { ApiContext, AuditPlace } from "./api/api-context.ts";
import { registerApi } from "./api/register-api.ts";
import { keepAccess, type SignIn } from "./access.ts";
import { queueTitle } from "./core/queue-title.ts";
import { mayPass } from "./core/roles.ts";
import { HEALTH_PATH, keepDoor } from "./door.ts";
import { addBillFinder } from "./find-bill.ts";
import { guardActions } from "./guard.ts";
import { recordQueueActs } from "./queue-acts.ts";
import { dressPage } from "./page.ts";
import { servePages } from "./pages.ts";
import { createAttempts } from "./oidc/attempts.ts";
import { addOidcRoutes } from "./oidc/oidc-routes.ts";
import type { OidcOptions } from "./oidc/oidc-settings.ts";
import { createProvider } from "./oidc/provider.ts";
import { answerProblems } from "./refusals.ts";
import { createSessions } from "./sessions.ts";
import { createSignIn } from "./sign-in.ts";
import { StageAdapter } from "./stage-adapter.ts";
import { NO_USERS, type Users } from "./users.ts";

export interface BoardOptions {
  readonly redis: RedisConnection;
  readonly log: Logger;
  readonly schemes: readonly string[];
  /** What people call them. */
  readonly titles?: ReadonlyMap<string, string>;
  /** A scheme as its file and tables are now; left out, no rule behind a value is told. */
  readonly schemeOf?: ApiContext["schemeOf"];
  readonly language: "zh-CN" | "en";
  /** Where schemes and code tables lie. */
  readonly tables: { readonly folder: string; readonly tablesDir: string };
  /** Left out: everybody who reaches the board may use it. */
  readonly users?: Users | undefined;
  /** The company's own accounts, by which people sign in beside those users, or without them. */
  readonly oidc?: OidcOptions | undefined;
  /** Left out: the record of people's acts is what waits in Redis alone. */
  readonly audit?: AuditPlace;
  /** Under which names browsers come, besides this machine's own. */
  readonly names?: ReadonlySet<string> | undefined;
  /** How long a request may take: longer than any act, and shorter than a person waits for a Redis that is gone. */
  readonly patienceMs?: number;
}

const BASE_PATH = "/queues";
/** Whatever a form sends is far below. */
const LARGEST_BODY = 65_536;

/** The operators' console: the page at `/`, its API, and Bull Board over the schemes' queues at `/queues`. Sign-in
 *  comes before all of them but `/health` and the page's frame, which holds no data. */
export async function createBoardServer(options: BoardOptions): Promise<FastifyInstance> {
  const { redis, log, patienceMs = 30_000 } = options;
  const server = fastify({
    logger: false,
    forceCloseConnections: true,
    handlerTimeout: patienceMs,
    bodyLimit: LARGEST_BODY,
  });
  const { schemeOf = () => undefined, language } = options;
  const queues = options.schemes.flatMap((scheme) =>
    QUEUE_NAMES.map((stage) => ({ scheme, queue: openQueue({ stage, scheme }, redis, log) })),
  );
  server.addHook("onClose", async () => void (await Promise.all(queues.map(async ({ queue }) => queue.close()))));
  server.addHook("onClose", startBulkRunner(options));
  answerProblems(server, options);
  keepDoor(server, options);
  const signIn = waysIn(options);
  server.addHook("onClose", async () => signIn?.users.close());
  await keepAccess(server, { signIn, language: options.language, queuesPath: BASE_PATH });
  const titles = new Map(queues.map(({ queue: { name } }) => [name, queueTitle(name, stageOf(name))]));
  dressPage(server, { basePath: BASE_PATH, language, titles });
  addBillFinder(server, BASE_PATH);
  server.addHook("onResponse", async (request, reply) => {
    if (request.method === "GET" || request.method === "HEAD") return;
    const action = { method: request.method, path: request.url, status: reply.statusCode };
    log.info({ event: "board.action", user: request.person?.name ?? null, ...action }, "看板操作");
  });
  server.get(HEALTH_PATH, { config: { access: "anyone" } }, () => ({ status: "ok" }));
  const { audit = { folder: "", trouble: () => undefined } } = options;
  addOidcRoutes(server, { signIn, log, language: options.language });
  await registerApi(server, { ...options, schemeOf, signIn, audit, overview: new OverviewReader(options) });
  await servePages(server, { log, language: options.language });
  const adapters = queues.map(
    ({ scheme, queue }) => new StageAdapter(queue as never, { scheme, redis, language, schemeOf }),
  );
  await server.register(
    async (room) => {
      showReadOnly(room);
      recordQueueActs(room, { redis, adapters, path: BASE_PATH });
      await room.register(mountBullBoard(adapters, options.language));
    },
    { prefix: BASE_PATH },
  );
  return server;
}

/** How people sign in; undefined where nobody has to. */
function waysIn({ redis, log, users, oidc }: BoardOptions): SignIn | undefined {
  if (users === undefined && oidc === undefined) return undefined;
  const known = users ?? NO_USERS;
  const provider = oidc && createProvider(oidc, log);
  // Nobody waits for it: who has a password comes in without.
  void provider?.look();
  return {
    users: known,
    isByPassword: users !== undefined,
    sessions: createSessions(redis),
    check: createSignIn({ users: known, log }),
    oidc: provider && oidc && { provider, attempts: createAttempts(redis, oidc.consoleUrl) },
  };
}

/** Takes the buttons from whoever may not press them: each queue is told as one to be looked at. */
function showReadOnly(room: FastifyInstance): void {
  room.addHook<{ queues?: readonly object[] }>("preSerialization", async ({ person }, _reply, payload) => {
    if (mayPass(person?.role, "operator") || !Array.isArray(payload?.queues)) return payload;
    const readOnly = { readOnlyMode: true, allowRetries: false, allowCompletedRetries: false };
    return { ...payload, queues: payload.queues.map((queue) => ({ ...queue, ...readOnly })) };
  });
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
        miscLinks: [{ text: language === "en" ? "Console" : "控制台", url: "/" }],
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
