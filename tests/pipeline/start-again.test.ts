import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";

import { connectRedis } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import { hashContent } from "@billferry/contracts";
import { expect, onTestFinished, test } from "vitest";

import { kill, openHome, type Home, type Started } from "./npm-start.ts";

/** Real processes, started many times on a machine that others use too. */
const LIMIT_MS = 360_000;
const MOST_SECONDS = 10;

async function expectSound(started: Started): Promise<number> {
  const { present, expected, duplicated, wrong, unexpected } = await started.summary();
  expect({ present, duplicated, wrong, unexpected }).toEqual({
    present: expected,
    duplicated: [],
    wrong: [],
    unexpected: [],
  });
  return present;
}

async function expectNoCases(home: Home): Promise<void> {
  expect(await home.billferry(["cases", "--json"])).toMatchObject({ exitCode: 0, stdout: "[]" });
}

async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { server, port: (server.address() as { port: number }).port };
}

test(
  "npm start goes on with what it had: after Ctrl+C, kill -9 of all of it, a reboot, and an upgrade that knows accounts by address",
  async () => {
    const home = await openHome();
    const first = await home.startUp();
    const atFirst = await expectSound(first);
    expect(atFirst).toBeGreaterThan(10);
    const stopped = await first.interrupt();
    expect(stopped).toMatchObject({ exitCode: 0 });
    expect(stopped.seconds).toBeLessThan(MOST_SECONDS);

    // The sandbox takes another port: it is the same account.
    const second = await home.startUp();
    expect(await expectSound(second)).toBe(atFirst);
    await second.deliverNewBill("AGAIN-2");
    await expectNoCases(home);
    await second.killTree();

    const third = await home.startUp();
    expect(await expectSound(third)).toBeGreaterThan(atFirst);
    await third.deliverNewBill("AGAIN-3");
    await leaveFormerMarks(home);
    await third.killTree();

    // After a reboot the numbers of then belong to other processes, this one for example.
    const reused = { pid: process.pid, born: "another-boot:1" };
    await writeFile(join(home.folder, "start.pid"), JSON.stringify(reused));
    for (const [path, change] of [
      ["redis/running.json", { owner: reused }],
      ["trial.json", { owner: reused }],
    ] as const) {
      const file = join(home.folder, path);
      const left = JSON.parse(await readFile(file, "utf8")) as object;
      await writeFile(file, JSON.stringify({ ...left, ...change }));
    }
    const free = await listen();
    free.server.close();
    const fourth = await home.startUp({ SANDBOX_PORT: String(free.port) });
    expect(fourth.lines()).toContain(`使用沙箱:http://127.0.0.1:${free.port}`);
    await expectSound(fourth);
    await fourth.deliverNewBill("AGAIN-4");
    await expectNoCases(home);
    await fourth.interrupt();
  },
  LIMIT_MS,
);

test(
  "beside a running one a second is refused in one line, and ports that are taken stop nothing",
  async () => {
    const home = await openHome();
    const [board, sandbox] = [await listen(), await listen()];
    const ports = { BOARD_PORT: String(board.port), SANDBOX_PORT: String(sandbox.port) };
    const first = await home.startUp(ports);
    expect(first.lines()).toContainEqual(expect.stringMatching(`端口 ${board.port} 已被占用,看板改用 `));
    expect(first.lines()).toContainEqual(expect.stringMatching(`端口 ${sandbox.port} 已被占用,沙箱改用 `));
    const second = await home.start().ended();
    expect(second).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: `本目录已有 npm start 在运行(进程 ${first.pid})→ 先停止它,或以 DATA_DIR 指定另一个数据目录`,
    });
    await first.deliverNewBill("UNDISTURBED");
    await first.interrupt();
  },
  LIMIT_MS,
);

test(
  "one Ctrl+C ends it within ten seconds: while it starts, in the first sync, and with parts that hang",
  async () => {
    const home = await openHome({ SANDBOX_BILLS: "2000", SANDBOX_CALLS_PER_MINUTE: "60" });
    const starting = home.start();
    await starting.untilLine(/^Redis:/);
    expect((await starting.interrupt()).seconds).toBeLessThan(MOST_SECONDS);

    const syncing = home.start();
    await syncing.untilLine(/已送达 [1-9]/);
    expect((await syncing.interrupt()).seconds).toBeLessThan(MOST_SECONDS);

    const hanging = home.start();
    await hanging.untilLine(/已送达 [1-9]/);
    for (const part of ["services/loader", "services/sandbox", "redis-server"])
      kill(await hanging.pidOf(part), "SIGSTOP");
    expect((await hanging.interrupt()).seconds).toBeLessThan(MOST_SECONDS);
    const after = home.start();
    await after.untilLine(/已送达 [1-9]/);
    expect((await after.interrupt()).seconds).toBeLessThan(MOST_SECONDS);
  },
  LIMIT_MS,
);

/** As the version before left it, whose sandbox happened to have port 41233: account and address in one hash. */
async function leaveFormerMarks(home: Home): Promise<void> {
  const record = JSON.parse(await readFile(join(home.folder, "redis", "running.json"), "utf8")) as { url: string };
  const redis = connectRedis(record.url, createLogger({ name: "test", level: "silent", version: "0" }));
  const key = "{billferry:sal-outstock}L:progress";
  await redis
    .multi()
    .hdel(key, "account-kingdee-id", "account-wangdiantong-id")
    .hset(key, {
      "account-kingdee": markOf("k3cloud", "sandbox0account1"),
      "account-wangdiantong": markOf("openapi2", "sandbox2"),
    })
    .exec();
  redis.disconnect();
}

function markOf(path: string, id: string): string {
  return hashContent([`http://127.0.0.1:41233/${path}/`, id]).slice(0, 16);
}
