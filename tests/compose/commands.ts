import { execa } from "execa";

export type CommandEnv = Readonly<Record<string, string>>;

/** Runs a command to its end and returns its stdout; its output is shown only if it fails. Throws execa's error. */
export async function run(command: readonly [string, ...string[]], options: RunOptions = {}): Promise<string> {
  const [file, ...args] = command;
  const { stdout } = await execa(file, args, {
    env: options.env ?? {},
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdin: "ignore",
    stderr: options.isShown ? "inherit" : "pipe",
    stdout: options.isShown ? ["pipe", "inherit"] : "pipe",
    timeout: options.limitMs ?? 900_000,
  });
  return stdout;
}

export interface RunOptions {
  readonly env?: CommandEnv;
  readonly cwd?: string;
  readonly isShown?: boolean;
  readonly limitMs?: number;
}

/** Whether the command ends well; its output is dropped. */
export async function succeeds(command: readonly [string, ...string[]], env: CommandEnv = {}): Promise<boolean> {
  const [file, ...args] = command;
  const { failed } = await execa(file, args, { env, stdin: "ignore", reject: false, timeout: 60_000 });
  return !failed;
}

/** Asks again until the answer is yes; throws with `what` after `limitMs`. */
export async function until(what: string, limitMs: number, isSo: () => Promise<boolean>): Promise<void> {
  const limit = Date.now() + limitMs;
  while (!(await isSo())) {
    if (Date.now() > limit) throw new Error(`${what}: not within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
