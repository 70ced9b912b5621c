import { askedLanguage, describeFault, isFault, toldOf, type FaultCode } from "@billferry/contracts";
import { toRedisFault } from "@billferry/redis";
import { loadEnvFile } from "@billferry/settings";
import { Interrupted, ROOT, StartRefused } from "@billferry/supervisor";
import { CommanderError } from "commander";

import { CommandEnd, EXIT } from "./command-end.ts";
import { createProgram } from "./program.ts";
import { say, spokenLanguage } from "./say.ts";

const OF_SETTINGS: readonly FaultCode[] = ["CONFIG_INVALID", "SCHEME_INVALID", "ACCOUNT_CHANGED", "STATE_UNREADABLE"];

try {
  loadEnvFile(process.env, ROOT);
  // What this command starts speaks as it was asked to.
  const asked = askedLanguage(process.argv.slice(2));
  // What is set to nothing becomes the word "undefined".
  if (asked !== undefined) process.env["BILLFERRY_LANG"] = asked;
  await createProgram().parseAsync();
} catch (error) {
  // Exits at once: a connection attempt that is still under way must not hold up the answer.
  process.exit(report(error));
}

function report(error: unknown): number {
  // Commander has printed it already; asking for help is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.good : EXIT.usage;
  const [exitCode, message] = explain(error);
  if (message !== "") process.stderr.write(`${message}\n`);
  return exitCode;
}

function explain(thrown: unknown): [exitCode: number, message: string] {
  const error = toRedisFault(thrown);
  if (error instanceof CommandEnd) return [error.exitCode, error.message];
  if (error instanceof StartRefused) return [EXIT.usage, say(toldOf(error))];
  if (error instanceof Interrupted) return [EXIT.interrupted, say(toldOf(error))];
  if (isFault(error)) {
    const exitCode = OF_SETTINGS.includes(error.code) ? EXIT.usage : EXIT.unreachable;
    return [exitCode, describeFault(error, spokenLanguage())];
  }
  if (!(error instanceof Error)) return [EXIT.found, String(error)];
  if (error.name === "RedisUnobtainableError") return [EXIT.unreachable, say(toldOf(error))];
  return [EXIT.found, error.stack ?? error.message];
}
