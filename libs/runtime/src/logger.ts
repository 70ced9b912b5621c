import { destination, pino, stdTimeFunctions, type Logger } from "pino";

export type { Logger } from "pino";

/** One JSON line an event on standard error, so that standard output stays free for a command's result. */
export function createLogger(options: { name: string; level: string; version: string }): Logger {
  return pino(
    {
      level: options.level,
      timestamp: stdTimeFunctions.isoTime,
      base: { service: options.name, version: options.version, pid: process.pid },
      // A second safeguard: our own lines never hold these, but those of a library might.
      redact: {
        paths: ["*.password", "*.appSecret", "*.appsecret", "*.authorization", "*.cookie", "*.sign"],
        censor: "[redacted]",
      },
    },
    destination({ fd: 2, sync: true }),
  );
}
