/** Kingdee's clock, whatever the browser's: eight hours before Greenwich, and no summer time. */
const KINGDEE_OFFSET_MS = 8 * 3_600_000;

const UNITS = [
  { ms: 86_400_000, name: "day" },
  { ms: 3_600_000, name: "hour" },
  { ms: 60_000, name: "minute" },
  { ms: 1_000, name: "second" },
] as const;

/** A moment as Kingdee shows it: `2026-11-28 14:03:22`. Without the zone, which stands beside it. */
export function kingdeeTime(ms: number): string {
  return new Date(ms + KINGDEE_OFFSET_MS).toISOString().slice(0, 19).replace("T", " ");
}

/** Kingdee's own text, to the second: its `2026-11-29T04:06:08.907` is `2026-11-29 04:06:08` to a person. */
export function kingdeeText(text: string): string {
  return text.slice(0, 19).replace("T", " ");
}

/** So many days after one of the calendar: `2026-11-30` is one after `2026-11-29`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The time of day alone, for what is of today: `14:03:22`. */
export function kingdeeClock(ms: number): string {
  return kingdeeTime(ms).slice(11);
}

/** How long something took or lies back, in its two greatest units: "2 天 3 小时", "7 min 12 sec". */
export function spanOf(ms: number, language: string): string {
  let rest = Math.max(0, ms);
  const at = UNITS.findIndex((unit) => rest >= unit.ms);
  const parts = UNITS.slice(at < 0 ? UNITS.length - 1 : at, at < 0 ? undefined : at + 2).map(({ ms: unitMs, name }) => {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    return { count, name };
  });
  return parts
    .filter(({ count }, index) => count > 0 || index === 0)
    .map(({ count, name }) =>
      new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "short" }).format(count),
    )
    .join(" ");
}
