/**
 * Kingdee's clock. The ERP writes local times without a zone ("2024-12-19T08:27:48.863", trailing zeros trimmed, or
 * with a space; [kingdee 3.6]), so a moment is only known together with the server's zone. Billferry holds
 * moments as epoch milliseconds and names the zone wherever text is read or written; the machine's own zone is
 * never consulted.
 */
export interface Zone {
  /** Minutes east of UTC: 480 for Asia/Shanghai. */
  readonly offsetMinutes: number;
}

/** The default where a server does not say: Asia/Shanghai, which has had no summer time since 1991. */
export const SHANGHAI: Zone = { offsetMinutes: 480 };

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?)?$/;
const ZONED = /^(.*\d)\s*(Z|[+-]\d{2}:?\d{2})$/;

/** In epoch ms; a zone in the text ("…Z", "…+08:00") goes before `zone`. Undefined if it is no valid date. */
export function parseKingdeeTime(text: string, zone: Zone): number | undefined {
  const trimmed = text.trim();
  const zoned = LOCAL.test(trimmed) ? null : ZONED.exec(trimmed);
  if (zoned) {
    const [, local = "", suffix = ""] = zoned;
    return parseKingdeeTime(local, { offsetMinutes: suffix === "Z" ? 0 : offsetOf(suffix) });
  }
  const match = LOCAL.exec(trimmed);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const millis = Math.trunc(Number(`0.${match[7] ?? "0"}`) * 1000 + 1e-6);
  const utc = Date.UTC(year, month - 1, day, hour, minute, second, millis);
  // Date.UTC rolls 31 February over to March; a date that does not come back as itself is not one.
  const back = new Date(utc);
  const isSameDay = back.getUTCFullYear() === year && back.getUTCMonth() === month - 1 && back.getUTCDate() === day;
  if (!isSameDay || hour > 23 || minute > 59 || second > 59) return undefined;
  return utc - zone.offsetMinutes * 60_000;
}

/** "yyyy-MM-dd HH:mm:ss" in `zone`, the form that filters take [kingdee 3.8]; milliseconds are cut off. */
export function formatKingdeeTime(epochMs: number, zone: Zone): string {
  return new Date(epochMs + zone.offsetMinutes * 60_000).toISOString().slice(0, 19).replace("T", " ");
}

/** The zone of `Context.STimeZone.OffsetTicks` in a sign-in answer: 100-nanosecond ticks east of UTC [kingdee 2.6]. */
export function zoneFromTicks(offsetTicks: number): Zone {
  return { offsetMinutes: Math.round(offsetTicks / 600_000_000) };
}

/** "+08:00", for people and log lines. */
export function formatZone(zone: Zone): string {
  const minutes = Math.abs(zone.offsetMinutes);
  return `${zone.offsetMinutes < 0 ? "-" : "+"}${pad(Math.trunc(minutes / 60))}:${pad(minutes % 60)}`;
}

function offsetOf(suffix: string): number {
  const minutes = Number(suffix.slice(1, 3)) * 60 + Number(suffix.slice(-2));
  return suffix.startsWith("-") ? -minutes : minutes;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
