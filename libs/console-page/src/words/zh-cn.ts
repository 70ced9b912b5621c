/** What the page says, in the language that its operators speak; every other language has the same keys. */
export const ZH_CN = {
  "menu.label": "主菜单",
  "menu.overview": "概览",
  "menu.bills": "单据",
  "menu.cases": "异常单",
  "menu.queues": "队列",
  "frame.skip": "跳到正文",
  "frame.search": "查找单据",
  "frame.search-hint": "单号、外部单号、出库单号;可粘贴多个",
  "frame.language": "English",
  "frame.title": "{{page}} · Billferry",
};

export type PageWords = Readonly<Record<keyof typeof ZH_CN, string>>;
