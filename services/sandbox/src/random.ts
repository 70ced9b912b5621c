import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A seeded source of chance: the same seed gives the same sandbox. */
export interface Random {
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  shuffle(items: unknown[], from?: number, to?: number): void;
}

const RESOLUTION = 1_000_000;

export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const int = (from: number, to: number): number => uniformInt(generator, from, to);
  return {
    int,
    chance: (probability) => int(0, RESOLUTION - 1) < probability * RESOLUTION,
    pick: (items) => {
      const item = items[int(0, items.length - 1)];
      if (item === undefined) throw new RangeError("nothing to pick from");
      return item;
    },
    shuffle: (items, from = 0, to = items.length) => {
      for (let last = to - 1; last > from; last -= 1) {
        const other = int(from, last);
        const kept = items[last];
        items[last] = items[other];
        items[other] = kept;
      }
    },
  };
}
