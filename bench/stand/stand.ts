import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import type { Progress, Summary } from "@billferry/sandbox";
import { startRedis, type TestRedis } from "@billferry/testing";
import { Redis } from "ioredis";

import { startProgram, type Program } from "./program.ts";
import { billferryEnvironment, NO_QUOTA, rivalEnvironment, type Addresses, type Environment } from "./settings.ts";

const ROOT = join(import.meta.dirname, "..", "..");
export const STAGES = ["extractor", "transformer", "loader"] as const;
export type Stage = (typeof STAGES)[number];

const POLL_MS = 50;
/** Longer than a minute's quota: without an order for so long, something is wrong. */
const STILL_MS = 100_000;

export interface StandOptions {
  /** Approved and selectable bills that are there from the start. */
  readonly bills: number;
  readonly seed?: number;
  /** The account's quota; without it there is none. */
  readonly callsPerMinute?: number | undefined;
  /** The sandbox takes codes that it does not know. */
  readonly acceptsAll?: boolean;
  /** Where the services leave their CPU profiles. */
  readonly profileFolder?: string | undefined;
}

/** An order as the sandbox has it. */
interface AcceptedOrder {
  readonly acceptedAtMs: number;
  readonly content: { readonly outer_no: string };
}

/**
 * What every row stands on: a Redis that writes each command to its disk before it answers, the sandbox in a process of
 * its own, and what is measured as processes of their own between them.
 */
export class Stand {
  readonly redis: TestRedis;
  /** A connection of the measurement's own. */
  readonly connection: Redis;
  readonly #options: StandOptions;
  readonly #sandbox: Program;
  readonly #addresses: Addresses;
  readonly #programs: Program[] = [];

  private constructor(
    options: StandOptions,
    { redis, sandbox, sandboxUrl }: { redis: TestRedis; sandbox: Program; sandboxUrl: string },
  ) {
    this.#options = options;
    this.redis = redis;
    this.connection = new Redis(redis.url);
    this.#sandbox = sandbox;
    this.#addresses = { redisPort: redis.port, sandboxUrl };
  }

  static async open(options: StandOptions): Promise<Stand> {
    const redis = await startRedis({ persistent: true, extraArgs: ["--appendfsync", "always"] });
    const sandbox = await startProgram({
      args: [join(ROOT, "services/sandbox/src/main.ts")],
      cwd: ROOT,
      env: {
        SANDBOX_PORT: "0",
        SANDBOX_BILLS: String(options.bills),
        SANDBOX_SEED: String(options.seed ?? 1),
        SANDBOX_REUSED_NUMBERS: "0",
        SANDBOX_WDT_ACCEPT_ALL: options.acceptsAll ? "1" : "0",
        SANDBOX_CALLS_PER_MINUTE: String(options.callsPerMinute ?? NO_QUOTA),
      },
      readyLine: /"sandbox\.ready"/,
    });
    const { line } = await sandbox.ready;
    return new Stand(options, { redis, sandbox, sandboxUrl: (JSON.parse(line) as { url: string }).url });
  }

  /** One process of a service, with every setting at its default but those given. */
  async start(stage: Stage, env: Environment = {}): Promise<Program> {
    return this.#launch({
      args: [...this.#profileArgs(stage), join(ROOT, "services", stage, "src/main.ts")],
      env: { ...billferryEnvironment(this.#addresses, this.#quota), ...env },
      readyLine: /"service\.ready"/,
    });
  }

  async startRival(env: Environment = {}): Promise<Program> {
    return this.#launch({
      args: [join(ROOT, "bench/rival/rival.mjs")],
      env: { ...rivalEnvironment(this.#addresses, this.#quota), ...env },
      readyLine: /^up$/,
    });
  }

  /** The bare chain: a process for each of its three stages. */
  async startChain(): Promise<readonly Program[]> {
    const stages = ["load", "transform", "extract"];
    return Promise.all(
      stages.map(async (stage) =>
        this.#launch({
          args: [join(ROOT, "bench/chain/chain.ts"), stage],
          env: rivalEnvironment(this.#addresses, this.#quota),
          readyLine: /^up$/,
        }),
      ),
    );
  }

  /** A Kingdee of so many rows in the place of the sandbox's; answers with its address for `KINGDEE_URL`. */
  async startKingdeeSource(rows: number): Promise<string> {
    const source = await this.#launch({
      args: [join(ROOT, "bench/stand/kingdee-source.ts"), String(rows)],
      env: {},
      readyLine: /"source\.ready"/,
    });
    const { line } = await source.ready;
    return `${(JSON.parse(line) as { url: string }).url}/k3cloud/`;
  }

  /** Work on Redis that is none of what is measured: without a write to the disk for each command. */
  async quickly<Result>(work: (redis: Redis) => Promise<Result>): Promise<Result> {
    await this.connection.config("SET", "appendfsync", "no");
    const result = await work(this.connection);
    await this.connection.config("SET", "appendfsync", "always");
    return result;
  }

  async control(path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.#addresses.sandboxUrl}/control/${path}`, {
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** The judge, which reads every bill: not while something is measured. */
  async summary(): Promise<Summary> {
    return (await this.control("summary")) as Summary;
  }

  async progress(): Promise<Progress> {
    return (await this.control("progress")) as Progress;
  }

  async orders(): Promise<readonly AcceptedOrder[]> {
    return (await this.control("orders")) as readonly AcceptedOrder[];
  }

  /** Waits until so many orders were accepted, and tells when the last one was, by the sandbox's own clock. */
  async untilOrders(count: number): Promise<Progress & { readonly lastOrderAtMs: number }> {
    let [seen, sinceMs] = [-1, 0];
    for (;;) {
      const { lastOrderAtMs, ...progress } = await this.progress();
      if (lastOrderAtMs !== null && progress.orders >= count) return { ...progress, lastOrderAtMs };
      if (progress.orders !== seen) [seen, sinceMs] = [progress.orders, performance.now()];
      if (performance.now() - sinceMs > STILL_MS) throw new Error(`${seen} of ${count} orders\n${this.#lastWords()}`);
      await wait(POLL_MS);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#programs.map(async (program) => (this.#isProfiled ? program.stop() : program.kill())));
    this.connection.disconnect();
    await this.#sandbox.kill();
    await this.redis.stop();
  }

  #lastWords(): string {
    return this.#programs.map((program) => program.lastWords()).join("\n");
  }

  get #quota(): number {
    return this.#options.callsPerMinute ?? NO_QUOTA;
  }

  get #isProfiled(): boolean {
    return this.#options.profileFolder !== undefined;
  }

  #profileArgs(stage: Stage): readonly string[] {
    const { profileFolder } = this.#options;
    if (profileFolder === undefined) return [];
    return ["--cpu-prof", `--cpu-prof-dir=${profileFolder}`, `--cpu-prof-name=${stage}.cpuprofile`];
  }

  async #launch(options: { args: readonly string[]; env: Environment; readyLine: RegExp }): Promise<Program> {
    const program = await startProgram({ cwd: ROOT, ...options });
    this.#programs.push(program);
    return program;
  }
}
