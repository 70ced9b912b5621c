/** Changing by hand what an order says beside what it moves. */
const zhCN = {
  "edit.column": "推送内容",
  "edit.open": "修改…",
  "edit.title": "修改 {{order}} 的推送内容",
  "edit.explain":
    "只改这一张订单、这一次的内容:单据在金蝶再有变更,修改即作废。单号、仓库、货品、数量和审核与否以金蝶为准,不能在这里改;清空表示不传该参数。",
  "edit.place": "参数",
  "edit.value": "推送的值",
  "edit.before": "原值",
  "edit.covered": "涉及收货人或自由填写的文字,对您隐藏;不动它就照原样推送",
  "edit.reason": "原因",
  "edit.reason-needed": "请写明原因",
  "edit.push": "保存并重试",
  "edit.done": "已修改并重试",
  "edit.done-held": "已修改;单据被搁置,放行后按修改后的内容推送",
  "edit.told": "{{by}} 于 {{time}} 修改:{{note}}",
  "edit.told-past": "{{by}} 于 {{time}} 修改过:{{note}};之后单据又有变更,该修改已作废",
  "edit.empty": "(不传)",
};

const en: Readonly<Record<keyof typeof zhCN, string>> = {
  "edit.column": "What is pushed",
  "edit.open": "Change…",
  "edit.title": "Change what {{order}} says",
  "edit.explain":
    "This order alone, and as its bill is now: once the bill changes in Kingdee, the change is none. Key, warehouse, goods, quantities and audit are Kingdee's word and stay; an empty value leaves the parameter out.",
  "edit.place": "Parameter",
  "edit.value": "Value to push",
  "edit.before": "Before",
  "edit.covered": "About a receiver, or free text: hidden from you; left alone it is pushed as it is",
  "edit.reason": "Reason",
  "edit.reason-needed": "Say why",
  "edit.push": "Save and retry",
  "edit.done": "Changed, and tried again",
  "edit.done-held": "Changed; its bill is held back, and is pushed so once it is released",
  "edit.told": "Changed by {{by}} on {{time}}: {{note}}",
  "edit.told-past": "Changed by {{by}} on {{time}}: {{note}}; the bill has changed since, and the change is none",
  "edit.empty": "(left out)",
};

export const EDIT_WORDS = { zhCN, en };
