import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";
import getPort from "get-port";
import got from "got";

import { SANDBOX_CREDENTIALS } from "@billferry/sandbox/credentials";

import { until } from "./commands.ts";
import { Project, type Summary } from "./project.ts";
import { assertScraped } from "./scraped.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const BILLS = 300;
const CALLS_PER_MINUTE = 300;
const SCALE = { transformer: 2, loader: 3 };
const SERVICES = { extractor: 1, ...SCALE, clerk: 1, board: 1, watcher: 1, sandbox: 1, redis: 1, prometheus: 1 };
/** In the order in which an upgrade takes them. */
const ROLLED = ["redis", "extractor", "transformer", "loader", "clerk", "watcher", "board"] as const;

const [sandboxPort, boardPort, prometheusPort] = await Promise.all([getPort(), getPort(), getPort()]);
const secretsDir = await mkdtemp(join(tmpdir(), "billferry-secrets-"));
const project = new Project({
  sandboxPort,
  profiles: ["sandbox", "observability"],
  settings: {
    KINGDEE_URL: "",
    WDT_URL: "",
    SYNC_EVERY: "2s",
    START_FROM: "",
    SANDBOX_BILLS: String(BILLS),
    WDT_CALLS_PER_MINUTE: String(CALLS_PER_MINUTE),
    SANDBOX_PORT: String(sandboxPort),
    BOARD_PORT: String(boardPort),
    PROMETHEUS_PORT: String(prometheusPort),
    SECRETS_DIR: secretsDir,
    BOARD_USERS_FILE: "/run/secrets/users",
  },
});

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void project.takeDown().finally(() => process.exit(1)));
try {
  const token = await writeSecrets();
  await passOnce(token);
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
  console.log(await project.compose(["logs", "--tail=15"]).catch(() => "no logs"));
  process.exitCode = 1;
} finally {
  await project.takeDown();
  await rm(secretsDir, { recursive: true, force: true });
}

/**
 * Up, half-way, SIGTERM for all, up again, each service made anew while orders flow, done: then the sandbox's books are
 * read, and what looks on from outside is asked.
 */
async function passOnce(token: string): Promise<void> {
  await up();
  const halfway = await project.summaryWhen("a first part of the orders", 180_000, isBeyond(1 / 6));
  await project.compose(["stop"]);
  await assertEndedPolitely();
  console.log(`stopped at ${halfway.present} of ${halfway.expected} orders`);
  if (halfway.present >= halfway.expected) throw new Error("all was done before it could be stopped");
  await up();
  const before = await project.summaryWhen(
    "orders again",
    180_000,
    isBeyond(halfway.present / halfway.expected + 0.02),
  );
  await roll();
  const after = await project.summaryWhen("an answer", 60_000, () => true);
  console.log(`each service made anew between ${before.present} and ${after.present} orders`);
  const end = await project.summaryWhen("all orders", 600_000, isBeyond(1));
  await assertRunning();
  const problems = [end.absent, end.duplicated, end.unexpected, end.wrong].map((list) => list.length);
  const [absent, duplicated, unexpected, wrong] = problems;
  console.log(
    `${end.bills} bills, ${end.present} of ${end.expected} orders: ${absent} missing, ${duplicated} duplicated, ${unexpected} unexpected, ${wrong} wrong`,
  );
  if (end.bills !== BILLS || problems.some((count) => count > 0)) throw new Error(JSON.stringify(end).slice(0, 2_000));
  await assertDoor(token);
  await assertCommands();
  await assertGuards();
  await assertScraped(prometheusPort, { ...SERVICES, orders: end.present });
}

function isBeyond(share: number): (summary: Summary) => boolean {
  return ({ present, expected }) => present >= expected * share;
}

async function up(): Promise<void> {
  await project.compose(["up", "-d", "--no-build", ...scale(), ...Object.keys(SERVICES)]);
}

/** As an upgrade does it, only that the image stays what it was. */
async function roll(): Promise<void> {
  for (const service of ROLLED)
    await project.compose(["up", "-d", "--no-build", "--no-deps", "--force-recreate", ...scale(service), service]);
}

function scale(only?: string): readonly string[] {
  const counts = Object.entries(SCALE).filter(([name]) => only === undefined || name === only);
  return counts.flatMap(([name, count]) => ["--scale", `${name}=${count}`]);
}

/** The vendors' secrets and the console's users, as files that the containers' user may read. Returns a token. */
async function writeSecrets(): Promise<string> {
  const { kingdee, wangdiantong } = SANDBOX_CREDENTIALS;
  const secrets = {
    kingdee_url: "http://sandbox:3100/k3cloud/",
    kingdee_account: kingdee.account,
    kingdee_user: kingdee.user,
    kingdee_app_id: kingdee.appId,
    kingdee_app_secret: kingdee.appSecret,
    wdt_url: "http://sandbox:3100/openapi2/",
    wdt_sid: wangdiantong.sid,
    wdt_appkey: wangdiantong.appkey,
    wdt_appsecret: wangdiantong.appsecret,
    redis_url: "redis://redis:6379",
  };
  for (const [name, value] of Object.entries(secrets)) await writeFile(join(secretsDir, name), `${value}\n`);
  const token = await addPeople(join(secretsDir, "users"));
  for (const name of [...Object.keys(secrets), "users"]) await chmod(join(secretsDir, name), 0o644);
  await chmod(secretsDir, 0o755);
  return token;
}

async function addPeople(file: string): Promise<string> {
  const add = async (args: readonly string[], input: string): Promise<string> => {
    const command = [join(ROOT, "services/cli/bin/billferry.js"), "users", ...args];
    const env = { ENV_FILE: "/dev/null", REDIS_URL: "", BOARD_USERS_FILE: file };
    return (await execa(process.execPath, command, { cwd: ROOT, env, input })).stdout;
  };
  await add(["add", "test", "--role", "admin"], "a password of the test\n");
  return (await add(["token", "add", "reader", "--role", "operator"], "")).trim();
}

/** The file of users is in force: who has no token looks at nothing. */
async function assertDoor(token: string): Promise<void> {
  const [without, withToken] = [await askConsole({}), await askConsole({ authorization: `Bearer ${token}` })];
  if (without !== 401 || withToken !== 200) throw new Error(`the console answers ${without} and ${withToken}`);
  console.log("the console lets in who has a token of its file of users, and nobody else");
}

async function askConsole(headers: Record<string, string>): Promise<number> {
  const answer = await got(`http://127.0.0.1:${boardPort}/api/v1/status`, { headers, throwHttpErrors: false });
  return answer.statusCode;
}

/** Commands run with both vendors' accounts, these being files as for a real account, and so is Redis' address. */
async function assertCommands(): Promise<void> {
  const names = ["KINGDEE_URL", "KINGDEE_ACCOUNT", "KINGDEE_USER", "KINGDEE_APP_ID", "KINGDEE_APP_SECRET"];
  const all = [...names, "WDT_URL", "WDT_SID", "WDT_APPKEY", "WDT_APPSECRET", "REDIS_URL"];
  const files = Object.fromEntries(all.map((name) => [`${name}_FILE`, `/run/secrets/${name.toLowerCase()}`]));
  const runCli = ["run", "--rm", "--no-deps", "-T", "cli"];
  const from = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
  const said = await project.compose([...runCli, "reconcile", "--from", from, "--json"], {
    ...files,
    KINGDEE_AUTH: "app-secret",
    START_FROM: `${from} 00:00:00`,
  });
  const status = JSON.parse(await project.compose([...runCli, "status", "--json"])) as { readonly idle: boolean };
  if (!status.idle) throw new Error(`status: ${JSON.stringify(status)}`);
  console.log(`docker compose run --rm cli reconcile: ${said.slice(0, 120)}`);
}

async function assertGuards(): Promise<void> {
  const guards = await project.guards();
  const ours = guards.filter((line) => !/^(redis|prometheus) /.test(line));
  if (!ours.every((line) => line.endsWith(" true 1000:1000 [ALL] 20m"))) throw new Error(guards.join("; "));
  if (!guards.every((line) => line.endsWith(" 20m"))) throw new Error(guards.join("; "));
}

async function assertEndedPolitely(): Promise<void> {
  for (const { service, status, exitCode } of await project.states())
    if (status !== "exited" || exitCode !== 0)
      throw new Error(`${service} ended with ${status} ${exitCode} on SIGTERM`);
}

async function assertRunning(): Promise<void> {
  await until("every service runs", 60_000, async () => {
    const running = (await project.states()).filter(({ status }) => status === "running");
    return Object.entries(SERVICES).every(
      ([service, count]) => running.filter((state) => state.service === service).length === count,
    );
  });
}
