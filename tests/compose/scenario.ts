import { randomBytes } from "node:crypto";
import { join } from "node:path";

import got from "got";
import getPort from "get-port";

import { run, until, type CommandEnv } from "./commands.ts";

/** What the sandbox says of its own books. */
interface Summary {
  readonly bills: number;
  readonly expected: number;
  readonly present: number;
  readonly absent: readonly unknown[];
  readonly duplicated: readonly unknown[];
  readonly unexpected: readonly unknown[];
  readonly wrong: readonly unknown[];
}

const EMPTY_ENV = join(import.meta.dirname, "empty.env");
const BILLS = 300;
const CALLS_PER_MINUTE = 300;
const SERVICES = { extractor: 1, transformer: 2, loader: 3, clerk: 1, board: 1, sandbox: 1, redis: 1 };

const sandboxPort = await getPort();
const boardPort = await getPort();
const env: CommandEnv = {
  COMPOSE_PROJECT_NAME: `billferry-test-${randomBytes(4).toString("hex")}`,
  KINGDEE_URL: "",
  WDT_URL: "",
  SYNC_EVERY: "2s",
  START_FROM: "",
  SANDBOX_BILLS: String(BILLS),
  WDT_CALLS_PER_MINUTE: String(CALLS_PER_MINUTE),
  SANDBOX_PORT: String(sandboxPort),
  BOARD_PORT: String(boardPort),
};

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void takeDown().finally(() => process.exit(1)));
try {
  await passOnce();
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
  console.log(await compose("logs", "--tail=15").catch(() => "no logs"));
  process.exitCode = 1;
} finally {
  await takeDown();
}

/** Up, half-way, SIGTERM for all, up again, done: then the sandbox's books are read. */
async function passOnce(): Promise<void> {
  await up();
  const halfway = await summaryWhen(
    "a first part of the orders",
    180_000,
    ({ present, expected }) => present >= expected / 6,
  );
  await compose("stop");
  await assertEndedPolitely();
  console.log(`stopped at ${halfway.present} of ${halfway.expected} orders`);
  if (halfway.present >= halfway.expected) throw new Error("all was done before it could be stopped");
  await up();
  const end = await summaryWhen("all orders", 600_000, ({ present, expected }) => present >= expected);
  await assertRunning();
  const { statusCode } = await got(`http://127.0.0.1:${boardPort}/`, { throwHttpErrors: false, retry: { limit: 3 } });
  if (statusCode >= 500) throw new Error(`the board answers with status ${statusCode}`);
  const problems = [end.absent, end.duplicated, end.unexpected, end.wrong].map((list) => list.length);
  const [absent, duplicated, unexpected, wrong] = problems;
  console.log(
    `${end.bills} bills, ${end.present} of ${end.expected} orders: ${absent} missing, ${duplicated} duplicated, ${unexpected} unexpected, ${wrong} wrong`,
  );
  if (end.bills !== BILLS || problems.some((count) => count > 0)) throw new Error(JSON.stringify(end).slice(0, 2_000));
}

async function up(): Promise<void> {
  const scale = ["--scale", `loader=${SERVICES.loader}`, "--scale", `transformer=${SERVICES.transformer}`];
  await compose("up", "-d", "--no-build", ...scale);
}

async function takeDown(): Promise<void> {
  await compose("down", "--volumes", "--timeout", "5");
}

async function compose(...args: string[]): Promise<string> {
  const [file = "docker-compose", ...first] = (process.env["COMPOSE_COMMAND"] ?? "docker-compose").split(" ");
  return run([file, ...first, "--env-file", EMPTY_ENV, "--profile", "sandbox", ...args], { env });
}

async function summaryWhen(what: string, limitMs: number, isSo: (summary: Summary) => boolean): Promise<Summary> {
  let latest: Summary | undefined;
  try {
    await until(what, limitMs, async () => {
      latest = await readSummary();
      return latest !== undefined && latest.expected > 0 && isSo(latest);
    });
  } catch (cause) {
    throw new Error(`${what}: last known ${latest?.present} of ${latest?.expected}`, { cause });
  }
  return latest as Summary;
}

async function readSummary(): Promise<Summary | undefined> {
  const url = `http://127.0.0.1:${sandboxPort}/control/summary`;
  try {
    return await got(url, { timeout: { request: 10_000 }, retry: { limit: 0 } }).json<Summary>();
  } catch {
    // Not up yet, or just stopped.
    return undefined;
  }
}

interface ContainerState {
  readonly service: string;
  readonly status: string;
  readonly exitCode: number;
}

async function readStates(): Promise<ContainerState[]> {
  const ids = await run([
    "docker",
    "ps",
    "-aq",
    "--filter",
    `label=com.docker.compose.project=${env["COMPOSE_PROJECT_NAME"]}`,
  ]);
  const format = '{{index .Config.Labels "com.docker.compose.service"}} {{.State.Status}} {{.State.ExitCode}}';
  const lines = await run(["docker", "inspect", "--format", format, ...ids.split("\n")]);
  return lines.split("\n").map((line) => {
    const [service = "", status = "", exitCode] = line.split(" ");
    return { service, status, exitCode: Number(exitCode) };
  });
}

async function assertEndedPolitely(): Promise<void> {
  for (const { service, status, exitCode } of await readStates())
    if (status !== "exited" || exitCode !== 0)
      throw new Error(`${service} ended with ${status} ${exitCode} on SIGTERM`);
}

async function assertRunning(): Promise<void> {
  const states = await readStates();
  for (const [service, count] of Object.entries(SERVICES)) {
    const running = states.filter((state) => state.service === service && state.status === "running").length;
    if (running !== count) throw new Error(`expected ${count} of ${service} to be running, got ${running}`);
  }
}
