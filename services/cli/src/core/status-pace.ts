import { formatKingdeeTime, SHANGHAI, type Say } from "@billferry/contracts";
import type { Status } from "@billferry/desk";

import { barOf, paceWords } from "./pace.ts";

type Shown = Pick<Status, "idle" | "open" | "delivered" | "held" | "pace">;

/** How far the work is, how fast it goes and how long it takes; undefined where there is none. */
export function statusPace(status: Shown, say: Say, isTerminal: boolean): string | undefined {
  const { open, delivered, held } = status;
  if (status.idle || open === 0) return undefined;
  const share = (delivered + held) / (delivered + held + open);
  const parts = [`${Math.floor(share * 100)}%`, ...words(status, say)].join(" · ");
  return isTerminal ? `${barOf(share)} ${parts}` : parts;
}

/** One scheme on one line, for a log that is written while somebody waits; without what changes each second. */
export function statusLine({ name, status }: { readonly name: string; readonly status: Shown }, say: Say): string {
  const { idle, open, delivered, held } = status;
  const state = idle ? say({ zh: "空闲", en: "idle" }) : say({ zh: `未完成 ${open}`, en: `${open} not finished` });
  return [
    `${name}: ${state}`,
    say({ zh: `已送达 ${delivered}`, en: `${delivered} delivered` }),
    say({ zh: `异常单 ${held}`, en: `${held} cases` }),
    ...(idle ? [] : words(status, say)),
  ].join(" · ");
}

export function stamp(nowMs: number): string {
  return formatKingdeeTime(nowMs, SHANGHAI);
}

function words({ pace: { perMinute, secondsLeft } }: Pick<Status, "pace">, say: Say): readonly string[] {
  return paceWords({ perMinute, leftMs: secondsLeft === null ? null : secondsLeft * 1_000 }, say);
}
