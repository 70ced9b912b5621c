import { formatKingdeeTime, SHANGHAI, type Told } from "@billferry/contracts";

const MINUTE_MS = 60_000;

/** "14:05" of today, else with its day; Kingdee's time. */
export function timeOfDay(epochMs: number, nowMs: number): string {
  const [text, now] = [formatKingdeeTime(epochMs, SHANGHAI), formatKingdeeTime(nowMs, SHANGHAI)];
  return text.slice(0, 10) === now.slice(0, 10) ? text.slice(11, 16) : text.slice(5, 16);
}

export function durationInWords(ms: number): Told {
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
  if (minutes < 120) return { zh: `${minutes} 分钟`, en: `${minutes} minutes` };
  const hours = Math.round(minutes / 60);
  return hours < 48
    ? { zh: `${hours} 小时`, en: `${hours} hours` }
    : { zh: `${Math.round(hours / 24)} 天`, en: `${Math.round(hours / 24)} days` };
}
