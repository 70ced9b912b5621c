import type { PageWords } from "./zh-cn.ts";

export const EN: PageWords = {
  "menu.label": "Main menu",
  "menu.overview": "Overview",
  "menu.bills": "Bills",
  "menu.cases": "Cases",
  "menu.queues": "Queues",
  "frame.skip": "Skip to content",
  "frame.search": "Find a bill",
  "frame.search-hint": "Bill, outer or stock-out number; several may be pasted",
  "frame.language": "中文",
  "frame.title": "{{page}} · Billferry",
};
