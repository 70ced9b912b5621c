import { connect } from "node:net";

import { renderMetrics, sample, Tally } from "@billferry/metrics";
import { expect, test } from "vitest";

import { startHealthServer, type Readiness } from "../src/health.ts";

const metrics = async () => renderMetrics({ tally: new Tally(), samples: [sample("jobs", JOBS, 3)] });
const JOBS = { stage: "load", state: "waiting" };

async function serve(readiness: () => Promise<Readiness>) {
  const server = await startHealthServer({ host: "127.0.0.1", port: 0, readiness, metrics });
  return {
    ...server,
    ask: async (path: string, method = "GET") => fetch(`http://127.0.0.1:${server.port}${path}`, { method }),
  };
}

test("a replica that cannot work is alive, not ready, and says why", async () => {
  const health = await serve(async () => Promise.resolve({ isReady: false, reasons: ["Redis 无应答"] }));
  const alive = await health.ask("/health");
  expect([alive.status, await alive.json()]).toEqual([200, { status: "ok" }]);
  const ready = await health.ask("/ready?verbose");
  expect([ready.status, await ready.json()]).toEqual([503, { status: "not-ready", reasons: ["Redis 无应答"] }]);
  await health.close();
});

test("a replica that can work is ready, whoever asks with whichever of the two reading methods", async () => {
  const health = await serve(async () => Promise.resolve({ isReady: true, reasons: [] }));
  const ready = await health.ask("/ready");
  expect(ready.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect([ready.status, await ready.json()]).toEqual([200, { status: "ready", reasons: [] }]);
  expect((await health.ask("/ready", "HEAD")).status).toBe(200);
  await health.close();
});

test("a Prometheus is shown what the service measures, and what its process is", async () => {
  const health = await serve(async () => Promise.resolve({ isReady: true, reasons: [] }));
  const shown = await health.ask("/metrics");
  expect(shown.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const text = await shown.text();
  expect(text).toContain('billferry_jobs{stage="load",state="waiting"} 3\n');
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  expect((await health.ask("/metrics", "POST")).status).toBe(404);
  await health.close();
});

test("what is not one of the three questions is refused, and an unanswerable one does not end the service", async () => {
  const health = await serve(async () => Promise.reject(new Error("unforeseen")));
  expect((await health.ask("/")).status).toBe(404);
  expect((await health.ask("//")).status).toBe(404);
  expect((await health.ask("/health", "POST")).status).toBe(404);
  expect((await health.ask("/ready")).status).toBe(500);
  expect((await health.ask("/health")).status).toBe(200);
  await health.close();
});

test("a port that is taken is told, not waited for", async () => {
  const health = await serve(async () => Promise.resolve({ isReady: true, reasons: [] }));
  await expect(
    startHealthServer({
      host: "127.0.0.1",
      port: health.port,
      readiness: async () => Promise.reject(new Error()),
      metrics,
    }),
  ).rejects.toThrow("EADDRINUSE");
  await health.close();
});

test("a connection that somebody holds open does not keep a service from stopping", async () => {
  const health = await serve(async () => Promise.resolve({ isReady: true, reasons: [] }));
  const socket = connect(health.port, "127.0.0.1");
  await new Promise((resolve) => socket.once("connect", resolve));
  socket.on("error", () => undefined);
  const ended = new Promise((resolve) => socket.once("close", resolve));
  await health.close();
  await ended;
  expect(socket.destroyed).toBe(true);
});
