import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { PHRASES } from "@billferry/contracts/english";
import { expect, test } from "vitest";

import { findLonelyTexts } from "./texts.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** What says something to a person by way of the libraries; commands and logs have a test of their own. */
const ROOMS = [
  ...["audit", "bill-reader", "call-gate", "contracts", "desk", "doctor", "errands", "found-order", "http", "kingdee"],
  ...["ledger", "reconcile", "redis", "runtime", "scheme", "tables", "wangdiantong"],
].map((name) => `libs/${name}/src`);
const SERVICES = ["clerk", "extractor", "loader", "transformer"].map((name) => `services/${name}/src`);

/** Chinese that is read and not said, or that has its English in a room of its own. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "libs/contracts/src/kingdee-fields.ts": "Kingdee's own names of its fields",
  "libs/contracts/src/queues.ts": "labels that have both languages in one",
  "libs/kingdee/src/core/message-codes.ts": "words of Kingdee's, by which its answers are told apart",
  "libs/wangdiantong/src/core/answer-codes.ts": "words of Wangdiantong's, by which its answers are told apart",
  "libs/wangdiantong/src/core/told-wait.ts": "words of Wangdiantong's, in which it says how long to wait",
  "libs/scheme/src/scheme-schema.ts": "hints of an editor beside a scheme's settings",
  "libs/scheme/src/core/write-draft.ts": "comments of a scheme's file, which is the team's own from then on",
  "libs/contracts/src/console-words.ts": "what a page calls a command's options, with its English beside it",
  "libs/scheme/src/core/draft-scheme.ts": "a remark in a document, which the scheme's file says from then on",
};

/** What Wangdiantong's own menu calls a place, whatever the reader's language. */
const MENUS = new Set(["Look it up in Wangdiantong: 设置→基本设置→原因列表"]);

/** Headings that a table may have, single words within a text, and names of what Kingdee has. */
const READ = new Set([
  ...[
    "字段",
    "字段名",
    "字段标识",
    "参数",
    "参数名",
    "字段名称",
    "名称",
    "中文名",
    "中文名称",
    "配置值",
    "默认值",
    "值",
  ],
  ...["金蝶", "金蝶编码", "旺店通", "旺店通编码", "货品", "物料", "物料编码", "换算率", "分录内码", "分录行号"],
]);

const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...ROOMS, ...SERVICES], {
  cwd: ROOT,
  encoding: "utf8",
});
const found = listed
  .split("\n")
  .filter((path) => path.endsWith(".ts") && !path.startsWith("libs/contracts/src/english/") && !(path in ELSEWHERE))
  .flatMap((path) => findLonelyTexts(path, readFileSync(join(ROOT, path), "utf8")))
  .filter(({ text }) => !READ.has(text) && !MENUS.has(text));

test("every text of the libraries and of the work that goes on by itself has its English", () => {
  const lonely = found.filter(({ text }) => !(text in PHRASES));
  expect(lonely.map(({ path, line, text }) => `${path}:${line} ${text}`)).toEqual([]);
});
