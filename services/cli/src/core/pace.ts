import type { Say, WorkTold } from "@billferry/contracts";

/** How fast a step goes, and how long the rest of it takes; null where nobody knows yet. */
export interface PaceNow {
  readonly perMinute: number | null;
  readonly leftMs: number | null;
}

/** Before so much is known, a rate is a guess. */
const LEAST_MS = 2_000;
const LEAST_SHARE = 0.01;
const MINUTE_MS = 60_000;

/** Reckons from the beginning of a step on; a step that begins is reckoned anew. */
export class Pace {
  #step: string | undefined;
  #since = { atMs: 0, done: 0, share: 0 };

  observe({ step, done = 0, share = 0 }: Omit<WorkTold, "zh" | "en">, nowMs: number): PaceNow {
    if (step !== this.#step || done < this.#since.done || share < this.#since.share) {
      this.#step = step;
      this.#since = { atMs: nowMs, done, share };
    }
    const overMs = nowMs - this.#since.atMs;
    if (overMs < LEAST_MS) return { perMinute: null, leftMs: null };
    const [more, moreShare] = [done - this.#since.done, share - this.#since.share];
    return {
      perMinute: more > 0 ? (more / overMs) * MINUTE_MS : null,
      leftMs: moreShare >= LEAST_SHARE ? (overMs / moreShare) * (1 - share) : null,
    };
  }
}

const CELLS = 20;

/** "██████░░░░": as much of it as is done. */
export function barOf(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * CELLS);
  return "█".repeat(full) + "░".repeat(CELLS - full);
}

/** What is done, how much of it, how fast, and how long the rest takes, as far as each is known. */
export function workText(told: WorkTold, { perMinute, leftMs }: PaceNow, say: Say): string {
  return [
    ...(told.share === undefined ? [] : [`${Math.floor(told.share * 100)}%`]),
    say(told),
    ...paceWords({ perMinute, leftMs }, say),
  ].join(" · ");
}

export function paceWords({ perMinute, leftMs }: PaceNow, say: Say): readonly string[] {
  const rate = perMinute === null ? 0 : Math.round(perMinute);
  return [
    ...(rate > 0 ? [say({ zh: `每分钟 ${rate}`, en: `${rate} a minute` })] : []),
    ...(leftMs === null ? [] : [say({ zh: `约剩 ${span(leftMs).zh}`, en: `about ${span(leftMs).en} left` })]),
  ];
}

function span(ms: number): { readonly zh: string; readonly en: string } {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  if (seconds < 60) return { zh: `${seconds} 秒`, en: `${seconds} s` };
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return { zh: `${minutes} 分钟`, en: `${minutes} min` };
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return { zh: `${hours} 小时 ${rest} 分钟`, en: `${hours} h ${rest} min` };
}

/** As much of a line as fits so many columns of a terminal, on which Chinese takes two. */
export function fitColumns(text: string, columns: number): string {
  let [fitting, used] = ["", 0];
  for (const letter of text) {
    used += (letter.codePointAt(0) ?? 0) >= 0x11_00 && !/[█░·]/.test(letter) ? 2 : 1;
    if (used > columns) break;
    fitting += letter;
  }
  return fitting;
}
