import { CommandEnd, EXIT } from "./command-end.ts";
import { say } from "./say.ts";

/** A whole number from the environment; ends the command where it is something else. */
export function readCount(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name] ?? "";
  return text === "" ? fallback : toCount(name, text);
}

export function readPort(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const port = readCount(env, name, fallback);
  if (port > 65_535)
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `${name}:应为 0–65535 的整数,实际为 ${port}`,
        en: `${name}: should be a whole number from 0 to 65535, but is ${port}`,
      }),
    );
  return port;
}

/** A whole number from the command line or the environment, at most nine digits. */
export function toCount(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `${name}:应为整数,实际为 ${JSON.stringify(text)}`,
        en: `${name}: should be a whole number, but is ${JSON.stringify(text)}`,
      }),
    );
  return Number(text);
}
