import type { MinuteFlow } from "@billferry/ledger";

const RATE_MINUTES = 5;
const MINUTE_MS = 60_000;

/**
 * How long what waits still takes: what goes on in the last five minutes, from the first delivery in them, goes on so.
 * 0 where nothing waits, null where nothing moves.
 */
export function forecastMs({
  asOf,
  flow,
  waiting,
}: {
  readonly asOf: number;
  readonly flow: readonly MinuteFlow[];
  readonly waiting: number;
}): number | null {
  if (waiting === 0) return 0;
  const recent = flow.filter(({ minuteMs, delivered }) => delivered > 0 && minuteMs > asOf - RATE_MINUTES * MINUTE_MS);
  if (recent.length === 0) return null;
  const delivered = recent.reduce((sum, each) => sum + each.delivered, 0);
  const firstMs = Math.min(...recent.map(({ minuteMs }) => minuteMs));
  return (waiting / delivered) * Math.max(asOf - firstMs, 1_000);
}
