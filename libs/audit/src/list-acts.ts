import type { RedisConnection } from "@billferry/redis";

import { listAuditFiles, readAuditFile } from "./audit-files.ts";
import { isWanted, joinActs, type AuditFilter, type RecordedAct, type SaidAt } from "./core/acts-of-lines.ts";
import { fileOf, keyOfEntry, parseLine, type AuditLine } from "./core/line.ts";
import { readInbox } from "./inbox.ts";

export interface ActPage {
  /** The newest first. */
  readonly items: readonly RecordedAct[];
  /** Null where this was the last page. */
  readonly next: string | null;
}

interface Asked {
  readonly folder: string;
  /** Left out: only what is in files. */
  readonly redis?: RedisConnection | undefined;
  readonly filter: AuditFilter;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** An inbox is as a rule empty; more than this stands in it only where no board has run for long. */
const MOST_WAITING = 10_000;
/** A question looks through so many months; the next page goes on. */
const MOST_FILES = 12;

/** What people have done, page by page; what waits to be written is told as well. */
export async function listActs({ folder, redis, filter, after, limit }: Asked): Promise<ActPage> {
  const waiting = redis === undefined ? [] : await readInbox(redis, MOST_WAITING);
  const pending = waiting.map(({ entry, said }) => ({ seq: null, atMs: Number(entry.split("-")[0]), said }));
  const place = readPlace(after);
  const files = (await listAuditFiles(folder))
    .filter((name) => isWithin(name, filter) && name <= `${place.month}.jsonl`)
    .toReversed();
  const items: RecordedAct[] = [];
  let later: readonly SaidAt[] = pending;
  if (after !== undefined) later = [...pending, ...(await readLater(folder, place.month))];
  else {
    const written = new Set(
      later.length === 0 ? [] : (await readLines(folder, files[0])).map(({ said }) => keyOfEntry(said)),
    );
    const own = pending.filter(({ said }) => !written.has(keyOfEntry(said)));
    items.push(...newestFirst(joinActs(own), filter).slice(0, limit));
  }
  for (const [count, name] of files.entries()) {
    const month = name.slice(0, 7);
    if (items.length >= limit || count === MOST_FILES) return { items, next: `${month}.${BEYOND}` };
    const lines = await readLines(folder, name);
    const below = name === `${place.month}.jsonl` ? place.seq : BEYOND;
    const found = newestFirst(joinActs(lines, later), filter).filter(({ seq }) => (seq ?? 0) < below);
    const taken = found.slice(0, limit - items.length);
    items.push(...taken);
    if (taken.length < found.length) return { items, next: `${month}.${taken.at(-1)?.seq ?? below}` };
    later = lines;
  }
  return { items, next: null };
}

/** All that is wanted, the oldest first: for a file. */
export async function* walkActs({ folder, filter }: Pick<Asked, "folder" | "filter">): AsyncGenerator<RecordedAct> {
  const files = (await listAuditFiles(folder)).filter((name) => isWithin(name, filter));
  for (const [index, name] of files.entries()) {
    const acts = joinActs(await readLines(folder, name), await readLines(folder, files[index + 1]));
    yield* acts.filter((act) => isWanted(act, filter));
  }
}

const BEYOND = Number.MAX_SAFE_INTEGER;

function readPlace(after: string | undefined): { readonly month: string; readonly seq: number } {
  const [, month = "9999-12", seq = BEYOND] = /^(\d{4}-\d{2})\.(\d{1,16})$/.exec(after ?? "") ?? [];
  return { month, seq: Number(seq) };
}

function isWithin(name: string, { fromMs, toMs }: AuditFilter): boolean {
  // A clock that went back may have written into a later month's file.
  return (fromMs === undefined || name >= fileOf(fromMs)) && (toMs === undefined || name <= fileOf(toMs + MONTH_MS));
}

const MONTH_MS = 31 * 86_400_000;

/** The file after a month's: an act may have ended there. */
async function readLater(folder: string, month: string): Promise<readonly AuditLine[]> {
  return readLines(
    folder,
    (await listAuditFiles(folder)).find((name) => name > `${month}.jsonl`),
  );
}

async function readLines(folder: string, name: string | undefined): Promise<readonly AuditLine[]> {
  if (name === undefined) return [];
  const lines: AuditLine[] = [];
  for await (const text of readAuditFile(folder, name)) {
    const line = parseLine(text);
    if (line !== undefined) lines.push(line);
  }
  return lines;
}

function newestFirst(acts: readonly RecordedAct[], filter: AuditFilter): readonly RecordedAct[] {
  return acts.filter((act) => isWanted(act, filter)).toReversed();
}
