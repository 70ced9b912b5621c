import { join } from "node:path";

import { execa } from "execa";

import { run } from "./commands.ts";
import type { Engine } from "./engine.ts";
import { findEngine } from "./find-engine.ts";

/**
 * `npm run test:compose`: 1. builds the real image, 2. runs docker-compose.yml against the sandbox, scaled, stopped in
 * the middle and started again, each service made anew under way, until every order is there once; then the console, a
 * command and the Prometheus of the profile `observability` are asked, 3. runs one container through testcontainers.
 * Exit code 1 if anything is missing, duplicated or wrong. Where there is no engine it says so, and that is no failure.
 */
const ROOT = join(import.meta.dirname, "..", "..");
const IMAGE = "billferry:compose-test";

const engine = await findEngine();
if ("skipped" in engine) {
  console.log(`skipped: ${engine.skipped}`);
  console.log("0 passed, 0 failed, 3 skipped");
} else {
  const { finish } = stopOnSignal(engine);
  try {
    console.log(`engine: ${engine.description}`);
    process.exitCode = await runAll(engine);
  } finally {
    await finish();
  }
}

async function runAll(ready: Engine): Promise<number> {
  await build(ready);
  await ready.startRunning();
  const results = [true];
  for (const [name, script] of [
    ["compose, scaled, stopped, started again, rolled and scraped", "scenario.ts"],
    ["testcontainers", "container.ts"],
  ] as const) {
    const isPassed = await runScript(ready, script);
    console.log(`${isPassed ? "passed" : "FAILED"}: ${name}`);
    results.push(isPassed);
  }
  const failed = results.filter((isPassed) => !isPassed).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

async function build({ docker, buildArgs, env }: Engine): Promise<void> {
  const startedAtMs = performance.now();
  await run([docker, "build", ...buildArgs, "-f", "deploy/Dockerfile", "-t", IMAGE, "."], { cwd: ROOT, env });
  const seconds = Math.round((performance.now() - startedAtMs) / 1_000);
  const bytes = Number(await run([docker, "image", "inspect", "--format", "{{.Size}}", IMAGE], { env }));
  console.log(`passed: image built in ${seconds} s, ${Math.round(bytes / 1_000_000)} MB with its base`);
}

// A process of its own, because published ports may exist only inside the engine's network namespace.
async function runScript(
  { inNetwork, env, compose, redisImage, prometheusImage }: Engine,
  script: string,
): Promise<boolean> {
  const command = [...inNetwork(), process.execPath, join(import.meta.dirname, script)];
  const { failed } = await execa(command[0] as string, command.slice(1), {
    cwd: ROOT,
    env: {
      ...env,
      COMPOSE_COMMAND: compose.join(" "),
      BILLFERRY_IMAGE: IMAGE,
      ...(redisImage === undefined ? {} : { REDIS_IMAGE: redisImage }),
      ...(prometheusImage === undefined ? {} : { PROMETHEUS_IMAGE: prometheusImage }),
    },
    reject: false,
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit",
    timeout: 1_200_000,
  });
  return !failed;
}

function stopOnSignal(ready: Engine): { finish: () => Promise<void> } {
  let stopping: Promise<void> | undefined;
  const finish = async (): Promise<void> => (stopping ??= ready.stop());
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void finish().finally(() => process.exit(1)));
  return { finish };
}
