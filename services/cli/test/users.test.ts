import { chown, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { listActs } from "@billferry/audit";
import { isRightPassword, parseUsersFile, hashToken } from "@billferry/people";
import { connectRedis } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { execa } from "execa";
import { expect, onTestFinished, test, vi } from "vitest";

// Each command is a process of its own.
vi.setConfig({ testTimeout: 180_000 });

const LAUNCHER = join(import.meta.dirname, "..", "bin", "billferry.js");
const BCRYPT = `$2y$10$${"a".repeat(53)}`;

async function setup() {
  const server = await startRedis();
  const folder = await mkdtemp(join(tmpdir(), "billferry-users-"));
  const redis = connectRedis(server.url, createLogger({ name: "test", level: "silent", version: "0" }));
  onTestFinished(async () => {
    redis.disconnect();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const path = join(folder, "users.txt");
  const env = {
    PATH: process.env["PATH"] ?? "",
    ENV_FILE: "/dev/null",
    REDIS_URL: server.url,
    DATA_DIR: folder,
    BOARD_USERS_FILE: path,
  };
  const billferry = async (args: readonly string[], input = "") => {
    const options = { env, extendEnv: false, reject: false, timeout: 60_000, input } as const;
    const { stdout, stderr, exitCode } = await execa(process.execPath, [LAUNCHER, "users", ...args], options);
    return { stdout, stderr, exitCode };
  };
  const read = async () => parseUsersFile(await readFile(path, "utf8"));
  const recorded = async () => (await listActs({ redis, folder: "", filter: {}, limit: 50 })).items;
  return { billferry, read, recorded, path };
}

test("people and tokens are added, changed and removed, each on record and without a password in it", async () => {
  const { billferry, read, recorded, path } = await setup();
  expect(await billferry(["add", "王敏", "--role", "admin"], "正确的密码一二三\n")).toMatchObject({
    exitCode: 0,
    stderr: "",
  });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await billferry(["add", "li", "--role", "viewer"], "li-s password\n");
  await billferry(["role", "li", "--role", "operator", "--by", "王敏", "--note", "换岗"]);
  const token = (await billferry(["token", "add", "erp", "--role", "operator"])).stdout;
  const { users, tokens } = await read();
  expect(users.get("li")?.role).toBe("operator");
  expect(await isRightPassword("正确的密码一二三", users.get("王敏")?.hash ?? "")).toBe(true);
  expect(tokens.get(hashToken(token))).toEqual({ name: "erp", role: "operator" });
  expect((await billferry(["list"])).stdout).toContain("令牌 erp  operator");
  await billferry(["token", "remove", "erp"]);
  await billferry(["remove", "li"]);
  expect([...(await read()).users.keys()]).toEqual(["王敏"]);
  const acts = await recorded();
  expect(acts.map(({ act }) => act).toReversed()).toEqual([
    "add-user",
    "add-user",
    "change-role",
    "add-token",
    "remove-token",
    "remove-user",
  ]);
  expect(acts.find(({ act }) => act === "change-role")).toMatchObject({
    by: "王敏",
    reason: "换岗",
    subjects: [{ kind: "user", id: "li" }],
    before: { role: "viewer" },
    after: { role: "operator" },
  });
  expect(JSON.stringify(acts)).not.toMatch(/正确的密码|argon2|billferry_/);
});

test("a file of before there were roles keeps everybody an administrator when one gets another role", async () => {
  const { billferry, read, path } = await setup();
  await writeFile(path, `# ours\nwang:${BCRYPT}\nli:${BCRYPT}\n`);
  await billferry(["role", "li", "--role", "viewer"]);
  expect([...(await read()).users].map(([name, { role }]) => [name, role])).toEqual([
    ["wang", "admin"],
    ["li", "viewer"],
  ]);
  expect(await readFile(path, "utf8")).toContain("# ours\n");
});

test.each([
  ["one who is there already", ["add", "wang", "--role", "viewer"], 1],
  ["one who is not there", ["role", "nobody", "--role", "viewer"], 1],
  ["the last administrator", ["remove", "wang"], 1],
  ["a name that is none", ["add", "a:b", "--role", "viewer"], 2],
  ["a role that is none", ["add", "new", "--role", "root"], 2],
  ["no role", ["add", "new"], 2],
])("%s is refused, and the file stays as it was", async (_words, args, wanted) => {
  const { billferry, path } = await setup();
  const text = `wang:${BCRYPT}:admin\n`;
  await writeFile(path, text);
  expect((await billferry(args, "long enough\n")).exitCode).toBe(wanted);
  expect(await readFile(path, "utf8")).toBe(text);
});

test("a password that is too short is refused", async () => {
  const { billferry } = await setup();
  expect((await billferry(["add", "wang", "--role", "admin"], "short\n")).exitCode).toBe(2);
});

test.skipIf(process.getuid?.() !== 0)(
  "a file that root writes belongs to the owner of its folder, as whom the console reads it",
  async () => {
    const { billferry, path } = await setup();
    await chown(dirname(path), 1_234, 1_235);
    expect(await billferry(["add", "li", "--role", "admin"], "li-s password\n")).toMatchObject({ exitCode: 0 });
    const { uid, gid, mode } = await stat(path);
    expect({ uid, gid, mode: mode & 0o777 }).toEqual({ uid: 1_234, gid: 1_235, mode: 0o600 });
  },
);
