import type { CallGate, CallPurpose, Place } from "@billferry/call-gate";
import type { Attempt } from "@billferry/runtime";

/** A place at the gate, asked for before it is known whether there is something to call for. */
export interface Reservation {
  /** The place that was asked for, or another one where it has been used. */
  readonly use: () => Promise<Place>;
  /** Nothing is to be called: the place is somebody else's at once. */
  readonly drop: () => void;
}

/**
 * Places of one scheme's pushes. A push asks for one before it is known whether it may go, so long as the last one was
 * let go; while Wangdiantong is still to be listed none does. Otherwise the listing would starve: where a single call
 * tries alone, pushes that cannot go would take its place again and again, only to give it back.
 */
export class Places {
  readonly #gate: Pick<CallGate, "take">;
  #isWorthAsking = false;

  constructor(gate: Pick<CallGate, "take">) {
    this.#gate = gate;
  }

  /** Whether an order that may be pushed can be: Wangdiantong was listed, or that is impossible. */
  learn(canGo: boolean): void {
    this.#isWorthAsking = canGo;
  }

  /** Asks in the same turn (and so by the same write) as whatever else is asked now. */
  reserve({ signal, isUrgent }: Attempt<"load">): Reservation {
    const purpose: CallPurpose = isUrgent ? "urgent" : "work";
    let isGone = false;
    let reserved = this.#isWorthAsking ? this.#gate.take(signal, { purpose, isGone: () => isGone }) : undefined;
    // Nobody may come for it.
    reserved?.catch(() => undefined);
    const hand = (): Promise<Place> | undefined => {
      const place = reserved;
      reserved = undefined;
      return place;
    };
    return {
      use: async () => hand() ?? this.#gate.take(signal, { purpose }),
      drop: () => {
        const place = hand();
        if (place === undefined) return;
        isGone = true;
        // Where that fails, the place ends by itself.
        place.then(async (given) => given.giveBack()).catch(() => undefined);
      },
    };
  }
}
