import { fastify } from "fastify";

/** Whether this replica can do its work right now, with a reason where it cannot. */
export interface Readiness {
  readonly isReady: boolean;
  readonly reasons: readonly string[];
}

/** Serves `GET /health` (the process answers) and `GET /ready` (200 or 503, with reasons). */
export async function startHealthServer(options: {
  host: string;
  port: number;
  readiness: () => Promise<Readiness>;
}): Promise<{ port: number; close: () => Promise<void> }> {
  const server = fastify({ logger: false, forceCloseConnections: true });
  server.get("/health", () => ({ status: "ok" }));
  server.get("/ready", async (_request, reply) => {
    const { isReady, reasons } = await options.readiness();
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? "ready" : "not-ready", reasons });
  });
  const listening = await server.listen({ host: options.host, port: options.port });
  return { port: Number(new URL(listening).port), close: async () => server.close() };
}
