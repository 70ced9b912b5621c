/** The watcher's sign of life, by Redis' clock. */
export interface Heartbeat {
  readonly atMs: number;
  /** How often it looks. */
  readonly everyMs: number;
}

const GRACE_MS = 60_000;

/** What is said where nobody watches any more: alerts would not come, and nothing else would show it. */
export function describeSilence(
  heartbeat: Heartbeat | undefined,
  nowMs: number,
): { readonly zh: string; readonly en: string } | undefined {
  if (heartbeat === undefined) return undefined;
  const silentMs = nowMs - heartbeat.atMs;
  if (silentMs <= 3 * heartbeat.everyMs + GRACE_MS) return undefined;
  const minutes = Math.max(1, Math.floor(silentMs / 60_000));
  return {
    zh: `告警值守进程(watcher)已 ${minutes} 分钟没有动静,期间的告警不会发出:请启动 watcher,起不来时看它的日志`,
    en: `The watcher has been silent for ${minutes} min, and alerts are not sent: start it, or see its log`,
  };
}
