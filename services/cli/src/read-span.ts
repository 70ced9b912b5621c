import { formatKingdeeTime, parseKingdeeTime, SHANGHAI, type Zone } from "@billferry/contracts";

import { CommandEnd, EXIT } from "./command-end.ts";
import { say } from "./say.ts";

/** A stretch of approve time, half-open. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export const FROM_HELP = {
  zh: '审核时间从(含),金蝶时间,例如 2026-11-01 或 "2026-11-01 08:00:00"',
  en: 'approve time from (inclusive), Kingdee time such as 2026-11-01 or "2026-11-01 08:00:00"',
};
export const TO_HELP = {
  zh: "审核时间到(不含);默认到金蝶的当前时间",
  en: "approve time to (exclusive); by default Kingdee's present time",
};

/** Checks the texts before anything connects; a date alone means its midnight. */
export function checkSpan(from: string, to: string | undefined): void {
  readSpan({ from, to }, { zone: SHANGHAI, nowMs: Number.MAX_SAFE_INTEGER });
}

/** The span that was asked for, in Kingdee's zone and never beyond its clock. */
export function readSpan(
  { from, to }: { readonly from: string; readonly to: string | undefined },
  kingdee: { readonly zone: Zone; readonly nowMs: number },
): Span {
  const nowMs = Math.floor(kingdee.nowMs / 1_000) * 1_000;
  const fromMs = toMoment("--from", from, kingdee.zone);
  const toMs = to === undefined ? nowMs : Math.min(toMoment("--to", to, kingdee.zone), nowMs);
  if (toMs <= fromMs)
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: "--to 应晚于 --from,且 --from 不晚于金蝶的当前时间",
        en: "--to should be after --from, and --from not after Kingdee's present time",
      }),
    );
  return { fromMs, toMs };
}

export function describeSpan({ fromMs, toMs }: Span, zone: Zone): { readonly from: string; readonly to: string } {
  return { from: formatKingdeeTime(fromMs, zone), to: formatKingdeeTime(toMs, zone) };
}

function toMoment(name: string, text: string, zone: Zone): number {
  const moment = parseKingdeeTime(text, zone);
  if (moment === undefined)
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `${name}:应为金蝶时间,例如 2026-11-01,实际为 ${JSON.stringify(text)}`,
        en: `${name}: should be a Kingdee time such as 2026-11-01, but is ${JSON.stringify(text)}`,
      }),
    );
  return Math.floor(moment / 1_000) * 1_000;
}
