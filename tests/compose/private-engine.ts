import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ExecaError } from "execa";

import { BASE_IMAGE, importBaseImage, makePrometheusImage, PROMETHEUS_IMAGE, writeBuildSecrets } from "./base-image.ts";
import { run, succeeds } from "./commands.ts";
import { DaemonRefused, socketOf, startDaemon, type Daemon } from "./docker-daemon.ts";
import type { EngineOrReason } from "./engine.ts";

const CACHE_DIR = join(import.meta.dirname, "..", "..", ".cache");
const TOOLS = {
  dockerd: "docker.io",
  "docker-compose": "docker-compose",
  debootstrap: "debootstrap",
  prometheus: "prometheus",
};
// Debian's own client: it builds with secrets without the separate plug-in that newer clients want.
const CLIENT = "/usr/bin/docker";

/** An engine that only this run uses, on a bare Debian machine as root: no registry of images is needed. */
export async function preparePrivateEngine(): Promise<EngineOrReason> {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    return { skipped: "no Docker engine answers, and a private one needs root on Linux" };
  const problem = await installTools();
  if (problem !== undefined) return { skipped: problem };
  const dir = await mkdtemp(join(tmpdir(), "bf-engine-"));
  const env = {
    DOCKER_HOST: socketOf(dir),
    DOCKER_BUILDKIT: "1",
    // Published ports are on the namespace's own loopback, and the cleaning container cannot be pulled.
    TESTCONTAINERS_HOST_OVERRIDE: "127.0.0.1",
    TESTCONTAINERS_RYUK_DISABLED: "true",
  };
  let daemon: Daemon | undefined;
  const stop = async (): Promise<void> => {
    await daemon?.stop();
    await removeDir(dir);
  };
  try {
    await writeFile(join(dir, "daemon.json"), "{}");
    daemon = await startDaemon(dir, "build");
    await importBaseImage({ dir, cacheDir: CACHE_DIR, env });
    await makePrometheusImage(dir, { docker: CLIENT, env });
    const secrets = await writeBuildSecrets(dir);
    return {
      description: "a private Docker engine",
      docker: CLIENT,
      compose: ["docker-compose"],
      env,
      buildArgs: ["--network", "host", "--build-arg", `BASE=${BASE_IMAGE}`, ...secrets],
      redisImage: BASE_IMAGE,
      prometheusImage: PROMETHEUS_IMAGE,
      startRunning: async () => {
        await daemon?.stop();
        daemon = await startDaemon(dir, "run");
      },
      inNetwork: () => ["nsenter", "-t", String(daemon?.pid), "-n"],
      stop,
    };
  } catch (error) {
    await stop();
    // A command that is refused here is this machine's limit; anything else is a bug of ours and must be red.
    if (!(error instanceof ExecaError || error instanceof DaemonRefused)) throw error;
    return { skipped: `a private Docker engine does not start here: ${firstLine(error)}` };
  }
}

async function installTools(): Promise<string | undefined> {
  const missing: string[] = [];
  for (const [tool, name] of Object.entries(TOOLS)) if (!(await succeeds(["which", tool]))) missing.push(name);
  if (missing.length === 0) return undefined;
  console.log(`installing ${missing.join(", ")} with apt`);
  try {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run(["apt-get", "-qq", "update"], { env });
    await run(["apt-get", "-qq", "install", "-y", "--no-install-recommends", ...missing], { env });
    return undefined;
  } catch (error) {
    return `no Docker engine answers, and none can be installed: ${firstLine(error)}`;
  }
}

async function removeDir(dir: string): Promise<void> {
  // The engine may leave its own mounts behind when it had to be killed.
  const mounts = await run(["sh", "-c", `grep -o ' ${dir}[^ ]*' /proc/mounts | sort -r || true`]);
  for (const mount of mounts.split("\n").map((line) => line.trim()))
    if (mount !== "") await succeeds(["umount", "--lazy", mount]);
  await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
