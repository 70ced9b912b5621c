import { loadSandboxConfig, type SandboxConfig } from "./config.ts";
import { startSandbox } from "./start-sandbox.ts";

const EXIT_USAGE = 2;

async function run(config: SandboxConfig): Promise<void> {
  const sandbox = await startSandbox({
    host: config.SANDBOX_HOST,
    port: config.SANDBOX_PORT,
    folder: config.SANDBOX_DATA === "" ? undefined : config.SANDBOX_DATA,
    bills: config.SANDBOX_BILLS,
    seed: config.SANDBOX_SEED,
    unknownSkus: config.SANDBOX_UNKNOWN_SKUS,
    callsPerMinute: config.SANDBOX_CALLS_PER_MINUTE,
  });
  const stop = (): void => void sandbox.stop().then(() => process.exit(0));
  process.once("SIGTERM", stop).once("SIGINT", stop);
  process.stdout.write(`${JSON.stringify({ event: "sandbox.ready", url: sandbox.url })}\n`);
}

try {
  await run(loadSandboxConfig(process.env));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = EXIT_USAGE;
}
