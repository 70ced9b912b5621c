import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { createLogger } from "@billferry/runtime";
import { expect, onTestFinished, test } from "vitest";

import { openHeartbeat } from "../src/heartbeat.ts";

const LOG = createLogger({ name: "test", level: "silent", version: "0" });

test("the outside gets a sign of life once a minute at most, and its failure is no failure of the watch", async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end("OK");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const heartbeat = openHeartbeat(`http://127.0.0.1:${port}/ping/1234?x=1`, LOG);
  await heartbeat.ping();
  await heartbeat.ping();
  expect(asked).toEqual(["POST /ping/1234?x=1"]);
  await openHeartbeat("http://127.0.0.1:1/ping", LOG).ping();
  await openHeartbeat(undefined, LOG).ping();
});
