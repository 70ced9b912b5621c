import { keepWarm } from "@billferry/launch";

import { loadSandboxConfig, type SandboxConfig } from "./config.ts";
import { SandboxProblem } from "./sandbox-problem.ts";
import { startSandbox } from "./start-sandbox.ts";

/** As of the services: settings are wrong, or the sandbox cannot start. */
const EXIT_CONFIG = 78;
const EXIT_FAILURE = 1;

async function run(config: SandboxConfig): Promise<void> {
  const sandbox = await startSandbox({
    host: config.SANDBOX_HOST,
    port: config.SANDBOX_PORT,
    folder: config.SANDBOX_DATA === "" ? undefined : config.SANDBOX_DATA,
    forms: config.SANDBOX_FORMS,
    formFolder: config.SANDBOX_FORM_DIR === "" ? undefined : config.SANDBOX_FORM_DIR,
    accounts: config.SANDBOX_ACCOUNTS,
    settings: { wangdiantong: { acceptAll: config.SANDBOX_WDT_ACCEPT_ALL === "1" } },
    bills: config.SANDBOX_BILLS,
    seed: config.SANDBOX_SEED,
    unknownSkus: config.SANDBOX_UNKNOWN_SKUS,
    reusedNumbers: config.SANDBOX_REUSED_NUMBERS ?? usualReuse(config.SANDBOX_BILLS),
    callsPerMinute: config.SANDBOX_CALLS_PER_MINUTE,
  });
  const stop = (): void => void sandbox.stop().then(() => process.exit(0));
  process.once("SIGTERM", stop).once("SIGINT", stop);
  process.stdout.write(`${JSON.stringify({ event: "sandbox.ready", url: sandbox.url })}\n`);
  await keepWarm();
}

/** About one in a hundred, where there are that many. */
function usualReuse(bills: number): number {
  return Math.floor(bills / 100);
}

function readConfig(): SandboxConfig {
  try {
    return loadSandboxConfig(process.env);
  } catch (error) {
    return fail(error, EXIT_CONFIG);
  }
}

function fail(error: unknown, exitCode: number): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(exitCode);
}

const config = readConfig();
await run(config).catch((error: unknown) => fail(error, error instanceof SandboxProblem ? EXIT_CONFIG : EXIT_FAILURE));
