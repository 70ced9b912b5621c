import { join } from "node:path";

import { execa } from "execa";
import { onTestFinished } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");

export interface ServiceProcess {
  readonly hasEnded: () => boolean;
  readonly written: () => string;
  /** Resolves when it has said that it is ready; rejects with its words where it ends before. */
  readonly ready: Promise<void>;
  /** Asks it to end, as systemd and Kubernetes do, and gives back its exit code. */
  readonly stop: () => Promise<number | undefined>;
}

/** A command line as it stands in a unit or a manifest, in the folder of the product, with this environment alone. */
export function startProcess(command: readonly string[], env: Readonly<Record<string, string>>): ServiceProcess {
  const [file = "", ...args] = command;
  const child = execa(file, args, { cwd: ROOT, env, extendEnv: false, reject: false, stdin: "ignore", all: true });
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  ready.catch(() => undefined);
  let [text, ended] = ["", false];
  child.all.on("data", (chunk: Buffer) => {
    text += String(chunk);
    if (text.includes('"event":"service.ready"')) resolve();
  });
  void child.finally(() => {
    ended = true;
    reject(new Error(`${command.join(" ")} ended: ${text.slice(-2_000)}`));
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await child;
  });
  return {
    hasEnded: () => ended,
    written: () => text,
    ready,
    stop: async () => {
      child.kill("SIGTERM");
      return (await child).exitCode;
    },
  };
}
