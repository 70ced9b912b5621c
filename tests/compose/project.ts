import { randomBytes } from "node:crypto";
import { join } from "node:path";

import got from "got";

import { run, until, type CommandEnv } from "./commands.ts";

/** What the sandbox says of its own books. */
export interface Summary {
  readonly bills: number;
  readonly expected: number;
  readonly present: number;
  readonly absent: readonly unknown[];
  readonly duplicated: readonly unknown[];
  readonly unexpected: readonly unknown[];
  readonly wrong: readonly unknown[];
}

interface ContainerState {
  readonly service: string;
  readonly status: string;
  readonly exitCode: number;
}

export interface ProjectOptions {
  /** What `.env` would hold. */
  readonly settings: CommandEnv;
  readonly profiles: readonly string[];
  readonly sandboxPort: number;
}

const EMPTY_ENV = join(import.meta.dirname, "empty.env");

/** docker-compose.yml under a name of its own. */
export class Project {
  readonly #name = `billferry-test-${randomBytes(4).toString("hex")}`;
  readonly #options: ProjectOptions;

  constructor(options: ProjectOptions) {
    this.#options = options;
  }

  async compose(args: readonly string[], settings: CommandEnv = {}): Promise<string> {
    const [file = "docker-compose", ...first] = (process.env["COMPOSE_COMMAND"] ?? "docker-compose").split(" ");
    const profiles = this.#options.profiles.flatMap((profile) => ["--profile", profile]);
    const env = { COMPOSE_PROJECT_NAME: this.#name, ...this.#options.settings, ...settings };
    return run([file, ...first, "--env-file", EMPTY_ENV, ...profiles, ...args], { env });
  }

  async takeDown(): Promise<void> {
    await this.compose(["down", "--volumes", "--timeout", "5"]);
  }

  async summaryWhen(what: string, limitMs: number, isSo: (summary: Summary) => boolean): Promise<Summary> {
    let latest: Summary | undefined;
    try {
      await until(what, limitMs, async () => {
        latest = await this.#readSummary();
        return latest !== undefined && latest.expected > 0 && isSo(latest);
      });
    } catch (cause) {
      throw new Error(`${what}: last known ${latest?.present} of ${latest?.expected}`, { cause });
    }
    return latest as Summary;
  }

  async #readSummary(): Promise<Summary | undefined> {
    const url = `http://127.0.0.1:${this.#options.sandboxPort}/control/summary`;
    try {
      return await got(url, { timeout: { request: 10_000 }, retry: { limit: 0 } }).json<Summary>();
    } catch {
      // Not up yet, or just stopped.
      return undefined;
    }
  }

  async #containers(): Promise<readonly string[]> {
    const ids = await run(["docker", "ps", "-aq", "--filter", `label=com.docker.compose.project=${this.#name}`]);
    return ids.split("\n");
  }

  async states(): Promise<readonly ContainerState[]> {
    const format = '{{index .Config.Labels "com.docker.compose.service"}} {{.State.Status}} {{.State.ExitCode}}';
    const lines = await run(["docker", "inspect", "--format", format, ...(await this.#containers())]);
    return lines.split("\n").map((line) => {
      const [service = "", status = "", exitCode] = line.split(" ");
      return { service, status, exitCode: Number(exitCode) };
    });
  }

  /** What Docker says of each container's limits: `service read-only user capabilities log`. */
  async guards(): Promise<readonly string[]> {
    const fields = [
      '{{index .Config.Labels "com.docker.compose.service"}}',
      "{{.HostConfig.ReadonlyRootfs}}",
      "{{.Config.User}}",
      "{{.HostConfig.CapDrop}}",
      '{{index .HostConfig.LogConfig.Config "max-size"}}',
    ];
    const lines = await run(["docker", "inspect", "--format", fields.join(" "), ...(await this.#containers())]);
    return [...new Set(lines.split("\n"))].toSorted();
  }
}
