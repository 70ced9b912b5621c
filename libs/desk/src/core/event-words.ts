import type { HistoryEntry } from "@billferry/ledger";
import type { StateWord } from "@billferry/ledger/state-words";

type Event = HistoryEntry["event"];

/** What happened to a bill beyond the ordinary, in the words of every page and command. */
export const EVENT_WORDS: Readonly<Record<Event, Pick<StateWord, "zh" | "en">>> = {
  changed: { zh: "内容有变更", en: "its content has changed" },
  withdrawn: { zh: "在金蝶中撤回", en: "taken back in Kingdee" },
  held: { zh: "转为异常", en: "became a case" },
  disputed: { zh: "送达后出现差异", en: "in dispute after the delivery" },
  accepted: { zh: "人工接受", en: "accepted by a person" },
  corrected: { zh: "人工更正", en: "corrected by a person" },
  revived: { zh: "任务丢失后重建", en: "its lost job was set up again" },
  "lost-to-other": { zh: "已由别处推送", en: "pushed by somebody else" },
  "not-there": { zh: "已查实不在旺店通", en: "found not to be in Wangdiantong" },
  renumbered: { zh: "编号已改,原为", en: "its number has changed; it was" },
  "taken-over": { zh: "外部单号由另一张单据转来,其内码", en: "its key came from another bill, whose id is" },
  "passed-on": { zh: "外部单号转给另一张单据,其内码", en: "its key went to another bill, whose id is" },
  kept: { zh: "方案或对照表有改动,已送达的保持不变", en: "scheme or tables have changed; what is delivered stays" },
  "own-keys": { zh: "人工决定另编外部单号", en: "given keys of its own by a person" },
  "held-back": { zh: "人工搁置", en: "held back by a person" },
  "let-go": { zh: "人工放行", en: "let go by a person" },
  edited: { zh: "人工修改了推送内容", en: "changed by a person" },
  "edit-dropped": { zh: "人工撤销了对推送内容的修改", en: "a change by a person was taken back" },
};
