import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { execa } from "execa";
import { onTestFinished, vi } from "vitest";

const REPOSITORY = join(import.meta.dirname, "..", "..");
const TAKEN = ["libs", "services", "schemes", "deploy", "package.json", "package-lock.json"];

/** A place where nothing was ever started: our sources as they are, the packages of this checkout, and no cache. */
export class Installation {
  readonly root = mkdtempSync(join(tmpdir(), "billferry-start-"));
  readonly cache = join(this.root, "node_modules", ".cache", "billferry");

  constructor() {
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }));
    for (const name of TAKEN)
      cpSync(join(REPOSITORY, name), join(this.root, name), {
        recursive: true,
        filter: (path) => !path.endsWith("/test"),
      });
    this.#linkPackages("node_modules");
    mkdirSync(join(this.root, "node_modules", "@billferry"));
    for (const folder of ["libs", "services"])
      for (const name of readdirSync(join(this.root, folder)))
        symlinkSync(join(this.root, folder, name), join(this.root, "node_modules", "@billferry", name));
  }

  #linkPackages(folder: string): void {
    mkdirSync(join(this.root, folder), { recursive: true });
    for (const name of readdirSync(join(REPOSITORY, folder)))
      if (!name.startsWith(".") && name !== "@billferry")
        symlinkSync(join(REPOSITORY, folder, name), join(this.root, folder, name));
  }

  /** What an assembly says of itself; waits for one that is being made. */
  async manifest(
    service: string,
  ): Promise<{ readonly sources: readonly string[]; readonly packages: readonly string[] }> {
    const path = join(this.cache, "services", service, "src", "manifest.json");
    return vi.waitFor(() => JSON.parse(readFileSync(path, "utf8")) as never, { timeout: 60_000, interval: 100 });
  }

  async makeAssemblies(...services: readonly string[]): Promise<void> {
    const programs = services.map((service) => `services/${service}/src`);
    await execa(process.execPath, ["libs/launch/src/assemble.ts", ...programs], { cwd: this.root });
  }

  /** Starts a service as its users do, and waits until it says that it is ready. */
  async start(service: string, redisUrl: string, env: Readonly<Record<string, string>> = {}) {
    const child = execa(process.execPath, [`services/${service}/src/main.ts`], {
      cwd: this.root,
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], REDIS_URL: redisUrl, ...env },
      extendEnv: false,
      reject: false,
      buffer: { stdout: false },
      // A busy machine may take its time; the test's own limit is enough.
      forceKillAfterDelay: false,
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const ready = Promise.withResolvers<void>();
    createInterface({ input: child.stderr }).on("line", (line) => line.includes('"service.ready"') && ready.resolve());
    const died = child.then(({ stderr, exitCode }) =>
      Promise.reject(new Error(`${service} ended: ${exitCode} ${stderr}`)),
    );
    await Promise.race([ready.promise, died]);
    died.catch(() => undefined);
    return {
      /** The file that this process runs. */
      runs: /(main\.ts|main\.mjs)/.exec(readFileSync(`/proc/${child.pid}/cmdline`, "utf8"))?.[1],
      peakMiB: Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1_024,
      /** Its exit code. */
      stop: async (signal: NodeJS.Signals = "SIGTERM") => {
        child.kill(signal);
        return (await child).exitCode;
      },
    };
  }
}
