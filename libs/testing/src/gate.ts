import { Transform, type TransformCallback } from "node:stream";

import type { TrapWatch } from "./trap.ts";

type GateState = Readonly<{ isSilent: boolean; delayMs: number }>;

// While a trap holds one piece, the end of the connection behind it has to be noticed, so reading goes on.
const READ_AHEAD_BYTES = 4_194_304;

/** One direction of a connection: lets data and its end pass at once, later, or not before the silence is over. */
export class Gate extends Transform {
  readonly #watch: TrapWatch;
  readonly #isDead: () => boolean;
  #state: GateState = { isSilent: false, delayMs: 0 };
  #held: (() => void) | undefined;

  /** `isDead` says whether either end of the connection is gone: then what a trap held back is dropped. */
  constructor(watch: TrapWatch, isDead: () => boolean) {
    super({ writableHighWaterMark: READ_AHEAD_BYTES });
    this.#watch = watch;
    this.#isDead = isDead;
  }

  set(state: GateState): void {
    this.#state = state;
    if (state.isSilent) return;
    const held = this.#held;
    this.#held = undefined;
    held?.();
  }

  override _transform(chunk: Uint8Array, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#pass(() => {
      const traps = this.#watch.inspect(chunk);
      if (!traps) done(null, chunk);
      else void this.#passTraps(chunk, traps, done);
    });
  }

  override _flush(done: TransformCallback): void {
    this.#pass(() => done());
  }

  async #passTraps(
    chunk: Uint8Array,
    traps: NonNullable<ReturnType<TrapWatch["inspect"]>>,
    done: TransformCallback,
  ): Promise<void> {
    await traps.before();
    if (this.destroyed) return;
    if (this.#isDead()) return done(new Error("the connection ended while a trap held its data"));
    this.push(chunk);
    await traps.after();
    if (!this.destroyed) done(this.#isDead() ? new Error("the connection ended in a trap") : null);
  }

  // One piece is held and some megabytes wait behind it; then, by back-pressure, the sender waits too.
  #pass(go: () => void): void {
    if (this.#state.isSilent) this.#held = go;
    else if (this.#state.delayMs > 0) setTimeout(() => this.#afterDelay(go), this.#state.delayMs).unref();
    else go();
  }

  #afterDelay(go: () => void): void {
    if (this.#state.isSilent) this.#held = go;
    else if (!this.destroyed) go();
  }
}
