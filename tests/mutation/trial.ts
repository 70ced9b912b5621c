import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import type { Verdict } from "./guard.ts";
import type { Mutant } from "./mutant.ts";
import { ROOT } from "./root.ts";

/** `timed-out` is a mistake that is noticed too: the tests did not end. */
export interface Outcome {
  readonly verdict: "killed" | "survived" | "timed-out";
  /** The first test that failed. */
  readonly noticedBy: string;
}

const GUARD = join(import.meta.dirname, "guard.ts");
const LONGEST_MS = 180_000;

/** The tests of one source, ready to be run against one text after another. */
export class Trial {
  readonly #file: string;
  readonly #guards: readonly string[];
  #child: ChildProcess | undefined;

  constructor(file: string, guards: readonly string[]) {
    this.#file = file;
    this.#guards = guards;
  }

  /** Throws where the tests could not be run. */
  async run(mutant: Pick<Mutant, "source" | "active">): Promise<Outcome> {
    // The switch that Stryker's texts look for.
    const head = mutant.active === null ? "" : `globalThis.__stryker__ = { activeMutant: "${mutant.active}" };\n`;
    const child = await this.#start();
    child.send(head + mutant.source);
    const verdict = await answerOf<Verdict>(child);
    if (verdict === undefined) {
      child.kill("SIGKILL");
      this.#child = undefined;
      return { verdict: "timed-out", noticedBy: "" };
    }
    if (verdict.kind === "void") throw new Error(`the tests of ${this.#file} did not run`);
    if (verdict.kind === "passed") return { verdict: "survived", noticedBy: "" };
    return { verdict: "killed", noticedBy: verdict.noticedBy };
  }

  stop(): void {
    this.#child?.disconnect();
    this.#child = undefined;
  }

  async #start(): Promise<ChildProcess> {
    if (this.#child !== undefined) return this.#child;
    // Whatever the tests print is of a mistake.
    const child = fork(GUARD, [this.#file, ...this.#guards], {
      cwd: ROOT,
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    if ((await answerOf<"ready">(child)) === undefined) throw new Error(`the tests of ${this.#file} do not start`);
    this.#child = child;
    return child;
  }
}

/** What the child says next; undefined where it stays silent or ends. */
async function answerOf<Answer>(child: ChildProcess): Promise<Answer | undefined> {
  const controller = new AbortController();
  const signal = AbortSignal.any([controller.signal, AbortSignal.timeout(LONGEST_MS)]);
  const message = once(child, "message", { signal }).then(([answer]) => answer as Answer);
  const exit = once(child, "exit", { signal }).then(() => undefined);
  try {
    return await Promise.race([message, exit]);
  } catch {
    return undefined;
  } finally {
    controller.abort();
    await Promise.allSettled([message, exit]);
  }
}
