import { promisify } from "node:util";
import { zstdCompressSync, zstdDecompress } from "node:zlib";

import { Facet } from "./store.ts";

const unpack = promisify(zstdDecompress);

/** What a push came to, as the vendor answered it; for people, nothing is decided by it. */
export interface PushAnswer {
  readonly outerNo: string;
  readonly atMs: number;
  /** Of what was pushed: by it the request is found again. */
  readonly contentHash: string;
  /** Of HTTP; null where no answer came. */
  readonly status: number | null;
  /** The answer's own text, free of secrets and of what it quotes of remarks; or why none came. */
  readonly text: string;
  /** It is there after this one, and nothing more is pushed. */
  readonly isLast: boolean;
}

/** Of an order's pushes of a day the last so many are kept, and the one after which it was there. */
const SLOTS = 5;
const LAST = 0;
/** Answers of this long are written together, or as soon as there are so many. */
const TOGETHER_MS = 500;
const MOST_TOGETHER = 200;
const SHORTEST_PACKED = 400;
const DAY_MS = 86_400_000;
/** Replicas and the reader may disagree on the day. */
const CLOCK_DAYS = 1;

/**
 * What Wangdiantong answered, for a term. Many orders' answers are one write: an order that goes well costs no command
 * of its own for them, and what a killed process had not written yet is missed by nobody but a reader.
 */
export class LedgerAnswers extends Facet {
  #waiting: PushAnswer[] = [];
  /** Days whose end this process has set. */
  readonly #dated = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  keep(answer: PushAnswer, termMs: number): void {
    this.#waiting.push(answer);
    if (this.#waiting.length >= MOST_TOGETHER) void this.flush(termMs);
    else this.#timer ??= setTimeout(() => void this.flush(termMs), TOGETHER_MS).unref();
  }

  /** What waits is written; that it cannot be changes nothing for anybody's order. */
  async flush(termMs: number): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    const days = Map.groupBy(waiting, ({ atMs }) => this.store.key(dayKey(atMs)));
    const write = async (): Promise<unknown> =>
      Promise.allSettled([...days].map(async ([key, answers]) => this.#write(key, answers, termMs)));
    this.#writing = this.#writing.then(write);
    await this.#writing;
  }

  async #write(key: string, answers: readonly PushAnswer[], termMs: number): Promise<void> {
    const { redis } = this.store;
    const fields = await Promise.all(
      answers.map(async ({ outerNo, isLast, ...answer }) => {
        // Only a push that came to nothing costs a command, for its number.
        const slot = isLast ? LAST : 1 + ((await redis.hincrby(key, `n ${outerNo}`, 1)) % SLOTS);
        return [fieldOf(outerNo, slot), pack(answer)] as const;
      }),
    );
    await redis.hset(key, new Map(fields) as Map<string, Buffer>);
    if (this.#dated.has(key)) return;
    await redis.pexpire(key, termMs + 2 * CLOCK_DAYS * DAY_MS);
    this.#dated.add(key);
  }

  /** Of these orders, the oldest first. */
  async find(
    outerNos: readonly string[],
    { nowMs, days }: { readonly nowMs: number; readonly days: number },
  ): Promise<readonly PushAnswer[]> {
    if (outerNos.length === 0) return [];
    const slots = outerNos.flatMap((outerNo) =>
      Array.from({ length: SLOTS + 1 }, (_, slot) => ({ outerNo, slot, field: fieldOf(outerNo, slot) })),
    );
    const keys = Array.from({ length: days + 2 * CLOCK_DAYS + 1 }, (_, back) =>
      dayKey(nowMs + (CLOCK_DAYS - back) * DAY_MS),
    );
    const replies = await this.store.each<readonly (Buffer | null)[]>(keys, (pipeline, day) =>
      pipeline.hmgetBuffer(this.store.key(day), ...slots.map(({ field }) => field)),
    );
    const answers = await Promise.all(
      replies.flatMap((reply) =>
        slots.flatMap(({ outerNo, slot }, at) => {
          const packed = reply[at] ?? null;
          return packed === null ? [] : [read({ outerNo, isLast: slot === LAST }, packed)];
        }),
      ),
    );
    return answers.toSorted((a, b) => a.atMs - b.atMs);
  }
}

function fieldOf(outerNo: string, slot: number): string {
  return `${slot} ${outerNo}`;
}

function dayKey(atMs: number): string {
  return `answers:${new Date(atMs).toISOString().slice(0, 10).replaceAll("-", "")}`;
}

type Named = Pick<PushAnswer, "outerNo" | "isLast">;

function pack({ atMs: at, contentHash: h, status: s, text: t }: Omit<PushAnswer, keyof Named>): Buffer | string {
  const json = JSON.stringify({ at, h, s, t });
  return json.length < SHORTEST_PACKED ? json : zstdCompressSync(json);
}

async function read(named: Named, packed: Buffer): Promise<PushAnswer> {
  // A packed one begins with the mark of its packing.
  const json = packed[0] === 0x7b ? packed : await unpack(packed);
  const { at, h, s, t } = JSON.parse(json.toString("utf8")) as {
    readonly at: number;
    readonly h: string;
    readonly s: number | null;
    readonly t: string;
  };
  return { ...named, atMs: at, contentHash: h, status: s, text: t };
}
