import { describeFault, isFault, type FaultCode } from "@billferry/contracts";
import { loadEnvFile } from "@billferry/settings";
import { CommanderError } from "commander";
import { Interrupted, ROOT, StartRefused } from "@billferry/supervisor";

import { CommandEnd, EXIT } from "./command-end.ts";
import { createProgram } from "./program.ts";

const OF_SETTINGS: readonly FaultCode[] = ["CONFIG_INVALID", "SCHEME_INVALID", "ACCOUNT_CHANGED", "STATE_UNREADABLE"];

try {
  loadEnvFile(process.env, ROOT);
  await createProgram().parseAsync();
} catch (error) {
  // Exits at once: a connection attempt that is still under way must not hold up the answer.
  process.exit(report(error));
}

function report(error: unknown): number {
  // Commander has printed it already; asking for help is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.good : EXIT.usage;
  if (error instanceof CommandEnd) {
    if (error.message !== "") process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof StartRefused || error instanceof Interrupted) {
    process.stderr.write(`${error.message}\n`);
    return error instanceof Interrupted ? EXIT.interrupted : EXIT.usage;
  }
  if (isFault(error)) {
    process.stderr.write(`${describeFault(error)}\n`);
    return OF_SETTINGS.includes(error.code) ? EXIT.usage : EXIT.unreachable;
  }
  if (error instanceof Error && error.name === "RedisUnobtainableError") {
    process.stderr.write(`${error.message}\n`);
    return EXIT.unreachable;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.found;
}
