import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An import would make all names of the module, and with them load fetch and WebSocket: 80 ms, and 14 MiB. */
const { createServer } = process.getBuiltinModule("node:http");

/** Whether this replica can do its work right now, with a reason where it cannot. */
export interface Readiness {
  readonly isReady: boolean;
  readonly reasons: readonly string[];
  /** What is wrong elsewhere, and no reason to send work to another replica. */
  readonly warnings?: readonly string[];
}

/**
 * Serves `GET /health` (the process answers), `GET /ready` (200 or 503, with reasons) and `GET /metrics` (for a
 * Prometheus). Three routes without input need no framework, which would be a third of what a service loads.
 */
export async function startHealthServer(options: {
  host: string;
  port: number;
  readiness: () => Promise<Readiness>;
  metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
}): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const [path] = (request.url ?? "").split("?");
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (isRead && path === "/health") return answer(response, 200, { status: "ok" });
    if (isRead && path === "/metrics") return showMetrics(options.metrics, response);
    if (!isRead || path !== "/ready") return answer(response, 404, { status: "not-found" });
    options.readiness().then(
      ({ isReady, ...rest }) =>
        answer(response, isReady ? 200 : 503, { status: isReady ? "ready" : "not-ready", ...rest }),
      (error: unknown) => answer(response, 500, { status: "failed", reasons: [String(error)] }),
    );
  });
  server.listen({ host: options.host, port: options.port });
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A scrape that fails is told as one: its Prometheus then knows that this target is down. */
function showMetrics(
  metrics: () => Promise<{ readonly contentType: string; readonly text: string }>,
  response: ServerResponse,
): void {
  metrics().then(
    ({ contentType, text }) => response.writeHead(200, { "content-type": contentType }).end(text),
    (error: unknown) => answer(response, 500, { status: "failed", reasons: [String(error)] }),
  );
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}
