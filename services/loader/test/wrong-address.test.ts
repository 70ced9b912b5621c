import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { CallGate, readGate } from "@billferry/call-gate";
import { Ledger } from "@billferry/ledger";
import { connectRedis } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { createWangdiantongClient } from "@billferry/wangdiantong";
import { expect, onTestFinished, test, vi } from "vitest";

import { Inventory } from "../src/inventory.ts";

const log = createLogger({ name: "test", level: "fatal", version: "0" });
const SCHEME = "wrong-address";

test.each([404, 200])(
  "the first listing at a wrong address (HTTP %i) names the address, and gives nothing up",
  async (status) => {
    const vendor = createServer((_request, response) => {
      response.writeHead(status, { "content-type": "application/json" }).end('{"error_msg":"404 Route Not Found"}');
    });
    await new Promise<void>((resolve) => vendor.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}/`;
    const server = await startRedis();
    const redis = connectRedis(server.url, log);
    const account = {
      url,
      sid: "demo",
      appkey: "demo-ot",
      appsecret: "secret",
      deadlineMs: 5_000,
      maxBodyBytes: 1_000,
    };
    const gate = new CallGate(redis, { account: SCHEME, callsPerMinute: 1_000, longestCallMs: 5_000 });
    const ledger = new Ledger(redis, SCHEME);
    await ledger.keeping.open();
    const orders = createWangdiantongClient(account).orders("stockout_order_push", gate);
    const inventory = new Inventory({ orders, days: 30, log });
    onTestFinished(async () => {
      await inventory.stop();
      redis.disconnect();
      await server.stop();
      vendor.close();
    });
    await vi.waitFor(async () => {
      const wait = await inventory.ensure(SCHEME, ledger);
      expect(wait?.scope).toBe("queue");
      expect(wait?.reason).toMatch(/尚未能清点.*WDT_URL_WRONG.*404 Route Not Found.*核对 WDT_URL/);
    });
    const state = await readGate(redis, SCHEME, Date.now());
    expect(state.openUntilMs).toBeGreaterThan(Date.now());
    expect(state.why).toContain(`${url}stockout_order_query.php`);
    expect((await ledger.progress.read()).inventory).toBe("running");
  },
);
