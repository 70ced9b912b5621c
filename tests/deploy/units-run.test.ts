import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startSandbox } from "@billferry/sandbox";
import { startRedis } from "@billferry/testing";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";

import { isAllThere, secretsOf } from "./sandbox-world.ts";
import { startProcess, type ServiceProcess } from "./service-process.ts";
import { FOLDER, INSTALLED, SERVICES, type Unit } from "./units.ts";

const ROOT = join(FOLDER, "..", "..");
const LIMIT_MS = 400_000;

/** What the units find under `/etc/billferry` and where systemd gives them folders, in a folder of the test. */
interface Machine {
  readonly config: string;
  readonly state: string;
}

test(
  "the very command line of each unit, with its settings and its files of secrets, carries bills to the other side",
  { timeout: LIMIT_MS },
  async () => {
    const redis = await startRedis({ persistent: true });
    onTestFinished(async () => redis.stop());
    const sandbox = await startSandbox({ bills: 12, seed: 3, callsPerMinute: 100_000 });
    onTestFinished(async () => sandbox.stop());
    const machine = makeMachine(sandbox.url, redis.url);
    const running = SERVICES.map((unit) => startUnit(unit, machine));
    await Promise.all(running.map(async ({ ready }) => ready));
    await expect.poll(async () => isAllThere(sandbox.controlUrl), { timeout: 200_000, interval: 500 }).toBe(true);
    const isIdle = async (): Promise<unknown> => JSON.parse((await runCommand(machine, ["status", "--json"])).stdout);
    await expect.poll(isIdle, { timeout: 120_000, interval: 500 }).toMatchObject({ idle: true });
    // With both vendors' accounts, out of the same files.
    const from = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
    const reconciled = await runCommand(machine, ["reconcile", "--from", from, "--json"]);
    expect(reconciled).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('"matched":') as string });
    for (const { stop } of running) expect(await stop()).toBe(0);
  },
);

function makeMachine(sandboxUrl: string, redisUrl: string): Machine {
  const folder = mkdtempSync(join(tmpdir(), "billferry-machine-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const [config, state] = [join(folder, "etc"), join(folder, "state")];
  mkdirSync(join(config, "secrets"), { recursive: true });
  mkdirSync(state);
  const secrets = secretsOf({ redis_url: redisUrl });
  for (const [name, value] of Object.entries(secrets)) writeFileSync(join(config, "secrets", name), `${value}\n`);
  const written: Readonly<Record<string, string>> = {
    KINGDEE_URL: `${sandboxUrl}/k3cloud/`,
    WDT_URL: `${sandboxUrl}/openapi2/`,
    START_FROM: new Date(Date.now() - 3 * 86_400_000).toISOString(),
    WDT_CALLS_PER_MINUTE: "100000",
  };
  const shipped = readFileSync(join(FOLDER, "settings.env"), "utf8");
  const lines = shipped.split("\n").map((line) => {
    const [name = ""] = line.split("=");
    return name in written ? `${name}=${written[name]}` : line;
  });
  writeFileSync(join(config, "settings.env"), lines.join("\n"));
  return { config, state };
}

/** As systemd does it: the credentials as files in a folder of the unit's own, and nothing else in the environment. */
function startUnit(unit: Unit, { config, state }: Machine): ServiceProcess {
  const credentials = join(state, "credentials", unit.name);
  mkdirSync(credentials, { recursive: true });
  for (const name of Object.keys(unit.credentials)) {
    const given = readIfThere(join(config, "secrets", name)) ?? unit.defaults[name];
    if (given !== undefined) writeFileSync(join(credentials, name), given, { mode: 0o400 });
  }
  const specifiers: Readonly<Record<string, string>> = {
    "%d": credentials,
    "%S": state,
    "%C": join(state, "cache"),
    "%N": `billferry-${unit.name}`,
    "/etc/billferry": config,
    "/var/lib": state,
  };
  const resolve = (text: string): string =>
    Object.entries(specifiers).reduce((all, [from, to]) => all.replaceAll(from, to), text);
  const env = Object.fromEntries(Object.entries(unit.environment).map(([name, value]) => [name, resolve(value)]));
  // Ports of the machine are taken while tests run beside each other; without users the console stays on this machine.
  const own = { HEALTH_PORT: "0", ...(unit.name === "board" ? { BOARD_PORT: "0", BOARD_USERS_FILE: "" } : {}) };
  return startProcess(
    unit.command.map((word) => word.replace(INSTALLED, ROOT)),
    { ...env, ...own },
  );
}

/** `billferry` as it is installed for root, with the folder of the product in place of /opt. */
async function runCommand({ config, state }: Machine, args: readonly string[]) {
  const script = join(state, "command");
  writeFileSync(script, readFileSync(join(FOLDER, "billferry"), "utf8").replaceAll(INSTALLED, ROOT));
  chmodSync(script, 0o755);
  const env = {
    PATH: process.env["PATH"] ?? "",
    BILLFERRY_CONFIG: config,
    TABLES_DIR: join(state, "tables"),
    AUDIT_DIR: join(state, "audit"),
    BOARD_USERS_FILE: join(state, "users"),
  };
  return execa(script, args, { cwd: state, env, extendEnv: false, reject: false, stdin: "ignore" });
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
