import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

import { afterEach, expect, test } from "vitest";

import { startFaultProxy, type FaultProxy } from "../src/index.ts";

interface Bundle {
  readonly proxy: FaultProxy;
  readonly target: Server;
  /** What has arrived at the target. */
  readonly arrived: string[];
  readonly dial: () => Promise<Socket>;
}

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function setup(): Promise<Bundle> {
  const arrived: string[] = [];
  const target = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      arrived.push(String(chunk));
      target.emit("arrived");
      socket.write(`re:${String(chunk)}`);
    });
  });
  target.listen(0, "127.0.0.1");
  await once(target, "listening");
  const proxy = await startFaultProxy({
    targetHost: "127.0.0.1",
    targetPort: (target.address() as AddressInfo).port,
  });
  cleanups.push(async () => {
    await proxy.stop();
    target.close();
  });
  const dial = async (): Promise<Socket> => {
    const socket = connect(proxy.port, proxy.host);
    socket.on("error", () => {});
    await once(socket, "connect");
    return socket;
  };
  return { proxy, target, arrived, dial };
}

async function ask(socket: Socket, text: string): Promise<string> {
  const answer = once(socket, "data");
  socket.write(text);
  return String((await answer)[0]);
}

// Not events.once: that one rejects on the reset which the tests below wait for.
async function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once("close", () => resolve()));
}

test("passes both ways while nothing is wrong", async () => {
  const { dial } = await setup();
  const socket = await dial();
  expect(await ask(socket, "a")).toBe("re:a");
  expect(await ask(socket, "b")).toBe("re:b");
});

test("a silent network holds requests back and lets them pass when it heals", async () => {
  const { proxy, arrived, dial } = await setup();
  const socket = await dial();
  await ask(socket, "a");
  proxy.goSilent();
  const answer = ask(socket, "b");
  // A whole exchange beside it proves that the held one had its chance.
  await expectSilence(proxy, dial);
  expect(arrived).toEqual(["a"]);
  proxy.heal();
  expect(await answer).toBe("re:b");
});

async function expectSilence(proxy: FaultProxy, dial: () => Promise<Socket>): Promise<void> {
  const before = proxy.connectionCount();
  const socket = await dial();
  await expect.poll(() => proxy.connectionCount()).toBe(before + 1);
  socket.destroy();
}

test("a network that loses answers still lets the request take effect", async () => {
  const { proxy, target, arrived, dial } = await setup();
  const socket = await dial();
  await ask(socket, "a");
  proxy.goSilent("answers");
  let hasAnswer = false;
  socket.on("data", () => (hasAnswer = true));
  const effect = once(target, "arrived");
  socket.write("push");
  await effect;
  expect(arrived).toEqual(["a", "push"]);
  expect(hasAnswer).toBe(false);
});

test("a cut resets live connections and refuses new ones until it heals", async () => {
  const { proxy, dial } = await setup();
  const socket = await dial();
  await ask(socket, "a");
  const closed = closeOf(socket);
  proxy.cut();
  await closed;
  const refused = connect(proxy.port, proxy.host);
  refused.on("error", () => {});
  await closeOf(refused);
  proxy.heal();
  expect(await ask(await dial(), "b")).toBe("re:b");
});

test("a single cut resets live connections and serves new ones", async () => {
  const { proxy, dial } = await setup();
  const socket = await dial();
  await ask(socket, "a");
  const closed = closeOf(socket);
  proxy.cutOnce();
  await closed;
  expect(await ask(await dial(), "b")).toBe("re:b");
});

test("a slow network delays each way by the time set", async () => {
  const { proxy, dial } = await setup();
  const socket = await dial();
  await ask(socket, "a");
  proxy.delay(30);
  const startedAtMs = performance.now();
  expect(await ask(socket, "b")).toBe("re:b");
  // Timers may fire up to a millisecond early.
  expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(58);
});

test("a target that is down shows as a reset, and a stopped proxy leaves nothing open", async () => {
  const { proxy, target, dial } = await setup();
  target.close();
  const socket = await dial();
  socket.write("a");
  await closeOf(socket);
  await proxy.stop();
  await proxy.stop();
  expect(proxy.connectionCount()).toBe(0);
});
