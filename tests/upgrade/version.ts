import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";

import { diesWithParent } from "@billferry/embedded-redis";
import { SANDBOX_CREDENTIALS } from "@billferry/sandbox";
import { execa } from "execa";

export type Environment = Readonly<Record<string, string>>;
export type ServiceName = "extractor" | "transformer" | "loader";
export const SERVICES: readonly ServiceName[] = ["extractor", "transformer", "loader"];

export interface Running {
  /** Its log line or word that says so has come; an error with its last words where it ended before. */
  readonly ready: Promise<string>;
  readonly end: (signal: "SIGKILL" | "SIGTERM") => Promise<number | null>;
}

interface CliEnd {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/**
 * A checkout of some version of the product, used through what stays stable: its programs, settings, commands and the
 * sandbox's control API. Nothing of it is imported, so that an old one can be driven as well as this one.
 */
export class Version {
  readonly #root: string;
  readonly #running = new Set<ChildProcess>();

  constructor(root: string) {
    this.#root = root;
  }

  async sandbox(env: Environment): Promise<{ readonly url: string } & Running> {
    const running = await this.#start("services/sandbox/src/main.ts", env, "sandbox.ready");
    const { url } = JSON.parse(await running.ready) as { url: string };
    return { ...running, url };
  }

  async service(name: ServiceName, env: Environment): Promise<Running> {
    return this.#start(`services/${name}/src/main.ts`, env, "service.ready");
  }

  /** A command that is not waited for. */
  command(args: readonly string[], env: Environment): Pick<Running, "end"> {
    const launcher = join(this.#root, "services/cli/bin/billferry.js");
    const child = spawn(process.execPath, [launcher, ...args], {
      cwd: this.#root,
      env: { ...process.env, ENV_FILE: "/dev/null", ...env },
      stdio: "ignore",
    });
    this.#running.add(child);
    return { end: async (signal) => endOf(child, signal) };
  }

  async cli(args: readonly string[], env: Environment): Promise<CliEnd> {
    const launcher = join(this.#root, "services/cli/bin/billferry.js");
    const end = await execa(process.execPath, [launcher, ...args], {
      env: { ENV_FILE: "/dev/null", ...env },
      cwd: this.#root,
      reject: false,
      stdin: "ignore",
    });
    return { stdout: end.stdout, stderr: end.stderr, exitCode: end.exitCode ?? 1 };
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#running].map(async (child) => endOf(child, "SIGKILL")));
  }

  async #start(main: string, env: Environment, word: string): Promise<Running> {
    const command = [...(await diesWithParent()), process.execPath, join(this.#root, main)];
    const child = spawn(command[0] as string, command.slice(1), {
      cwd: this.#root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#running.add(child);
    const { promise: ready, resolve, reject } = Promise.withResolvers<string>();
    // Whoever does not wait for it is not to fall over it.
    ready.catch(() => undefined);
    let lastWords = "";
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on("line", (line) => {
        if (process.env["SHOW_LOGS"]) process.stderr.write(`${line}\n`);
        if (line.includes(word)) resolve(line);
        if (!line.startsWith("{")) lastWords = line;
      });
    child.once("exit", () => {
      this.#running.delete(child);
      reject(new Error(`${main} ended: ${lastWords}`));
    });
    return { ready, end: async (signal) => endOf(child, signal) };
  }
}

async function endOf(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.once("exit", resolve);
  child.kill(signal);
  return promise;
}

/** The settings with which all services work on a sandbox, whichever version it is of. */
export function settingsFor(sandboxUrl: string, redisUrl: string, own: Environment): Environment {
  const { kingdee, wangdiantong } = SANDBOX_CREDENTIALS;
  return {
    REDIS_URL: redisUrl,
    KINGDEE_URL: `${sandboxUrl}/k3cloud/`,
    KINGDEE_ACCOUNT: kingdee.account,
    KINGDEE_USER: kingdee.user,
    KINGDEE_APP_ID: kingdee.appId,
    KINGDEE_APP_SECRET: kingdee.appSecret,
    WDT_URL: `${sandboxUrl}/openapi2/`,
    WDT_SID: wangdiantong.sid,
    WDT_APPKEY: wangdiantong.appkey,
    WDT_APPSECRET: wangdiantong.appsecret,
    WDT_CALLS_PER_MINUTE: "100000",
    SYNC_EVERY: "1s",
    ...own,
  };
}
