import { ErrandRefused, parseKingdeeTime, type Zone } from "@billferry/contracts";

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A span as asked for, half-open, in Kingdee's zone and never beyond its clock; a date alone is its midnight. */
export function spanOfErrand(
  { from, to }: { readonly from: string; readonly to?: string | undefined },
  kingdee: { readonly zone: Zone; readonly nowMs: number },
): Span {
  const nowMs = Math.floor(kingdee.nowMs / 1_000) * 1_000;
  const fromMs = parseKingdeeTime(from, kingdee.zone);
  const toMs = to === undefined ? nowMs : parseKingdeeTime(to, kingdee.zone);
  if (fromMs === undefined || toMs === undefined)
    throw new ErrandRefused("SPAN_INVALID", {
      zh: `不是金蝶时间:${fromMs === undefined ? from : to},应如 2026-11-01`,
      en: `Not a time of Kingdee: ${fromMs === undefined ? from : to}; write 2026-11-01`,
    });
  const end = Math.min(toMs, nowMs);
  if (end <= fromMs)
    throw new ErrandRefused("SPAN_EMPTY", {
      zh: "这段时间为空:结束应晚于开始,开始不晚于金蝶的当前时间;请改选日期",
      en: "The span is empty: its end must be later than its start, and its start not after Kingdee's now; choose again",
    });
  return { fromMs, toMs: end };
}
