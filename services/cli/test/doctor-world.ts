import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runDoctor, type Diagnosis, type DoctorOptions, type DoctorReport } from "@billferry/doctor";
import { connectRedis } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import { SANDBOX_CREDENTIALS, startSandbox, type SandboxOptions } from "@billferry/sandbox";
import { startRedis, type StartRedisOptions } from "@billferry/testing";
import { onTestFinished } from "vitest";

const SCHEMES = join(import.meta.dirname, "..", "..", "..", "schemes");
const { kingdee, wangdiantong } = SANDBOX_CREDENTIALS;

/** Everything that must never show. */
export const SECRETS = [
  kingdee.appSecret,
  kingdee.appId.split("_")[1] ?? "",
  kingdee.password,
  wangdiantong.appsecret,
  "wrong-secret",
];

/** The sandbox's goods have colours; a merchant in good health has said that they do not matter. */
export const STATED = "auxiliary_property: mixed";

interface WorldOptions {
  readonly sandbox?: SandboxOptions;
  readonly redis?: StartRedisOptions;
  /** Changes the shipped scheme's text. */
  readonly editScheme?: (text: string) => string;
  /** Rows of the warehouse table. */
  readonly warehouses?: string;
}

/** Both vendors, a Redis on disk and the shipped scheme, all in good health but for what the test spoils. */
export async function setupWorld(options: WorldOptions = {}) {
  const sandbox = await startSandbox({ bills: 60, ...options.sandbox });
  const server = await startRedis({ persistent: true, ...options.redis });
  const folder = await mkdtemp(join(tmpdir(), "billferry-doctor-"));
  await cp(SCHEMES, folder, { recursive: true });
  const path = join(folder, "sal-outstock.yaml");
  const { editScheme = (text) => text } = options;
  const settled = (await readFile(path, "utf8")).replace(STATED, STATED.replace("mixed", "ignore"));
  await writeFile(path, editScheme(settled));
  if (options.warehouses !== undefined)
    await writeFile(join(folder, "tables", "warehouses.csv"), `kingdee,wangdiantong\n${options.warehouses}\n`);
  const log = createLogger({ name: "test", level: "silent", version: "0" });
  const redis = connectRedis(server.url, log);
  onTestFinished(async () => {
    redis.disconnect();
    await Promise.all([server.stop(), sandbox.stop(), rm(folder, { recursive: true, force: true })]);
  });
  const env = {
    REDIS_URL: server.url,
    SCHEME_DIR: folder,
    START_FROM: "2026-01-01 00:00:00",
    KINGDEE_URL: sandbox.kingdeeUrl,
    KINGDEE_ACCOUNT: kingdee.account,
    KINGDEE_USER: kingdee.user,
    KINGDEE_APP_ID: kingdee.appId,
    KINGDEE_APP_SECRET: kingdee.appSecret,
    WDT_URL: sandbox.wangdiantongUrl,
    WDT_SID: wangdiantong.sid,
    WDT_APPKEY: wangdiantong.appkey,
    WDT_APPSECRET: wangdiantong.appsecret,
  };
  const examine = async (
    changes: Readonly<Record<string, string>> = {},
    others: Partial<DoctorOptions> = {},
  ): Promise<DoctorReport> =>
    runDoctor({
      env: { ...env, ...changes },
      folder,
      scheme: "sal-outstock",
      redis: { kind: "known", value: redis },
      log,
      signal: new AbortController().signal,
      skus: 3,
      ...others,
    });
  return { sandbox, env, examine };
}

/** The lines that are not green, by their ids; skipped ones left out. */
export function findTroubles({ checks }: DoctorReport): Readonly<Record<string, string>> {
  const troubles = checks.filter(({ severity }) => severity === "yellow" || severity === "red");
  return Object.fromEntries(troubles.map(({ id, severity }) => [id, severity]));
}

export function checkOf({ checks }: DoctorReport, id: string): Diagnosis {
  const found = checks.find((check) => check.id === id);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found;
}
