import { setImmediate as nextTurn } from "node:timers/promises";

export interface TrapOptions {
  readonly direction: "requests" | "answers";
  /** `before`: the data waits until `onHit` is over. `after`: it has been passed on when `onHit` begins. Either way,
   *  nothing more of this connection and direction passes until `onHit` is over. */
  readonly when: "before" | "after";
  /** How many hits; then the trap is spent. Default 1. */
  readonly times?: number;
}

export interface Trap {
  readonly hitCount: () => number;
  /** Settles when the last hit's `onHit` is over; rejects with what an `onHit` threw. */
  readonly sprung: Promise<void>;
  readonly remove: () => void;
}

/** How much of what has passed is kept, so that a pattern across two pieces of data is found; longer ones are not. */
const CARRY_CHARACTERS = 4_096;

/** The traps of a proxy; a trap can be spent by any of its connections. */
export class TrapList {
  readonly #set = new Set<ArmedTrap>();

  add(pattern: RegExp, options: TrapOptions, onHit: () => void | Promise<void>): Trap {
    const trap = new ArmedTrap(pattern, options, onHit, () => this.#set.delete(trap));
    this.#set.add(trap);
    return { hitCount: () => trap.hitCount, sprung: trap.sprung, remove: () => this.#set.delete(trap) };
  }

  in(direction: TrapOptions["direction"]): readonly ArmedTrap[] {
    return [...this.#set].filter((trap) => trap.options.direction === direction);
  }
}

class ArmedTrap {
  readonly options: TrapOptions;
  readonly sprung: Promise<void>;
  hitCount = 0;
  readonly #pattern: RegExp;
  readonly #onHit: () => void | Promise<void>;
  readonly #spend: () => void;
  readonly #settled = Promise.withResolvers<void>();

  constructor(pattern: RegExp, options: TrapOptions, onHit: () => void | Promise<void>, spend: () => void) {
    this.options = options;
    this.#pattern = new RegExp(pattern.source, [...new Set(`${pattern.flags}g`)].join("").replace("y", ""));
    this.#onHit = onHit;
    this.#spend = spend;
    this.sprung = this.#settled.promise;
    // Whoever does not look is not to be ended by it.
    this.sprung.catch(() => {});
  }

  /** Whether the pattern ends within the text after `carryLength`: what lies before it has passed already. */
  matches(text: string, carryLength: number): boolean {
    return [...text.matchAll(this.#pattern)].some((match) => match.index + match[0].length > carryLength);
  }

  async spring(): Promise<void> {
    this.hitCount += 1;
    const isLast = this.hitCount >= (this.options.times ?? 1);
    if (isLast) this.#spend();
    try {
      await this.#onHit();
      if (isLast) this.#settled.resolve();
    } catch (error) {
      this.#spend();
      this.#settled.reject(error);
    }
  }
}

/** Looks at one direction of one connection, piece by piece. */
export class TrapWatch {
  readonly #traps: TrapList;
  readonly #direction: TrapOptions["direction"];
  #carry = "";

  constructor(traps: TrapList, direction: TrapOptions["direction"]) {
    this.#traps = traps;
    this.#direction = direction;
  }

  /** Undefined where nothing is to be done about this piece: the common case, and it must not cost a turn. */
  inspect(chunk: Uint8Array): { before: () => Promise<void>; after: () => Promise<void> } | undefined {
    const traps = this.#traps.in(this.#direction);
    if (traps.length === 0) {
      this.#carry = "";
      return undefined;
    }
    const text = this.#carry + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString("latin1");
    const hits = traps.filter((trap) => trap.matches(text, this.#carry.length));
    this.#carry = hits.length > 0 ? "" : text.slice(-CARRY_CHARACTERS);
    if (hits.length === 0) return undefined;
    const springAll = async (when: TrapOptions["when"]): Promise<void> => {
      const due = hits.filter((trap) => trap.options.when === when);
      if (due.length === 0) return;
      // Passing on takes a turn; so does noticing afterwards that a connection has ended.
      await nextTurn();
      for (const trap of due) await trap.spring();
      for (let turn = 0; turn < 3; turn += 1) await nextTurn();
    };
    return { before: async () => springAll("before"), after: async () => springAll("after") };
  }
}
