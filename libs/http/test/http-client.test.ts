import { inspect } from "node:util";
import { gzipSync } from "node:zlib";

import { isFault, type Fault } from "@billferry/contracts";
import { CookieJar } from "tough-cookie";
import { expect, test } from "vitest";

import { createHttpClient, type HttpClient, type HttpClientOptions } from "../src/index.ts";
import { startServer } from "./local-server.ts";

const SECRET = "correct-horse-battery";

test("gives any status as an answer, with the server's own time", async () => {
  await using server = await startServer((_request, response) => {
    response.writeHead(519, { date: "Thu, 19 Dec 2024 00:27:48 GMT", "content-type": "text/plain" }).end("网关");
  });
  const answer = await clientFor(server.url).post(request());
  expect(answer).toMatchObject({
    status: 519,
    text: "网关",
    isUtf8: true,
    serverTimeMs: Date.UTC(2024, 11, 19, 0, 27, 48),
  });
});

test("tells bytes that are not UTF-8 from text that holds a replacement character", async () => {
  const gbk = Buffer.from([0xbd, 0xf0, 0xb5, 0xfb]);
  await using broken = await startServer((_request, response) => response.end(gbk));
  await using honest = await startServer((_request, response) => response.end("\uFFFD"));
  expect((await clientFor(broken.url).post(request())).isUtf8).toBe(false);
  expect(await clientFor(honest.url).post(request())).toMatchObject({ isUtf8: true, text: "\uFFFD" });
});

test("does not know whether a request arrived that got no answer in time", async () => {
  await using server = await startServer((incoming) => incoming.resume());
  const fault = await faultOf(clientFor(server.url, { deadlineMs: 60 }).post(request()));
  expect(fault).toMatchObject({ code: "HTTP_DEADLINE", details: { delivery: "unknown" } });
});

test("knows that a refused connection sent nothing", async () => {
  const { url } = await closedServer();
  const fault = await faultOf(clientFor(url).post(request()));
  expect(fault).toMatchObject({ code: "HTTP_NETWORK", details: { delivery: "not-sent", errorCode: "ECONNREFUSED" } });
});

test("does not know whether a request took effect whose connection was cut", async () => {
  await using before = await startServer((incoming) => incoming.socket.destroy());
  await using within = await startServer((incoming, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("[", () => incoming.socket.destroy());
  });
  for (const { url } of [before, within]) {
    const fault = await faultOf(clientFor(url).post(request()));
    expect(fault).toMatchObject({ code: "HTTP_NETWORK", details: { delivery: "unknown" } });
  }
});

test("stops at the body limit without reading on", async () => {
  let sentBytes = 0;
  await using server = await startServer((_request, response) => {
    const chunk = Buffer.alloc(64 * 1024, "a");
    const pump = () => {
      while (!response.destroyed && response.write(chunk)) sentBytes += chunk.length;
    };
    response.on("drain", pump);
    pump();
  });
  const fault = await faultOf(clientFor(server.url, { maxBodyBytes: 100_000 }).post(request()));
  expect(fault).toMatchObject({ code: "HTTP_BODY_TOO_LARGE", details: { delivery: "unknown" } });
  expect(sentBytes).toBeLessThan(100_000_000);
});

test("counts the bytes that come out of a compressed body", async () => {
  await using server = await startServer((_request, response) => {
    response.setHeader("content-encoding", "gzip");
    response.end(gzipSync(Buffer.alloc(5_000_000)));
  });
  const fault = await faultOf(clientFor(server.url, { maxBodyBytes: 100_000 }).post(request()));
  expect(fault.code).toBe("HTTP_BODY_TOO_LARGE");
});

test("holds the body limit also for an answer that sets a cookie", async () => {
  await using server = await startServer((_request, response) => {
    response.setHeader("set-cookie", "a=b");
    response.end("a".repeat(200_000));
  });
  const client = clientFor(server.url, { maxBodyBytes: 100_000, cookieJar: new CookieJar() });
  expect((await faultOf(client.post(request()))).code).toBe("HTTP_BODY_TOO_LARGE");
});

test("takes a body of exactly the limit", async () => {
  await using server = await startServer((_request, response) => response.end("a".repeat(1000)));
  expect((await clientFor(server.url, { maxBodyBytes: 1000 }).post(request())).text).toHaveLength(1000);
});

test("sends cookies back, those with commas in their dates too, and passes over the ones it may not keep", async () => {
  const seen: (string | undefined)[] = [];
  await using server = await startServer((incoming, response) => {
    seen.push(incoming.headers.cookie);
    response.setHeader("set-cookie", [
      "kdservice-sessionid=abc; expires=Thu, 31 Dec 2099 23:59:59 GMT; path=/",
      "stranger=1; domain=example.org",
    ]);
    response.end("[]");
  });
  const client = clientFor(server.url, { cookieJar: new CookieJar() });
  await client.post(request());
  await client.post(request());
  expect(seen).toEqual([undefined, "kdservice-sessionid=abc"]);
});

test("follows no redirect", async () => {
  let calls = 0;
  await using server = await startServer((_request, response) => {
    calls += 1;
    response.writeHead(302, { location: "/elsewhere" }).end();
  });
  expect((await clientFor(server.url).post(request())).status).toBe(302);
  expect(calls).toBe(1);
});

test.each(["refused with 503", "cut"])("asks once, and leaves it to the queue to ask again: %s", async (end) => {
  let calls = 0;
  await using server = await startServer((request, response) => {
    calls += 1;
    if (end === "cut") request.socket.destroy();
    else response.writeHead(503, { "retry-after": "0" }).end();
  });
  await clientFor(server.url)
    .post(request())
    .catch(() => undefined);
  expect(calls).toBe(1);
});

test("calls a cancelled exchange a shutdown", async () => {
  const stop = new AbortController();
  await using server = await startServer(() => stop.abort());
  const fault = await faultOf(clientFor(server.url).post({ ...request(), signal: stop.signal }));
  expect(fault).toMatchObject({ code: "SHUTDOWN", recovery: "snooze" });
});

test("lets no secret into an error", async () => {
  const { url } = await closedServer();
  const attempt = clientFor(url).post({ ...request(), path: `push?key=${SECRET}`, body: SECRET });
  const fault = await faultOf(attempt);
  expect(`${fault.stack} ${JSON.stringify(fault)} ${inspect(fault)}`).not.toContain(SECRET);
});

function clientFor(url: string, options: Partial<HttpClientOptions> = {}): HttpClient {
  return createHttpClient({ baseUrl: url, deadlineMs: 5_000, maxBodyBytes: 1_000_000, secrets: [SECRET], ...options });
}

function request() {
  return { path: "query", body: "{}", contentType: "application/json" };
}

async function closedServer(): Promise<{ url: string }> {
  await using server = await startServer(() => undefined);
  return { url: server.url };
}

async function faultOf(attempt: Promise<unknown>): Promise<Fault> {
  const error: unknown = await attempt.then(
    () => expect.fail("expected a fault"),
    (reason: unknown) => reason,
  );
  if (!isFault(error)) throw error;
  return error;
}
