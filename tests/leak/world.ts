import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { SANDBOX_CREDENTIALS } from "@billferry/sandbox";
import { startRedis } from "@billferry/testing";
import getPort from "get-port";
import { Redis } from "ioredis";
import { expect, onTestFinished } from "vitest";

import { startCollector } from "../observability/collector.ts";
import { startServices, type Environment, type Process, type Services } from "../pipeline/stack.ts";
import { CHANNEL_SECRETS, startChannels, type LeakChannels } from "./channels.ts";

const SERVICES = ["extractor", "transformer", "loader", "board", "clerk", "watcher"] as const;
const SHIPPED = join(import.meta.dirname, "..", "..", "schemes");
const { kingdee, wangdiantong } = SANDBOX_CREDENTIALS;

/** Somebody who exists nowhere else: wherever one of these is found, it has leaked. */
export const PERSON = { name: "欧阳泄密", mobile: "13877665544", address: "泄漏路八十八号九单元" } as const;
/** The same kind of thing, written by a clerk into the note of a bill and of a line. */
export const WRITTEN = { name: "南宫备注", mobile: "13911223344", address: "暗号巷七号楼" } as const;
const NOTE = `请电 ${WRITTEN.mobile} 找 ${WRITTEN.name},送 ${WRITTEN.address}`;

export const BILLS = ["XSCKD900001", "XSCKD900002", "XSCKD900003"] as const;

/** Of the vendors' accounts, of Redis, and of somebody who signs in. */
export const SECRETS = {
  kingdeePassword: kingdee.password,
  kingdeeAppSecret: kingdee.appSecret,
  wangdiantongSecret: wangdiantong.appsecret,
  redisPassword: "redis-marker-5f1c",
  person: "person-marker-77aa",
  ...CHANNEL_SECRETS,
} as const;

/** "person-marker-77aa", by bcrypt at its cheapest. */
const USERS = "li:$2b$04$dDBQw1bBeNb7AUIkV0i.y.JRAZFzTRBv75lWpYLNXvaJF1HnApGJq:operator\n";

export interface LeakWorld extends Services {
  /** With the record of people's acts, and room for files. */
  readonly folder: string;
  /** What all channels of alerts were given. */
  readonly told: LeakChannels["told"];
  readonly redis: Redis;
  readonly running: readonly Process[];
  readonly boardUrl: string;
  readonly environment: Environment;
  /** What all services have sent to a collector of traces. */
  readonly traces: () => string;
  /** What all services show a Prometheus. */
  readonly scrape: () => Promise<string>;
}

/** Every service with its most talkative log, behind a password, over nothing yet. */
export async function startLeakWorld(personalData: "omit" | "keep"): Promise<LeakWorld> {
  const server = await startRedis();
  onTestFinished(async () => server.stop());
  const redis = new Redis(server.url);
  await redis.config("SET", "requirepass", SECRETS.redisPassword);
  await redis.auth(SECRETS.redisPassword);
  // What a backup packs is to be read by the test.
  await redis.config("SET", "rdbcompression", "no");
  await redis.hset("{billferry}:alerts", "d day", JSON.stringify("2020-01-01"));
  onTestFinished(() => redis.disconnect());
  const folder = mkdtempSync(join(tmpdir(), "billferry-leak-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(SHIPPED, join(folder, "schemes"), { recursive: true });
  const file = join(folder, "schemes", "sal-outstock.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace("personal_data: omit", `personal_data: ${personalData}`));
  writeFileSync(join(folder, "users"), USERS);
  const boardPort = await getPort();
  const collector = await startCollector();
  const channels = await startChannels();
  const secrets = {
    REDIS_URL: `redis://:${SECRETS.redisPassword}@127.0.0.1:${server.port}`,
    KINGDEE_PASSWORD: kingdee.password,
    KINGDEE_APP_SECRET: kingdee.appSecret,
    WDT_APPSECRET: wangdiantong.appsecret,
    ...channels.secrets,
  };
  const environment = {
    ...asFiles(folder, secrets),
    REDIS_URL: "",
    AUDIT_DIR: join(folder, "audit"),
    ALERT_EVERY: "500ms",
    ALERT_WAIT: "2s",
    ALERT_DAILY_AT: "00:01",
    RECONCILE_WAIT: "5s",
    WDT_CALLS_FOR_ERRANDS: "1000",
    CONSOLE_URL: "https://billferry.example.com",
    SCHEME_DIR: join(folder, "schemes"),
    BOARD_PORT: String(boardPort),
    BOARD_USERS_FILE: join(folder, "users"),
    LOG_LEVEL: "trace",
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
  };
  const services = await startServices({}, environment);
  const ports = await Promise.all(SERVICES.map(async () => getPort()));
  const running = SERVICES.map((name, index) =>
    services.start(name, { ...environment, HEALTH_PORT: String(ports[index]) }),
  );
  await Promise.all(running.map(async ({ ready }) => ready));
  const scrape = async (): Promise<string> =>
    (await Promise.all(ports.map(async (port) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()))).join("\n");
  return {
    ...services,
    folder,
    told: channels.told,
    redis,
    running,
    traces: collector.received,
    boardUrl: `http://127.0.0.1:${boardPort}`,
    environment,
    scrape,
  };
}

/** Each secret in a file of its own, as documented; its name alone would otherwise win with an empty value. */
function asFiles(folder: string, secrets: Readonly<Record<string, string>>): Environment {
  mkdirSync(join(folder, "secrets"));
  return Object.fromEntries(
    Object.entries(secrets).flatMap(([name, value]) => {
      const file = join(folder, "secrets", name);
      writeFileSync(file, value, { mode: 0o600 });
      return [
        [name, ""],
        [`${name}_FILE`, file],
      ];
    }),
  );
}

/** Bills of that person: one goes, two wait for a person, and calls fail in every way in which answers are quoted. */
export async function workForPerson(world: LeakWorld): Promise<void> {
  const bill = { note: NOTE, receiver: PERSON, lineCount: 1 };
  await world.control("bills", { ...bill, billNo: BILLS[0] });
  await world.control("bills", { ...bill, billNo: BILLS[1], lines: [{ sku: "SKU-NOBODY", note: NOTE }] });
  await world.control("bills", { ...bill, billNo: BILLS[2], lines: [{ note: NOTE }] });
  const refusal = { vendor: "wangdiantong", service: "stockout_order_push", kind: "refusal", code: 1999, every: 1 };
  await world.control("faults", { ...refusal, message: `备注不合法:${NOTE}` });
  await world.control(`bills/${BILLS[2]}/audit`, {});
  await untilStands(world, { idle: true, held: 1, delivered: 0 });
  await world.clearFaults();
  for (const fault of [
    { vendor: "wangdiantong", service: "stockout_order_push", kind: "html", next: 1 },
    { vendor: "kingdee", service: "ExecuteBillQuery", kind: "truncated", next: 1 },
    { vendor: "kingdee", service: "ExecuteBillQuery", kind: "double-encoded", next: 1, skip: 1 },
  ])
    await world.control("faults", fault);
  for (const billNo of BILLS.slice(0, 2)) await world.control(`bills/${billNo}/audit`, {});
  await untilStands(world, { idle: true, held: 2, delivered: 1 });
}

async function untilStands(
  world: LeakWorld,
  wanted: { readonly idle: boolean; readonly held: number; readonly delivered: number },
): Promise<void> {
  const stands = async () => {
    const { idle, held, delivered } = await world.status();
    return { idle, held, delivered };
  };
  await expect.poll(stands, { timeout: 100_000, interval: 250 }).toEqual(wanted);
}

/** Which of these markers a text holds, and some of what stands around each. */
export function findMarkers(text: string, markers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(markers).flatMap(([name, marker]) => {
    const at = text.indexOf(marker);
    return at < 0 ? [] : [`${name}: ${text.slice(Math.max(0, at - 120), at + 60)}`];
  });
}

export function expectNone(place: string, text: string, markers: Readonly<Record<string, string>>): void {
  expect({ place, found: findMarkers(text, markers), isSomething: text.length > 0 }).toEqual({
    place,
    found: [],
    isSomething: true,
  });
}
