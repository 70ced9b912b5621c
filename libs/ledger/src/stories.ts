import { hash } from "node:crypto";
import { promisify } from "node:util";
import { zstdCompressSync, zstdDecompress } from "node:zlib";

import type { Cell, TargetOrder } from "@billferry/contracts";

import { imprintsOf } from "./core/story-codes.ts";
import { Facet } from "./store.ts";

const unpack = promisify(zstdDecompress);

/** What one bill was made of, and what was made of it, as it was then. */
export interface BillStory {
  /** Of scheme and code tables: `<scheme>.<tables>`. */
  readonly schemeVersion: string;
  readonly revision: number;
  /** Of the cells of each row; personal ones are there only where the scheme reads them. */
  readonly fields: readonly string[];
  /** As Kingdee gave them. */
  readonly rows: readonly (readonly Cell[])[];
  /** As they were handed over to be pushed; none of a bill that could not go on. */
  readonly orders: readonly ToldOrder[];
  /** Other contents that were handed over before, the newest first: what was pushed may have been one of these. */
  readonly former?: readonly ToldOrder[];
}

export interface ToldOrder {
  readonly order: TargetOrder;
  readonly notes: readonly string[];
  /** Of each of its lines, the numbers of the bill's lines that it stands for. */
  readonly seqs: readonly (readonly string[])[];
}

/** A list of fields is written again when it has been kept for so long. */
const REWRITE_MS = 86_400_000;

/**
 * What bills were made of, packed, for a term: longer than jobs, which a busy hour pushes out, and shorter than the
 * ledger, which keeps conclusions. It is for people; nothing is decided by it. The names of the fields are the same in
 * every bill of a scheme and a third of a story, so they are kept once.
 */
export class LedgerStories extends Facet {
  /** When this process has written each list of fields, by a clock that only runs forward. */
  readonly #writtenAtMs = new Map<string, number>();

  /** The newest one of a bill takes the place of the one before. */
  async keep(billId: string, { fields, ...rest }: BillStory, termMs: number): Promise<void> {
    const names = JSON.stringify(fields);
    const list = hash("sha1", names, "base64url").slice(0, 12);
    const { redis } = this.store;
    const imprints = imprintsOf({ fields, ...rest });
    const packed = withImprints(zstdCompressSync(JSON.stringify({ ...rest, list } satisfies PackedStory)), imprints);
    const nowMs = performance.now();
    const isKept = nowMs - (this.#writtenAtMs.get(list) ?? Number.NEGATIVE_INFINITY) < REWRITE_MS;
    await Promise.all([
      redis.set(this.#key(billId), packed, "PX", termMs),
      ...(isKept ? [] : [redis.set(this.#listKey(list), names, "PX", termMs + 2 * REWRITE_MS)]),
    ]);
    if (!isKept) this.#writtenAtMs.set(list, nowMs);
  }

  /** Undefined where the term is over, or nothing was kept. */
  async find(billId: string): Promise<{ readonly story: BillStory; readonly restMs: number } | undefined> {
    const [packed, restMs] = await Promise.all([
      this.store.redis.getBuffer(this.#key(billId)),
      this.store.redis.pttl(this.#key(billId)),
    ]);
    if (packed === null) return undefined;
    const { list, ...rest } = JSON.parse((await unpack(packed)).toString("utf8")) as PackedStory;
    const names = await this.store.redis.get(this.#listKey(list));
    return names === null ? undefined : { story: { ...rest, fields: JSON.parse(names) as string[] }, restMs };
  }

  /** Those of these bills that are still kept, by bill. */
  async findMany(billIds: readonly string[]): Promise<ReadonlyMap<string, BillStory>> {
    const replies = await this.store.each<Buffer | null>(billIds, (pipeline, billId) =>
      pipeline.getBuffer(this.#key(billId)),
    );
    const packed = await Promise.all(
      replies.map(async (reply) => (reply === null ? null : (JSON.parse(String(await unpack(reply))) as PackedStory))),
    );
    const lists = [...new Set(packed.flatMap((each) => each?.list ?? []))];
    const names = await this.store.each<string | null>(lists, (pipeline, list) => pipeline.get(this.#listKey(list)));
    const fields = new Map(
      lists.flatMap((list, at) => (names[at] ? [[list, JSON.parse(names[at]) as string[]] as const] : [])),
    );
    return new Map(
      packed.flatMap((each, at) => {
        if (each === null) return [];
        const { list, ...rest } = each;
        const named = fields.get(list);
        return named === undefined ? [] : [[billIds[at] ?? "", { ...rest, fields: named }] as const];
      }),
    );
  }

  #key(billId: string): string {
    return this.store.key(`story:${billId}`);
  }

  #listKey(list: string): string {
    return this.store.key(`story-fields:${list}`);
  }
}

/** Zstandard's frame that a reader passes over (RFC 8878, 3.1.2): whoever does not know the imprints misses nothing. */
const PASSED_OVER = 0x18_4d_2a_50;
/** Of what a script can count: more kinds of goods than that are looked for in the content itself. */
const MOST_IMPRINTS = 0xff_ff;

/** The imprints, how many characters they are, and a sign (`commands/parts/sift.lua`). */
function withImprints(packed: Buffer, imprints: string): Buffer {
  if (imprints.length > MOST_IMPRINTS) return packed;
  const told = Buffer.from(`${imprints}${imprints.length.toString(16).padStart(4, "0")}#i`);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(PASSED_OVER, 0);
  head.writeUInt32LE(told.length, 4);
  return Buffer.concat([packed, head, told]);
}

type PackedStory = Omit<BillStory, "fields"> & { readonly list: string };
