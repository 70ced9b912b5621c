import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Transform } from "node:stream";

import { NEEDED_RIGHTS } from "@billferry/redis";
import { startRedis, type StartRedisOptions } from "@billferry/testing";
import { execa } from "execa";
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const SERVICES = ["extractor", "transformer", "loader", "clerk", "board"] as const;
const EXIT_CONFIG = 78;
/** Nobody listens there: what needs a vendor fails later than what is looked at here. */
const VENDORS = {
  KINGDEE_URL: "http://127.0.0.1:9/k3cloud/",
  KINGDEE_ACCOUNT: "0123456789abcdef",
  KINGDEE_USER: "demo",
  KINGDEE_APP_ID: "123456_abcdefghijklmnopqrstuvwxyz012345",
  KINGDEE_APP_SECRET: "0123456789abcdef0123456789abcdef",
  WDT_URL: "http://127.0.0.1:9/openapi2/",
  WDT_SID: "sid",
  WDT_APPKEY: "appkey",
  WDT_APPSECRET: "0123456789abcdef",
  START_FROM: "2026-11-01",
  BOARD_PORT: "0",
};

function start(service: (typeof SERVICES)[number], redisUrl: string) {
  const child = execa(process.execPath, [join(ROOT, "services", service, "src", "main.ts")], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"] ?? "", ...VENDORS, REDIS_URL: redisUrl },
    extendEnv: false,
    reject: false,
    all: true,
    timeout: 90_000,
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** What it says until the first line of that kind; fails where it ends before. */
async function untilLine(child: ReturnType<typeof start>, pattern: RegExp): Promise<readonly string[]> {
  const lines: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
  const reader = createInterface({ input: child.all });
  reader.on("line", (line) => lines.push(line) && pattern.test(line) && resolve(lines));
  reader.on("close", () => reject(new Error(`it ended before ${pattern}:\n${lines.join("\n")}`)));
  return promise;
}

async function openRedis(options: StartRedisOptions = {}) {
  const server = await startRedis(options);
  const admin = new Redis(server.url);
  onTestFinished(async () => {
    admin.disconnect();
    await server.stop();
  });
  return { ...server, admin };
}

/** A way to this Redis on which INFO tells another version. */
async function pretendVersion(port: number, real: string, pretended: string): Promise<string> {
  const server = createServer((client) => {
    const target = connect(port, "127.0.0.1");
    const rewrite = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        const text = chunk.toString("latin1").replace(`redis_version:${real}`, `redis_version:${pretended}`);
        done(null, Buffer.from(text, "latin1"));
      },
    });
    for (const end of [client, target]) end.on("error", () => [client, target].forEach((each) => each.destroy()));
    client.pipe(target).pipe(rewrite).pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each(["3.2.12", "4.0.14"])(
  "a Redis %s ends every service and every command with the version found and the one wanted",
  { timeout: 120_000 },
  async (version) => {
    const { port, admin } = await openRedis();
    const real = /redis_version:(\S+)/.exec(await admin.info("server"))?.[1] ?? "";
    // The length of the answer is told before it, so it must not change.
    const url = await pretendVersion(port, real, version.padEnd(real.length, "0"));
    const ends = await Promise.all(SERVICES.map(async (service) => start(service, url)));
    for (const { exitCode, all } of ends) {
      expect(all).toMatch(new RegExp(`REDIS_UNUSABLE.*${version.replaceAll(".", "\\.")}.*6\\.2`));
      expect(all).not.toMatch(/\n\s+at /);
      expect(exitCode).toBe(EXIT_CONFIG);
    }
    const status = await execa(process.execPath, [join(ROOT, "services/cli/bin/billferry.js"), "status"], {
      env: { REDIS_URL: url },
      reject: false,
    });
    expect(status).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("6.2") });
  },
);

test("a password that is wrong, missing or not enough ends a service with the remedy and without the password", async () => {
  const { url, admin } = await openRedis();
  await admin.acl("SETUSER", "narrow", "on", ">hunter2", "~other*", "+@all");
  await admin.acl("SETUSER", "blind", "on", ">hunter2", "~*", "&*", "+@all", "-info");
  await admin.config("SET", "requirepass", "right");
  const at = (credentials: string): string => url.replace("//", `//${credentials}`);
  const refusals = [
    [at(""), /需要密码/],
    [at(":hunter2@"), /密码不正确/],
    [at("narrow:hunter2@"), /权限不足.*ACL SETUSER/],
    [at("blind:hunter2@"), /权限不足.*ACL SETUSER/],
    [`${at(":right@")}/99`, /数据库编号/],
  ] as const;
  const ends = await Promise.all(refusals.map(async ([address]) => start("transformer", address)));
  for (const [index, { exitCode, all }] of ends.entries()) {
    expect(all).toMatch(refusals[index]?.[1] ?? /never/);
    expect(all).toContain("REDIS_UNUSABLE");
    expect(all).not.toContain("hunter2");
    expect(exitCode).toBe(EXIT_CONFIG);
  }
}, 120_000);

test("a Redis user with the documented rights is enough for every service", { timeout: 90_000 }, async () => {
  const { url, admin } = await openRedis();
  await admin.acl("SETUSER", "billferry", ">hunter2", ...NEEDED_RIGHTS.split(" "));
  const lines = await Promise.all(
    SERVICES.map(async (service) =>
      untilLine(start(service, url.replace("//", "//billferry:hunter2@")), /service.ready/),
    ),
  );
  expect(lines.flat().filter((line) => /NOPERM|REDIS_UNUSABLE|hunter2/.test(line))).toEqual([]);
});

test("a Redis with no connection left is waited for, and said", { timeout: 90_000 }, async () => {
  const { url, admin } = await openRedis({ extraArgs: ["--maxclients", "1"] });
  const child = start("transformer", url);
  const lines = await untilLine(child, /redis.waiting/);
  expect(lines.at(-1)).toContain("连接数已满");
  await admin.config("SET", "maxclients", "1000");
  await untilLine(child, /service.ready/);
});

test("a Redis that is busy with a script is waited for, and said", { timeout: 90_000 }, async () => {
  const { url, admin } = await openRedis({ extraArgs: ["--busy-reply-threshold", "100"] });
  const busy = new Redis(url);
  onTestFinished(() => busy.disconnect());
  const script = busy.eval("while true do end", 0).catch((error: Error) => error.message);
  const child = start("transformer", url);
  const lines = await untilLine(child, /redis.waiting/);
  expect(lines.at(-1)).toContain("长脚本");
  await admin.script("KILL");
  expect(await script).toContain("killed");
  await untilLine(child, /service.ready/);
});

test.each(["redis://:paTOP/x@redis:6379", "redis+sentinel://:p@ssTOP@h1:26379/my%zz"])(
  "%s ends service and command alike with what to write instead, and nothing of it is told",
  { timeout: 60_000 },
  async (url) => {
    const { exitCode, all } = await start("transformer", url);
    expect(exitCode).toBe(EXIT_CONFIG);
    expect(all).toMatch(/CONFIG_INVALID[^]*百分号编码/);
    expect(all).not.toMatch(/TOP|p@ss/);
    for (const command of ["status", "doctor"]) {
      const cli = await execa(process.execPath, [join(ROOT, "services/cli/bin/billferry.js"), command], {
        env: { ...VENDORS, REDIS_URL: url },
        reject: false,
        all: true,
      });
      expect([command, cli.all]).toEqual([command, expect.stringContaining("百分号编码")]);
      expect(cli.all).not.toMatch(/TOP|p@ss/);
      expect(cli.exitCode).toBeGreaterThan(0);
    }
  },
);
