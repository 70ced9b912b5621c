import type { NumberKind } from "./commands.ts";
import { Facet } from "./store.ts";

/** A number as it is stored, folded, and the bills that have or had it. */
export interface NumberHit {
  readonly number: string;
  readonly billIds: readonly string[];
}

/** Beginnings that one command looks at, so that nobody waits for it: a hundred numbers each, where they follow. */
const SLICE = 1_000;
/** The program before wrote the same into so many hashes, named by three hex digits. */
const FORMER_HASHES = 4_096;
const FORMER_SLICE = 512;

/** How bills and documents are found by their numbers, in whatever case and width these are given. */
export class LedgerNumbers extends Facet {
  /** The bills under each of these numbers, in one round trip. */
  async find(kind: NumberKind, numbers: readonly string[]): Promise<readonly (readonly string[])[]> {
    if (numbers.length === 0) return [];
    return (await this.store.commands.findNumbers(kind, ...numbers)).map(toIds);
  }

  /** Numbers that begin so, in falling order, after one of them. */
  async beginningWith(
    kind: NumberKind,
    { beginning, after, limit }: { readonly beginning: string; readonly after: string | null; readonly limit: number },
  ): Promise<readonly NumberHit[]> {
    return toHits(await this.store.commands.findBeginning(kind, beginning, after ?? "", limit));
  }

  /** Numbers that end so, about `limit` of them; `next` is where to go on, null where there are no more. */
  async endingWith(
    kind: NumberKind,
    { ending, after, limit }: { readonly ending: string; readonly after: string | null; readonly limit: number },
  ): Promise<{ readonly hits: readonly NumberHit[]; readonly next: string | null }> {
    const [last = NONE, ...flat] = await this.store.commands.findEnding(kind, ending, after ?? NONE, limit, SLICE);
    return { hits: toHits(flat), next: last === NONE ? null : last };
  }

  /** Whether all is found by parts of its number: not before what the program before wrote is taken in. */
  async areIndexed(): Promise<boolean> {
    return (await this.store.readable(this.store.redis.hget(this.store.key("progress"), "indexed"))) === "1";
  }

  /** Takes in what the program before wrote; how many of its hashes there were. Safe to repeat and to break off. */
  async index(signal: AbortSignal): Promise<number> {
    let moved = 0;
    for (const kind of ["N", "K"] as const)
      for (let start = 0; start < FORMER_HASHES; start += FORMER_SLICE) {
        const names = Array.from({ length: FORMER_SLICE }, (_, at) => (start + at).toString(16).padStart(3, "0"));
        const there = await this.store.each<number>(names, (pipeline, name) =>
          pipeline.exists(this.store.key(`${kind.toLowerCase()}:${name}`)),
        );
        for (const name of names.filter((_, at) => there[at] === 1)) {
          signal.throwIfAborted();
          await this.store.commands.moveNumbers(kind, name);
          moved += 1;
        }
      }
    await this.store.redis.hset(this.store.key("progress"), "indexed", 1);
    return moved;
  }
}

const NONE = "*";

function toIds(text: string): readonly string[] {
  return text === "" ? [] : [...new Set(text.split(","))];
}

function toHits(flat: readonly string[]): readonly NumberHit[] {
  const hits: NumberHit[] = [];
  for (let at = 0; at < flat.length; at += 2) hits.push({ number: flat[at] ?? "", billIds: toIds(flat[at + 1] ?? "") });
  return hits;
}
