/** Holding a bill back, and letting it go. */
const zhCN = {
  "hold.hold": "搁置…",
  "hold.release": "放行…",
  "hold.hold-title": "搁置 {{number}}?",
  "hold.release-title": "放行 {{number}}?",
  "hold.hold-explain": "放行之前不推送它的任何未送达订单;重启、单据变更和重试都不会放行它。",
  "hold.release-explain": "按现在的方案和对照表重做,并立即推送。",
  "hold.reason": "原因",
  "hold.reason-needed": "请写明原因",
  "hold.told": "{{by}} 于 {{time}} 搁置:{{note}}",
  "hold.held": "{{number}} 已搁置",
  "hold.pushing": "{{orders}} 正在推送,拦不下来;结果见下方订单",
  "hold.released": "{{number}} 已放行",
  "hold.unchanged": "{{number}} 此前已由 {{by}} 搁置:{{note}}",
  "hold.not-held": "{{number}} 没有被搁置,可能已由他人放行",
  "hold.nothing-left": "{{number}} 已全部送达或没有要推送的,无从搁置",
};

const en: Readonly<Record<keyof typeof zhCN, string>> = {
  "hold.hold": "Hold…",
  "hold.release": "Release…",
  "hold.hold-title": "Hold {{number}} back?",
  "hold.release-title": "Release {{number}}?",
  "hold.hold-explain":
    "Until it is released, none of its orders that are not delivered is pushed, over restarts, changes and retries.",
  "hold.release-explain": "It is made anew with the scheme and tables of now, and pushed at once.",
  "hold.reason": "Reason",
  "hold.reason-needed": "Say why",
  "hold.told": "Held back by {{by}} since {{time}}: {{note}}",
  "hold.held": "{{number}} is held back",
  "hold.pushing": "{{orders}} are being pushed and cannot be called back; the orders below show the result",
  "hold.released": "{{number}} is released",
  "hold.unchanged": "{{by}} holds {{number}} back already: {{note}}",
  "hold.not-held": "{{number}} is not held back; somebody may have released it",
  "hold.nothing-left": "All of {{number}} is delivered, or it asks for nothing: there is nothing to hold back",
};

export const HOLD_WORDS = { zhCN, en };
