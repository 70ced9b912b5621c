/** SQL Server's datetime ticks in 1/300 s, so milliseconds end in 0, 3 or 7 [kingdee 3.6]. */
export function toServerTick(epochMs: number): number {
  const millis = epochMs % 1000;
  return epochMs - millis + Math.min(Math.floor(Math.floor(millis * 0.3) / 0.3 + 0.5), millis);
}
