/** "3 天 4 小时", at most two units. */
export function describeAge(seconds: number): string {
  const units = [
    [Math.floor(seconds / 86_400), "天"],
    [Math.floor(seconds / 3_600) % 24, "小时"],
    [Math.floor(seconds / 60) % 60, "分钟"],
    [seconds % 60, "秒"],
  ] as const;
  const first = units.findIndex(([count]) => count > 0);
  if (first === -1) return "0 秒";
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
