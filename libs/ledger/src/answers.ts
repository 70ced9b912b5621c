import { promisify } from "node:util";
import { zstdCompressSync, zstdDecompress } from "node:zlib";

import { Facet } from "./store.ts";

const unpack = promisify(zstdDecompress);

/** What an attempt's last push came to, as the vendor answered it; for people, nothing is decided by it. */
export interface PushAnswer {
  readonly outerNo: string;
  /** 1 for the order's first. */
  readonly attempt: number;
  readonly atMs: number;
  /** Of what was pushed: by it the request is found again. */
  readonly contentHash: string;
  /** Of HTTP; null where no answer came. */
  readonly status: number | null;
  /** The answer's own text, free of secrets and of what it quotes of remarks; or why none came. */
  readonly text: string;
}

/** As many attempts of an order are kept in a day. */
const ATTEMPTS = 5;
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
  readonly #waiting = new Map<string, Map<string, Buffer | string>>();
  /** Days whose end this process has set. */
  readonly #dated = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  keep({ outerNo, ...answer }: PushAnswer, termMs: number): void {
    const day = dayKey(answer.atMs);
    const fields = this.#waiting.get(day) ?? new Map<string, Buffer | string>();
    this.#waiting.set(day, fields.set(fieldOf(outerNo, answer.attempt), pack(answer)));
    if (fields.size >= MOST_TOGETHER) void this.flush(termMs);
    else this.#timer ??= setTimeout(() => void this.flush(termMs), TOGETHER_MS).unref();
  }

  /** What waits is written; that it cannot be changes nothing for anybody's order. */
  async flush(termMs: number): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const days = [...this.#waiting];
    this.#waiting.clear();
    const { redis } = this.store;
    const writes = days.flatMap(([day, fields]) => {
      const key = this.store.key(day);
      const isDated = this.#dated.has(day);
      this.#dated.add(day);
      const write = redis.hset(key, fields as Map<string, Buffer>);
      return isDated ? [write] : [write, redis.pexpire(key, termMs + 2 * CLOCK_DAYS * DAY_MS)];
    });
    this.#writing = Promise.allSettled([this.#writing, ...writes]);
    await this.#writing;
  }

  /** Of these orders, the oldest first. */
  async find(outerNos: readonly string[], { nowMs, days }: { readonly nowMs: number; readonly days: number }) {
    if (outerNos.length === 0) return [];
    const slots = outerNos.flatMap((outerNo) =>
      Array.from({ length: ATTEMPTS }, (_, slot) => ({ outerNo, field: fieldOf(outerNo, slot) })),
    );
    const keys = Array.from({ length: days + 2 * CLOCK_DAYS + 1 }, (_, back) =>
      dayKey(nowMs + (CLOCK_DAYS - back) * DAY_MS),
    );
    const replies = await this.store.each<readonly (Buffer | null)[]>(keys, (pipeline, day) =>
      pipeline.hmgetBuffer(this.store.key(day), ...slots.map(({ field }) => field)),
    );
    const answers = await Promise.all(
      replies.flatMap((reply) =>
        reply.flatMap((packed, at) => (packed === null ? [] : [read(slots[at]?.outerNo ?? "", packed)])),
      ),
    );
    return answers.toSorted((a, b) => a.atMs - b.atMs);
  }
}

function fieldOf(outerNo: string, attempt: number): string {
  return `${attempt % ATTEMPTS} ${outerNo}`;
}

function dayKey(atMs: number): string {
  return `answers:${new Date(atMs).toISOString().slice(0, 10).replaceAll("-", "")}`;
}

type Packed = Omit<PushAnswer, "outerNo">;

function pack({ attempt: n, atMs: at, contentHash: h, status: s, text: t }: Packed): Buffer | string {
  const json = JSON.stringify({ n, at, h, s, t });
  return json.length < SHORTEST_PACKED ? json : zstdCompressSync(json);
}

async function read(outerNo: string, packed: Buffer): Promise<PushAnswer> {
  // A packed one begins with the mark of its packing.
  const json = packed[0] === 0x7b ? packed : await unpack(packed);
  const { n, at, h, s, t } = JSON.parse(json.toString("utf8")) as {
    readonly n: number;
    readonly at: number;
    readonly h: string;
    readonly s: number | null;
    readonly t: string;
  };
  return { outerNo, attempt: n, atMs: at, contentHash: h, status: s, text: t };
}
