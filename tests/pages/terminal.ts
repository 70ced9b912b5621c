import { cpSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { execa } from "execa";
import { onTestFinished } from "vitest";

import { Installation } from "../start/installation.ts";
import { withoutComment } from "./read-commands.ts";

const ROOT = join(import.meta.dirname, "..", "..");
/** These go on until they are stopped; a reader leaves their terminal open. */
const STAYS = /^npm (start|run (sandbox|extractor|transformer|loader|clerk|board|watcher))$/;
const IS_UP = /持续运行中|It keeps running|"service\.ready"|"sandbox\.ready"|sandbox\.ready|service\.ready/;
/** What looks for something ends with 1 where it has found it. */
const LOOKS = /npx billferry (status|cases|doubts|doctor|reconcile|backfill|alert list|rehearse)\b/;

/** Somebody who types what a page says, in a checkout of his own, where nothing was ever started. */
export class Terminal {
  readonly root: string;
  readonly #state: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #staying: { readonly pid: number; readonly ended: Promise<unknown>; readonly text: string }[] = [];
  /** In a page's text, and what it is here: addresses and ports of a machine that others use too. */
  readonly #others: ReadonlyMap<string, string>;

  constructor(env: Readonly<Record<string, string>>, others: ReadonlyMap<string, string>) {
    this.root = new Installation().root;
    this.#others = others;
    this.#state = join(this.root, ".exports");
    this.#env = {
      PATH: `${dirname(process.execPath)}:${process.env["PATH"]}`,
      HOME: this.root,
      LANG: "zh_CN.UTF-8",
      ...env,
    };
    writeFileSync(this.#state, "");
    for (const name of [".env.example", "tests/package.json", "bench/package.json", "docs/package.json"])
      cpSync(join(ROOT, name), join(this.root, name));
    this.#linkPrograms();
    onTestFinished(async () => this.stop());
  }

  #linkPrograms(): void {
    const folder = join(this.root, "node_modules", ".bin");
    mkdirSync(folder);
    for (const name of readdirSync(join(ROOT, "node_modules", ".bin")))
      if (name !== "billferry") symlinkSync(realpathSync(join(ROOT, "node_modules", ".bin", name)), join(folder, name));
    symlinkSync(join(this.root, "services", "cli", "bin", "billferry.js"), join(folder, "billferry"));
  }

  /** Types a command; waits until it has ended, or until what stays is up. Throws where it did not do. */
  async type(command: string): Promise<string> {
    const text = [...this.#others].reduce((all, [theirs, ours]) => all.replaceAll(theirs, ours), command);
    if (STAYS.test(withoutComment(text))) return this.#startStaying(withoutComment(text));
    const script = `set -a; . ${this.#state}; set +a; set -o pipefail\n${text}\ncode=$?; export -p > ${this.#state}; exit $code`;
    const { all, exitCode } = await execa("bash", ["-c", script], {
      cwd: this.root,
      env: this.#env,
      extendEnv: false,
      reject: false,
      all: true,
      stdin: "ignore",
    });
    if (exitCode !== 0 && !(exitCode === 1 && LOOKS.test(text)))
      throw new Error(`${command}\nended with ${exitCode}:\n${all}\n${this.#lastWords()}`);
    return all;
  }

  async #startStaying(text: string): Promise<string> {
    const child = execa("bash", ["-c", `set -a; . ${this.#state}; set +a; exec ${text}`], {
      cwd: this.root,
      env: this.#env,
      extendEnv: false,
      reject: false,
      all: true,
      stdin: "ignore",
      forceKillAfterDelay: false,
      // A terminal's Ctrl+C reaches all that runs in it.
      detached: true,
    });
    this.#staying.push({ pid: child.pid as number, ended: child, text });
    let written = "";
    await new Promise<void>((resolve, reject) => {
      child.all.on("data", (data: Buffer) => {
        written += data.toString();
        if (IS_UP.test(written)) resolve();
      });
      void child.then(({ all }) => reject(new Error(`${text} ended:\n${all}`)));
    });
    return written;
  }

  /** Ctrl+C in the terminals of what stays; the last that was started first. */
  async stop(isToStop: (text: string) => boolean = () => true): Promise<void> {
    for (const staying of this.#staying.toReversed().filter(({ text }) => isToStop(text))) {
      this.#staying.splice(this.#staying.indexOf(staying), 1);
      interrupt(staying.pid);
      await staying.ended;
    }
  }

  #lastWords(): string {
    try {
      const folder = join(this.root, ".data", "logs");
      return readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), "utf8").split("\n").slice(-4).join("\n"))
        .join("\n");
    } catch {
      return "";
    }
  }
}

/** The whole group; where it has ended by itself there is nothing to do. */
function interrupt(pid: number): void {
  try {
    process.kill(-pid, "SIGINT");
  } catch {
    // It has ended already.
  }
}
