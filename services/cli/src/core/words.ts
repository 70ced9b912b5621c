import type { Say } from "@billferry/contracts";
/** "3 天 4 小时", at most two units. */
export function describeAge(seconds: number, say: Say): string {
  const units = [
    [Math.floor(seconds / 86_400), say({ zh: "天", en: "d" })],
    [Math.floor(seconds / 3_600) % 24, say({ zh: "小时", en: "h" })],
    [Math.floor(seconds / 60) % 60, say({ zh: "分钟", en: "min" })],
    [seconds % 60, say({ zh: "秒", en: "s" })],
  ] as const;
  const first = units.findIndex(([count]) => count > 0);
  if (first === -1) return say({ zh: "0 秒", en: "0 s" });
  return units
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

/** "9 912": groups of three, as tables of numbers are read. */
export function groupDigits(count: number | string): string {
  const [whole = "", ...fraction] = String(count).split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, " "), ...fraction].join(".");
}
