import { Transform, type TransformCallback } from "node:stream";

interface GateState {
  readonly isSilent: boolean;
  readonly delayMs: number;
}

/** One direction of a connection: lets data and its end pass at once, later, or not before the silence is over. */
export class Gate extends Transform {
  #state: GateState = { isSilent: false, delayMs: 0 };
  #held: (() => void) | undefined;

  set(state: GateState): void {
    this.#state = state;
    if (state.isSilent) return;
    const held = this.#held;
    this.#held = undefined;
    held?.();
  }

  override _transform(chunk: Uint8Array, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#pass(() => done(null, chunk));
  }

  override _flush(done: TransformCallback): void {
    this.#pass(() => done());
  }

  // At most one piece is held: the stream above waits for it, and so, by back-pressure, does the sender.
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
