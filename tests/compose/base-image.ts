import { cp, mkdir, readFile, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

import { execa } from "execa";

import { run, type CommandEnv } from "./commands.ts";

const SYSTEM_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

export const BASE_IMAGE = "billferry-test/base:local";
export const PROMETHEUS_IMAGE = "billferry-test/prometheus:local";

/**
 * Where no image can be pulled, one base image stands in for both that the project names: Debian from its packages
 * with Redis, plus this machine's own npm and the Node that runs this. The archive is kept in `cacheDir`.
 */
export async function importBaseImage(options: { dir: string; cacheDir: string; env: CommandEnv }): Promise<void> {
  const archive = join(options.cacheDir, "compose", `base-${process.version}.tar`);
  if (!existsSync(archive)) await makeArchive(options.dir, archive);
  await run(["docker", "import", archive, BASE_IMAGE], { env: options.env });
}

/** This machine's Prometheus on that base, begun as the image that the project names begins its own. */
export async function makePrometheusImage(dir: string, engine: { docker: string; env: CommandEnv }): Promise<void> {
  const context = join(dir, "prometheus");
  await mkdir(context, { recursive: true });
  await cp((await run(["which", "prometheus"])).trim(), join(context, "prometheus"), { dereference: true });
  const entry = ["/bin/prometheus", "--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"];
  const lines = [`FROM ${BASE_IMAGE}`, "COPY prometheus /bin/prometheus", `ENTRYPOINT ${JSON.stringify(entry)}`];
  await writeFile(join(context, "Dockerfile"), `${lines.join("\n")}\n`);
  await run([engine.docker, "build", "-t", PROMETHEUS_IMAGE, context], { env: engine.env });
}

async function makeArchive(dir: string, archive: string): Promise<void> {
  console.log("making a base image from Debian's packages (about half a minute)");
  const root = join(dir, "rootfs");
  const suite = (await run(["sh", "-c", '. /etc/os-release && printf %s "$VERSION_CODENAME"'])) || "bookworm";
  await run(["debootstrap", "--variant=minbase", "--include=redis-server,ca-certificates", suite, root]);
  // Debian's server is a link to this program; either name may be looked at, so the link is kept as it is.
  await cp(process.execPath, join(root, "usr/local/bin/node"));
  const npm = join(root, "usr/local/lib/node_modules/npm");
  await mkdir(dirname(npm), { recursive: true });
  // bin/npm-cli.js inside npm's own folder, wherever this machine keeps it.
  const cli = await realpath((await run(["which", "npm"])).trim());
  await cp(join(dirname(cli), ".."), npm, { recursive: true, dereference: true });
  for (const name of ["npm", "npx"])
    await symlink(`../lib/node_modules/npm/bin/${name}-cli.js`, join(root, "usr/local/bin", name));
  await rm(join(root, "var/cache/apt/archives"), { recursive: true, force: true });
  await mkdir(dirname(archive), { recursive: true });
  await run(["tar", "-C", root, "-cf", `${archive}.new`, "."]);
  await rename(`${archive}.new`, archive);
  await rm(root, { recursive: true, force: true });
}

/**
 * This machine's npm settings as build secrets: a build sees them while it installs, no layer keeps them.
 * Returns the arguments of `docker build`.
 */
export async function writeBuildSecrets(dir: string): Promise<string[]> {
  const user = await readFile(join(homedir(), ".npmrc"), "utf8").catch(() => "");
  const registry = await npmSetting("registry");
  const candidates = [await npmSetting("cafile"), process.env["NODE_EXTRA_CA_CERTS"], SYSTEM_CERTIFICATES];
  const cafile = candidates.find((file) => file !== undefined && existsSync(file)) ?? "";
  const [npmrc, ca] = [join(dir, "npmrc"), join(dir, "ca.pem")];
  await writeFile(ca, cafile === "" ? "" : await readFile(cafile), { mode: 0o600 });
  const lines = [user, `registry=${registry}`, ...(cafile === "" ? [] : ["cafile=/run/secrets/ca"])];
  await writeFile(npmrc, `${lines.join("\n")}\n`, { mode: 0o600 });
  return ["--secret", `id=npmrc,src=${npmrc}`, "--secret", `id=ca,src=${ca}`];
}

async function npmSetting(name: string): Promise<string> {
  const { stdout, failed } = await execa("npm", ["config", "get", name], { reject: false, cwd: homedir() });
  const value = stdout.trim();
  return failed || value === "null" || value === "undefined" ? "" : value;
}
