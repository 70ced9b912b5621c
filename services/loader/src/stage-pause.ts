import { MustWait, type Waiting } from "@billferry/contracts";
import type { TypedQueue } from "@billferry/runtime";

/** A stage that was seen running so lately need not be asked about before a look-up. */
const FRESH_MS = 500;

/** What a person's pause of the stage comes to: its queue rests, and is asked about again soon. */
export const PAUSED: Omit<Waiting, "kind"> = { scope: "queue", forMs: 1_000, reason: "写入已暂停" };

/** While a person has paused the stage nothing is asked or sent, by whatever part of the loader. */
export class StagePause {
  readonly #queue: Pick<TypedQueue<"load">, "isPaused">;
  #seenRunningAtMs = Number.NEGATIVE_INFINITY;

  constructor(queue: Pick<TypedQueue<"load">, "isPaused">) {
    this.#queue = queue;
  }

  /** Whoever may push learns from the ledger that the stage runs: nobody has to ask again for a moment. */
  noteRunning(): void {
    this.#seenRunningAtMs = performance.now();
  }

  async refuse(): Promise<void> {
    if (performance.now() - this.#seenRunningAtMs < FRESH_MS) return;
    if (await this.#queue.isPaused()) throw new MustWait(PAUSED);
    this.noteRunning();
  }
}
