import { createRequire } from "node:module";
import { isatty } from "node:tty";

import { sayIn, serviceLanguage, type Told } from "@billferry/contracts";
import type { Logger } from "@billferry/redis";
import type * as PinoPretty from "pino-pretty";
import { destination, pino, stdTimeFunctions, type DestinationStream } from "pino";

export type { Logger } from "@billferry/redis";

const STANDARD_ERROR = 2;
const WARN = 40;
/** Each write is a call of the system that wakes whoever reads: a busy service makes at most twenty a second. */
const LONGEST_WAIT_MS = 50;
const MOST_WAITING_BYTES = 8_192;

/**
 * One JSON line an event on standard error, so that standard output stays free for a command's result. Where a person
 * reads along on a terminal, the same as a line of words. What a line says is said in the language of the installation.
 */
export function createLogger(options: { name: string; level: string; version: string }): Logger {
  const { stream, onLine } = (output ??= openOutput());
  const say = sayIn(serviceLanguage(process.env));
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
      hooks: {
        logMethod(args, method, level) {
          const [facts, text, ...values] = args as readonly unknown[];
          const words = isTold(text) || typeof text === "string" ? say(text) : text;
          method.apply(this, (args.length < 2 ? args : [facts, words, ...values]) as typeof args);
          onLine(level);
        },
      },
    },
    stream,
  );
}

function isTold(text: unknown): text is Told {
  return typeof text === "object" && text !== null && "zh" in text && "en" in text;
}

/** All loggers of a process write to the same place. */
let output: ReturnType<typeof openOutput> | undefined;

/**
 * A line goes out at once where none went out just before, and so does a warning; others wait for each other. However
 * the process ends by itself, an error that nobody caught included, the last ones are written.
 */
function openOutput(): { readonly stream: DestinationStream; readonly onLine: (level: number) => void } {
  if (isatty(STANDARD_ERROR)) return { stream: openTerminal(), onLine: () => undefined };
  const stream = destination({ fd: STANDARD_ERROR, sync: true, minLength: MOST_WAITING_BYTES });
  let timer: NodeJS.Timeout | undefined;
  let isWaiting = false;
  const write = (): void => {
    isWaiting = false;
    stream.flush();
  };
  process.on("exit", () => {
    if (isWaiting) write();
  });
  const onLine = (level: number): void => {
    if (timer !== undefined && level < WARN) isWaiting = true;
    else write();
    timer ??= setTimeout(() => {
      timer = undefined;
      if (isWaiting) write();
    }, LONGEST_WAIT_MS).unref();
  };
  return { stream, onLine };
}

/** Each line at once, in this process: one of a thread of its own would be lost with a crash. */
function openTerminal(): DestinationStream {
  const { default: pretty } = createRequire(import.meta.url)("pino-pretty") as typeof PinoPretty;
  const ignore = "pid,version";
  return pretty({ destination: STANDARD_ERROR, sync: true, translateTime: "SYS:HH:MM:ss.l", ignore, singleLine: true });
}
