import { METRICS, type CounterName, type HistogramName, type LabelsOf } from "./definitions.ts";

type Labels = Readonly<Record<string, string>>;

/** One line of an exposition: `suffix` as in `…_bucket`. */
export interface ShownLine {
  readonly suffix: "" | "_bucket" | "_sum" | "_count";
  readonly labels: Labels;
  readonly value: number;
}

interface Count {
  readonly labels: Labels;
  value: number;
}

interface Spread {
  readonly labels: Labels;
  /** How many were at most as long as each bucket's bound, and no longer than the one before. */
  readonly within: number[];
  sum: number;
  count: number;
}

/**
 * What a process has counted since it began: a few additions for each event, and nothing of a library, because most
 * processes are never asked.
 */
export class Tally {
  readonly #counts = new Map<CounterName, Map<string, Count>>();
  readonly #spreads = new Map<HistogramName, Map<string, Spread>>();

  /** Also by 0: what may be counted later stands there from the beginning. */
  count<Name extends CounterName>(name: Name, labels: LabelsOf<Name>, by = 1): void {
    const counts = entryOf(this.#counts, name, () => new Map<string, Count>());
    entryOf(counts, keyOf(labels), () => ({ labels, value: 0 })).value += by;
  }

  observe<Name extends HistogramName>(name: Name, labels: LabelsOf<Name>, seconds: number): void {
    const { buckets } = METRICS[name];
    const spreads = entryOf(this.#spreads, name, () => new Map<string, Spread>());
    const within = (): Spread => ({ labels, within: buckets.map(() => 0), sum: 0, count: 0 });
    const spread = entryOf(spreads, keyOf(labels), within);
    const bucket = buckets.findIndex((bound) => seconds <= bound);
    if (bucket >= 0) spread.within[bucket] = (spread.within[bucket] ?? 0) + 1;
    spread.sum += seconds;
    spread.count += 1;
  }

  linesOf(name: CounterName | HistogramName): readonly ShownLine[] {
    if (METRICS[name].type === "counter")
      return [...(this.#counts.get(name as CounterName)?.values() ?? [])].map(toLine);
    return [...(this.#spreads.get(name as HistogramName)?.values() ?? [])].flatMap((spread) =>
      toLines(spread, METRICS[name as HistogramName].buckets),
    );
  }
}

function toLine({ labels, value }: Count): ShownLine {
  return { suffix: "", labels, value };
}

function toLines({ labels, within, sum, count }: Spread, buckets: readonly number[]): readonly ShownLine[] {
  let below = 0;
  const bounds = buckets.map((bound, index): ShownLine => {
    below += within[index] ?? 0;
    return { suffix: "_bucket", labels: { ...labels, le: String(bound) }, value: below };
  });
  return [
    ...bounds,
    { suffix: "_bucket", labels: { ...labels, le: "+Inf" }, value: count },
    { suffix: "_sum", labels, value: sum },
    { suffix: "_count", labels, value: count },
  ];
}

function keyOf(labels: Labels): string {
  return Object.values(labels).join("\n");
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
