import type { CallGate, CallPurpose, Place } from "@billferry/call-gate";
import type { Attempt } from "@billferry/runtime";

/** A place at the gate, asked for before it is known whether there is something to call for. */
export interface Reservation {
  /** The place that was asked for, or another one where it has been used. */
  readonly use: () => Promise<Place>;
  /** Nothing is to be called: the place is somebody else's at once. */
  readonly drop: () => void;
}

/** Asks for a place at once, in the same turn (and so by the same write) as whatever else is asked now. */
export function reservePlace(gate: Pick<CallGate, "take">, { signal, isUrgent }: Attempt<"load">): Reservation {
  const purpose: CallPurpose = isUrgent ? "urgent" : "work";
  const take = async (): Promise<Place> => gate.take(signal, { purpose });
  let reserved: Promise<Place> | undefined = take();
  // Nobody may come for it.
  reserved.catch(() => undefined);
  const hand = (): Promise<Place> | undefined => {
    const place = reserved;
    reserved = undefined;
    return place;
  };
  return {
    use: async () => hand() ?? take(),
    // Where that fails, the place ends by itself.
    drop: () =>
      void hand()
        ?.then(
          async (place) => place.giveBack(),
          () => undefined,
        )
        .catch(() => undefined),
  };
}
