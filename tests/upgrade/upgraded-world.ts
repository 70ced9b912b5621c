import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Summary } from "@billferry/sandbox";
import { startRedis, type TestRedis } from "@billferry/testing";
import { Redis } from "ioredis";
import { expect, onTestFinished } from "vitest";

import { readRecording, restoreKeys, writeBooks, type Recording } from "./recording.ts";
import { SERVICES, settingsFor, Version, type Environment, type ServiceName } from "./version.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const STATE_2 = join(import.meta.dirname, "state-2.json.gz");
const LIMIT_MS = 240_000;

type Cli = (...args: readonly string[]) => Promise<{ stdout: string; stderr: string; exitCode: number }>;

/** What was recorded, as it would be on the day of the upgrade: its Redis, its sandbox, and this version's programs. */
export interface UpgradedWorld {
  readonly recording: Recording;
  readonly version: Version;
  readonly server: TestRedis;
  readonly redis: Redis;
  readonly env: Environment;
  readonly cli: Cli;
  /** What a command says of each scheme, as JSON. */
  readonly ask: <Answer>(...args: readonly string[]) => Promise<Record<string, Answer>>;
  readonly control: (path: string, body?: object) => Promise<unknown>;
  readonly judge: () => Promise<Summary>;
  readonly start: (...names: readonly ServiceName[]) => Promise<void>;
  readonly until: (what: string, isSo: () => Promise<boolean>) => Promise<void>;
}

export async function openUpgradedWorld(): Promise<UpgradedWorld> {
  const recording = readRecording(STATE_2);
  const folder = mkdtempSync(join(tmpdir(), "billferry-upgrade-"));
  const version = new Version(ROOT);
  const server = await startRedis({ persistent: true, extraArgs: ["--enable-debug-command", "local"] });
  const redis = new Redis(server.url);
  onTestFinished(async () => {
    await version.dispose();
    redis.disconnect();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await restoreKeys(redis, recording.keys);
  writeBooks(folder, recording.books);
  const sandbox = await version.sandbox({
    SANDBOX_PORT: "0",
    SANDBOX_DATA: folder,
    SANDBOX_FORMS: "SAL_OUTSTOCK,SAL_RETURNSTOCK",
  });
  const control = async (path: string, body?: object): Promise<unknown> => {
    const request = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const answer = await fetch(`${sandbox.url}/control/${path}`, request);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  await control("settings", recording.sandboxSettings);
  const env = settingsFor(sandbox.url, server.url, recording.settings);
  const cli: Cli = async (...args) => version.cli(args, env);
  return {
    recording,
    version,
    server,
    redis,
    env,
    cli,
    ask: async <Answer>(...args: readonly string[]) => schemesIn<Answer>((await cli(...args, "--json")).stdout),
    control,
    judge: async () => (await control("summary")) as Summary,
    start: async (...names) => {
      const started = await Promise.all(names.map(async (name) => version.service(name, env)));
      await Promise.all(started.map(async ({ ready }) => ready));
    },
    until: async (what, isSo) => {
      await expect.poll(isSo, { timeout: LIMIT_MS, interval: 250, message: what }).toBe(true);
    },
  };
}

export function schemesIn<Answer>(stdout: string): Record<string, Answer> {
  return (JSON.parse(stdout) as { schemes: Record<string, Answer> }).schemes;
}

/** What a command proves by that Redis takes writes, and the record that a person ran it. */
const NOT_OF_STATE = /:probe$|:audit:/;

/** Every key of the state with what it holds, in a digest. */
export async function contentsOf(redis: Redis): Promise<ReadonlyMap<string, string>> {
  const keys = (await redis.keys("*")).filter((key) => !NOT_OF_STATE.test(key)).toSorted();
  const digests = await Promise.all(keys.map(async (key) => String(await redis.call("DEBUG", "DIGEST-VALUE", key))));
  return new Map(keys.map((key, index) => [key, digests[index] ?? ""]));
}

export { SERVICES };
