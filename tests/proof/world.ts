import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Ledger } from "@billferry/ledger";
import { startSandbox, type RunningSandbox, type SettingsPatch, type Summary } from "@billferry/sandbox";
import { startRedis, type TestRedis } from "@billferry/testing";
import { Redis } from "ioredis";

import { CallDesk } from "./call-desk.ts";
import { sandboxEnvironment } from "./sandbox-environment.ts";
import { isNothingLeft } from "./nothing-left.ts";
import { becomes, until, within } from "./patience.ts";
import { startReplica, type Environment, type Replica, type ReplicaOptions, type ServiceName } from "./replica.ts";
import type { WorldSetup } from "./world-setup.ts";
import type { Check, NamedCase } from "./verdict.ts";

const ROOT = join(import.meta.dirname, "..", "..");
export const SCHEME = "sal-outstock";
const REPLICAS: Readonly<Record<ServiceName, number>> = { extractor: 1, transformer: 1, loader: 2 };

export interface WorldOptions {
  readonly setup: WorldSetup;
  readonly bills: number;
  readonly seed: number;
  readonly logFolder: string;
}

/** A moment from which recovery counts: to the next new order, or until this very order is in and known to be. */
export interface Mark {
  readonly atMs: number;
  readonly outerNo?: string | undefined;
}

interface ApproveTimes {
  readonly spreadMs?: number | undefined;
  readonly endsAgoMs?: number | undefined;
}

const JUST_NOW: ApproveTimes = { spreadMs: 30_000, endsAgoMs: 6_000 };

/** One sandbox, one Redis, and the real processes between them; everything ends with `dispose`. */
export class World {
  readonly bills: number;
  readonly seed: number;
  readonly sandbox: RunningSandbox;
  readonly redis: TestRedis;
  /** A connection of the harness's own, past all proxies. */
  readonly connection: Redis;
  readonly calls: CallDesk;
  readonly replicas: Replica[] = [];
  readonly marks: Mark[] = [];
  readonly checks: Check[] = [];
  readonly expectedCases = new Set<string>();
  /** Kingdee's warehouse → Wangdiantong's, where a table of the fault's own maps them: to the judge it is no
   *  difference. */
  readonly mappedWarehouses = new Map<string, string>();
  /** Folders and further servers of a fault, undone at the end. */
  readonly cleanUps: (() => Promise<void> | void)[] = [];
  readonly #options: WorldOptions;
  #environment: Environment;
  #injected = 0;
  /** Nothing is done before Kingdee's clock has been read past this. */
  #changedAtMs = 0;

  private constructor(options: WorldOptions, parts: { sandbox: RunningSandbox; redis: TestRedis; calls: CallDesk }) {
    this.#options = options;
    this.bills = options.bills;
    this.seed = options.seed;
    this.sandbox = parts.sandbox;
    this.redis = parts.redis;
    this.calls = parts.calls;
    this.connection = new Redis(parts.redis.url, { maxRetriesPerRequest: null, retryStrategy: () => 100 });
    this.connection.on("error", () => {});
    this.#environment = { ...sandboxEnvironment(parts.sandbox), ...options.setup.environment };
  }

  /** Starts both ends, generates the bills and starts the ordinary replicas. */
  static async open(options: WorldOptions): Promise<World> {
    const { setup, seed } = options;
    rmSync(options.logFolder, { recursive: true, force: true });
    mkdirSync(options.logFolder, { recursive: true });
    const calls = new CallDesk();
    const redis = await startRedis({ persistent: true });
    const sandbox = await startSandbox({
      seed,
      callsPerMinute: setup.callsPerMinute ?? 100_000,
      ...(setup.settings === undefined ? {} : { settings: setup.settings }),
      watch: async (moment, call) => calls.tell(moment, call),
    });
    const world = new World(options, { sandbox, redis, calls });
    if (setup.scheme !== undefined) world.#useScheme(setup.scheme);
    if (setup.pushMs !== undefined)
      await world.addFault({ vendor: "wangdiantong", kind: "delay", every: 1, delayMs: setup.pushMs });
    const { spreadMs, endsAgoMs } = setup;
    await world.generate(options.bills, seed, { spreadMs, endsAgoMs });
    for (const [service, count] of Object.entries({ ...REPLICAS, ...setup.replicas }) as [ServiceName, number][])
      for (let each = 0; each < count; each += 1) await world.start(service);
    return world;
  }

  /** One more replica, of this installation unless the options say otherwise. */
  async start(service: ServiceName, own: Partial<Omit<ReplicaOptions, "service">> = {}): Promise<Replica> {
    const replica = await startReplica({
      service,
      name: own.name ?? `${service}-${this.of(service).length + 1}`,
      redisPort: own.redisPort ?? this.redis.port,
      env: { ...this.#environment, ...own.env },
      nodeArgs: own.nodeArgs ?? [],
      logFolder: this.#options.logFolder,
    });
    this.replicas.push(replica);
    return replica;
  }

  of(service: ServiceName): Replica[] {
    return this.replicas.filter((each) => each.service === service);
  }

  /** Bills that are approved by now; those of a later call have just been, or only a sweep could find them. */
  async generate(count: number, seed: number, times: ApproveTimes = JUST_NOW): Promise<void> {
    const { unknownSkus = 0 } = this.#options.setup;
    await this.control("bills/generate", { count, seed, unknownSkus, ...times });
  }

  async control(path: string, body?: object, method = body === undefined ? "GET" : "POST"): Promise<unknown> {
    const answer = await fetch(`${this.sandbox.controlUrl}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    if (method === "POST" && path.startsWith("bills")) this.touch();
    return answer.json();
  }

  async addFault(rule: object): Promise<void> {
    await this.control("faults", rule);
  }

  /** Ends the vendors' faults; the ordinary slowness of the run stays. */
  async clearFaults(): Promise<void> {
    await this.control("faults", undefined, "DELETE");
    const { pushMs } = this.#options.setup;
    if (pushMs !== undefined) await this.addFault({ vendor: "wangdiantong", kind: "delay", every: 1, delayMs: pushMs });
  }

  /** How often the vendors' faults have struck, the ordinary slowness not counted. */
  async countStrikes(): Promise<number> {
    const rules = (await this.control("faults")) as { rule: { kind: string; service: string }; struck: number }[];
    const { pushMs } = this.#options.setup;
    const own = pushMs === undefined ? rules : rules.slice(1);
    return own.reduce((sum, { struck }) => sum + struck, 0);
  }

  async set(patch: SettingsPatch): Promise<void> {
    await this.control("settings", patch);
  }

  /** Edits a code table of the fault's own scheme, as an editor does: another file takes the place of the old one. */
  writeTable(name: string, rows: readonly string[]): void {
    const folder = this.#environment["SCHEME_DIR"];
    if (folder === undefined) throw new Error("the fault has no scheme of its own");
    const path = join(folder, "tables", `${name}.csv`);
    writeFileSync(`${path}.new`, ["kingdee,wangdiantong", ...rows, ""].join("\n"));
    renameSync(`${path}.new`, path);
  }

  /** The judge. */
  async summary(): Promise<Summary> {
    return (await this.control("summary")) as Summary;
  }

  /** Waits until this share of the orders is present. */
  async untilShare(share: number, limitMs = 90_000): Promise<void> {
    await until(
      `${Math.round(share * 100)} % of the orders are present`,
      async () => {
        const { expected, present } = await this.summary();
        return expected > 0 && present >= expected * share;
      },
      limitMs,
    );
  }

  async untilGrowth(orders: number, limitMs = 60_000): Promise<boolean> {
    const { present } = await this.summary();
    return becomes(async () => (await this.summary()).present >= present + orders, limitMs);
  }

  /** Whether nothing was left to do within the limit: read past the last change, nothing open, nothing queued. */
  async untilDone(limitMs: number): Promise<boolean> {
    let quiet = 0;
    return becomes(
      async () => {
        const isQuiet = await within(5_000, isNothingLeft(this.connection, SCHEME, this.#changedAtMs));
        quiet = isQuiet === true ? quiet + 1 : 0;
        return quiet >= 2;
      },
      limitMs,
      250,
    );
  }

  get ledger(): Ledger {
    return new Ledger(this.connection, SCHEME);
  }

  async cases(): Promise<readonly NamedCase[]> {
    return this.ledger.cases.list({ limit: 10_000 });
  }

  /** The fault has struck. */
  strike(times = 1): void {
    this.#injected += times;
  }

  get injected(): number {
    return this.#injected;
  }

  /** The fault ends now: recovery counts from here. */
  mark(outerNo?: string): void {
    this.marks.push({ atMs: Date.now(), outerNo });
  }

  check(name: string, isGood: boolean, detail: string | number): void {
    this.checks.push({ name, isGood, detail: String(detail) });
  }

  /** From here on, new bills count as changed: the end waits until they have been read. */
  touch(): void {
    // In Kingdee's time, as the watermark is.
    this.#changedAtMs = Date.now() + (this.#options.setup.settings?.kingdee?.clockSkewMs ?? 0);
  }

  get environment(): Environment {
    return { ...this.#environment, REDIS_URL: this.redis.url };
  }

  async dispose(): Promise<void> {
    await Promise.all(this.replicas.map(async (each) => each.dispose()));
    this.connection.disconnect();
    for (const cleanUp of this.cleanUps.toReversed()) await cleanUp();
    await this.sandbox.stop();
    await this.redis.stop();
  }

  #useScheme(change: (text: string) => string): void {
    const folder = mkdtempSync(join(tmpdir(), "billferry-proof-scheme-"));
    this.cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
    cpSync(join(ROOT, "schemes"), folder, { recursive: true });
    const file = join(folder, `${SCHEME}.yaml`);
    writeFileSync(file, change(readFileSync(file, "utf8")));
    this.#environment = { ...this.#environment, SCHEME_DIR: folder };
  }
}
