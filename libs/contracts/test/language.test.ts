import {
  chooseLanguage,
  describeError,
  describeFault,
  Fault,
  serviceLanguage,
  tellBoth,
  toldOf,
} from "@billferry/contracts";
import { expect, test } from "vitest";

test.each([
  ["nothing is said", [], {}, "zh"],
  ["the command says it", ["status", "--lang", "en"], { BILLFERRY_LANG: "zh" }, "en"],
  ["the command says it in one word", ["--lang=zh", "status"], { LANG: "en_US.UTF-8" }, "zh"],
  ["the last word counts", ["--lang=zh", "status", "--lang", "en"], {}, "en"],
  ["a number that looks like it stands behind --", ["bill", "--", "--lang", "en"], {}, "zh"],
  ["the setting says it", [], { BILLFERRY_LANG: "en", LANG: "zh_CN.UTF-8" }, "en"],
  ["a setting that is none", [], { BILLFERRY_LANG: "fr" }, "zh"],
  ["the locale is English", [], { LANG: "en_US.UTF-8" }, "en"],
  ["the locale of messages wins", [], { LC_MESSAGES: "zh_CN.UTF-8", LANG: "en_US.UTF-8" }, "zh"],
  ["one locale overrides all", [], { LC_ALL: "en_GB.UTF-8", LANG: "zh_CN.UTF-8" }, "en"],
  ["the locale is none", [], { LANG: "C.UTF-8" }, "zh"],
])("a person's command where %s", (_words, argv, env, language) => {
  expect(chooseLanguage({ argv, env })).toBe(language);
});

test("a service's language is told by its setting alone, and never by the machine's locale", () => {
  expect(serviceLanguage({ LANG: "en_US.UTF-8" })).toBe("zh");
  expect(serviceLanguage({ BILLFERRY_LANG: "en" })).toBe("en");
});

test("a fault is told in the language of its reader, and its message stays Chinese", () => {
  const fault = new Fault("CONFIG_INVALID", { zh: "共 1 处", en: "1 problem" });
  expect(fault.message).toBe("共 1 处");
  expect(describeFault(fault)).toMatch(/^\[CONFIG_INVALID\] 配置有误:共 1 处 → /);
  expect(describeFault(fault, "en")).toMatch(
    /^\[CONFIG_INVALID\] [^\p{Script=Han}]*: 1 problem → [^\p{Script=Han}]*$/u,
  );
  expect(describeFault(new Fault("KD_ORDER_BROKEN", "FID=7"), "en")).toContain("FID=7");
});

test("other errors are told in both languages where they say so, and else by their message", () => {
  const both = Object.assign(new Error("磁盘已满"), { text: { zh: "磁盘已满", en: "the disk is full" } });
  expect([describeError(both, "en"), describeError(both, "zh")]).toEqual(["the disk is full", "磁盘已满"]);
  expect(toldOf(new Error("ECONNREFUSED"))).toEqual({ zh: "ECONNREFUSED", en: "ECONNREFUSED" });
});

test("a text of parts is told once in each language", () => {
  const count = 3;
  expect(tellBoth((say) => `(${say({ zh: `${count} 项`, en: `${count} items` })})`)).toEqual({
    zh: "(3 项)",
    en: "(3 items)",
  });
});
