import { expect, test } from "vitest";

import { plainWords } from "../../src/core/last-words.ts";

test("of a service's end, what it said for people is told, and not its log", () => {
  const lines = [
    '{"level":"fatal","event":"service.failed","error":"[ACCOUNT_CHANGED] …","msg":"服务无法启动"}',
    "[ACCOUNT_CHANGED] 这个台账属于另一个账号:… → 改回原来的账号",
  ];
  expect(plainWords(lines)).toBe("[ACCOUNT_CHANGED] 这个台账属于另一个账号:… → 改回原来的账号");
});

test("all problems of the settings are told", () => {
  const lines = [
    "extractor: [CONFIG_INVALID] 配置有误:共 2 处:",
    "  - START_FROM:未设置(必填)",
    "  - WDT_SID:未设置(必填) → 改",
  ];
  expect(plainWords(lines)).toBe(lines.join("\n"));
});

test("the place in a program is left out, and a log alone is told by its last entry", () => {
  expect(plainWords(["Error: EADDRINUSE", "    at Server.listen (node:net:1)"])).toBe("Error: EADDRINUSE");
  expect(plainWords(['{"msg":"服务启动"}', '{"msg":"服务无法启动","error":"x"}'])).toBe("服务无法启动:x");
  expect(plainWords([])).toBe("");
});
