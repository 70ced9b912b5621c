import { formatKingdeeTime, QUEUES, SHANGHAI } from "@billferry/contracts";

import { englishOf, reason, type Reason } from "./reason.ts";
import type { StatusFacts } from "./status-facts.ts";

/** Why the load queue rests: told by the vendor, the circuit, or else the quota. */
export function restReasons({ gate, nowMs, progress }: StatusFacts, restMs: number): Reason[] {
  const { label } = QUEUES.load;
  const seconds = toSeconds(restMs);
  if (gate !== null && isGateShut({ gate, nowMs })) return [shutReason(gate, nowMs)];
  if (progress.inventory === "running") return [];
  if (gate === null)
    return [
      reason(
        "resting",
        `${label}:队列休息中,约 ${seconds} 秒后继续`,
        `${englishOf(label)}: the queue rests for another ${seconds} s`,
      ),
    ];
  const { callsLastMinute: calls } = gate;
  return [
    reason(
      "quota-used-up",
      `${label}:每分钟调用额度已用完(最近一分钟 ${calls} 次),约 ${seconds} 秒后继续`,
      `${englishOf(label)}: the calls of a minute are used up (${calls} in the last one); it goes on in ${seconds} s`,
    ),
  ];
}

function shutReason(gate: NonNullable<StatusFacts["gate"]>, nowMs: number): Reason {
  const { label } = QUEUES.load;
  const isPaused = isAhead(gate.pausedUntilMs, nowMs);
  const untilMs = (isPaused ? gate.pausedUntilMs : gate.openUntilMs) ?? nowMs;
  const seconds = toSeconds(untilMs - nowMs);
  const until = formatKingdeeTime(untilMs, SHANGHAI).slice(11, 19);
  const who = isPaused ? "旺店通要求暂缓调用" : "旺店通不可用,已熔断";
  const whoEn = isPaused ? "Wangdiantong asks for fewer calls" : "Wangdiantong does not work, the circuit is open";
  return reason(
    isPaused ? "told-to-wait" : "circuit-open",
    `${label}:${who}${gate.why ? `(${gate.why})` : ""},约 ${seconds} 秒后(北京时间 ${until})再试`,
    `${englishOf(label)}: ${whoEn}${gate.why ? ` (${gate.why})` : ""}; next try in ${seconds} s (${until}, Beijing)`,
  );
}

export function isGateShut({ gate, nowMs }: Pick<StatusFacts, "gate" | "nowMs">): boolean {
  return gate !== null && (isAhead(gate.pausedUntilMs, nowMs) || isAhead(gate.openUntilMs, nowMs));
}

function isAhead(epochMs: number | null, nowMs: number): boolean {
  return epochMs !== null && epochMs > nowMs;
}

export function toSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}
