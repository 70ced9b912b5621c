import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";

import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { startFaultProxy, startRedis, type TestRedis } from "../src/index.ts";

let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(async () => redis.stop());

// Inline commands: a line is a command, an integer is answered as ":1".
const PUSHER = `
  const socket = require("node:net").connect(Number(process.argv[1]), "127.0.0.1");
  socket.on("error", () => {});
  socket.write(process.argv[2]);
  socket.on("data", (data) => { if (String(data).includes(":1")) socket.write("SET told yes\\r\\n"); });
`;

async function setup() {
  const proxy = await startFaultProxy({ targetHost: "127.0.0.1", targetPort: redis.port });
  const direct = new Redis(redis.url);
  await direct.flushall();
  onTestFinished(async () => {
    direct.disconnect();
    await proxy.stop();
  });
  const dial = async (): Promise<Socket> => {
    const socket = connect(proxy.port, proxy.host);
    socket.on("error", () => {});
    onTestFinished(() => void socket.destroy());
    await once(socket, "connect");
    return socket;
  };
  /** A process that says its lines through the proxy and, when it has the answer ":1", notes that it was told. */
  const push = (lines: string): { child: ChildProcess; die: () => Promise<void> } => {
    const child = spawn(process.execPath, ["-e", PUSHER, String(proxy.port), lines], { stdio: "inherit" });
    onTestFinished(() => void child.kill("SIGKILL"));
    return {
      child,
      die: async () => {
        child.kill("SIGKILL");
        await once(child, "exit");
      },
    };
  };
  return { proxy, direct, dial, push };
}

async function ask(socket: Socket, line: string): Promise<string> {
  socket.write(`${line}\r\n`);
  return String((await once(socket, "data"))[0]).trim();
}

test("what is held before a hit takes effect after it, in order", async () => {
  const { proxy, direct, dial } = await setup();
  const seen: (string | null)[] = [];
  const trap = proxy.trap(/INCR bills/, { direction: "requests", when: "before" }, async () => {
    seen.push(await direct.get("bills"));
  });
  const socket = await dial();
  expect(await ask(socket, "INCR other")).toBe(":1");
  expect(await ask(socket, "INCR bills")).toBe(":1");
  expect(await ask(socket, "INCR bills")).toBe(":2");
  await trap.sprung;
  expect(seen).toEqual([null]);
  expect(trap.hitCount()).toBe(1);
});

test("an answer is caught after its request took effect", async () => {
  const { proxy, direct, dial } = await setup();
  const seen: (string | null)[] = [];
  proxy.trap(/^:\d/, { direction: "answers", when: "before", times: 2 }, async () => {
    seen.push(await direct.get("bills"));
  });
  const socket = await dial();
  for (const expected of [":1", ":2", ":3"]) expect(await ask(socket, "INCR bills")).toBe(expected);
  expect(seen).toEqual(["1", "2"]);
});

test("a pattern across two pieces is found, once, and a removed trap finds nothing", async () => {
  const { proxy, direct, dial } = await setup();
  const gone = proxy.trap(/first/, { direction: "requests", when: "before" }, () => {});
  gone.remove();
  const trap = proxy.trap(/first[^]*second/, { direction: "requests", when: "after", times: 9 }, () => {});
  const socket = await dial();
  // Each answer proves that the piece before it has passed by itself.
  await ask(socket, "SET bill first");
  await ask(socket, "SET bill second");
  await ask(socket, "SET bill third");
  expect(trap.hitCount()).toBe(1);
  expect(gone.hitCount()).toBe(0);
  expect(await direct.get("bill")).toBe("third");
});

test("what goes wrong in a hit is told to whoever waits for it, and the data passes", async () => {
  const { proxy, dial } = await setup();
  const trap = proxy.trap(/INCR/, { direction: "requests", when: "before" }, () => {
    throw new Error("no such process");
  });
  const socket = await dial();
  expect(await ask(socket, "INCR bills")).toBe(":1");
  await expect(trap.sprung).rejects.toThrow("no such process");
});

test("a process killed before its request never made it", async () => {
  const { proxy, direct, push } = await setup();
  const trap = proxy.trap(/INCR bills/, { direction: "requests", when: "before" }, async () => pusher.die());
  const pusher = push("INCR bills\r\n");
  await trap.sprung;
  await expect.poll(() => proxy.connectionCount()).toBe(0);
  expect(await direct.get("bills")).toBeNull();
});

test("a process killed after its request has had its effect, even where the server was slow to read it", async () => {
  const { proxy, direct, push } = await setup();
  const trap = proxy.trap(/INCR bills/, { direction: "requests", when: "after" }, async () => pusher.die());
  const pusher = push("INCR bills\r\n");
  pusher.child.once("spawn", () => redis.pause());
  await trap.sprung;
  await expect.poll(() => proxy.connectionCount()).toBe(0);
  redis.resume();
  await expect.poll(async () => direct.get("bills")).toBe("1");
  expect(await direct.get("told")).toBeNull();
});

test("a process killed before its answer never heard of the effect", async () => {
  const { proxy, direct, push } = await setup();
  const trap = proxy.trap(/:1/, { direction: "answers", when: "before" }, async () => pusher.die());
  const pusher = push("INCR bills\r\n");
  await trap.sprung;
  await expect.poll(() => proxy.connectionCount()).toBe(0);
  expect(await direct.mget("bills", "told")).toEqual(["1", null]);
});
