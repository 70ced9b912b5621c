import { join } from "node:path";

import { execa } from "execa";

import { run } from "./commands.ts";
import type { Engine } from "./engine.ts";
import { findEngine } from "./find-engine.ts";

/**
 * `npm run test:compose`: 1. builds the real image, 2. runs docker-compose.yml against the sandbox, scaled, stopped in
 * the middle and started again, until every order is there once, 3. runs one container through testcontainers.
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
    ["compose, scaled, stopped and started again", "scenario.ts"],
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
  console.log(`passed: image built in ${Math.round((performance.now() - startedAtMs) / 1_000)} s`);
}

// A process of its own, because published ports may exist only inside the engine's network namespace.
async function runScript({ inNetwork, env, compose, redisImage }: Engine, script: string): Promise<boolean> {
  const command = [...inNetwork(), process.execPath, join(import.meta.dirname, script)];
  const { failed } = await execa(command[0] as string, command.slice(1), {
    cwd: ROOT,
    env: {
      ...env,
      COMPOSE_COMMAND: compose.join(" "),
      BILLFERRY_IMAGE: IMAGE,
      ...(redisImage === undefined ? {} : { REDIS_IMAGE: redisImage }),
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
