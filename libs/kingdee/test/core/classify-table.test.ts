import { FAULT_CODES, type Cell } from "@billferry/contracts";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { classifyTable } from "../../src/core/classify-table.ts";
import type { Judged } from "../../src/core/finding.ts";
import type { RawAnswer } from "../../src/core/open-answer.ts";
import { errorObject } from "../scripted-kingdee.ts";

const LOST = "会话信息已丢失，请重新登录";

test.each<[string, unknown]>([
  ["[[{…}]]", [[errorObject(1, LOST)]]],
  ["[{…}]", [errorObject(1, LOST)]],
  ["{…}", errorObject(1, LOST)],
  ["a bare ResponseStatus", { ResponseStatus: { IsSuccess: false, Errors: [{ Message: LOST }], MsgCode: 1 } }],
  ["IsSuccess as text", [[{ Result: { ResponseStatus: { IsSuccess: "false", Errors: null, MsgCode: "1" } } }]]],
  ["one more JSON string", JSON.stringify([[errorObject(1, LOST)]])],
])("finds the error in %s", (_name, body) => {
  expect(codeOf({ text: JSON.stringify(body) })).toBe("KD_SESSION_LOST");
});

test.each([
  ["ResponseStatus null", [[{ Result: { ResponseStatus: null } }]]],
  ["Errors null", [[{ Result: { ResponseStatus: { IsSuccess: false, Errors: null } } }]]],
  ["no IsSuccess", { Result: { ResponseStatus: { Errors: [null, 1, {}] } } }],
  ["an unknown MsgCode", errorObject(99, "新的错误")],
])("calls an error without a known reason a business error: %s", (_name, body) => {
  expect(codeOf({ text: JSON.stringify(body) })).toBe("KD_BUSINESS_ERROR");
});

test("marks a MsgCode that the table does not know", () => {
  const verdict = classifyTable(answer({ text: JSON.stringify([[errorObject(99, "新的错误")]]) }), ["FID"]);
  expect(verdict).toMatchObject({
    finding: { vendorText: "新的错误", details: { msgCode: "99", isUnknownCode: true } },
  });
});

test.each([
  [2, "您没有该功能的操作权限", "KD_PERMISSION_DENIED"],
  [4, "标识为“NO_SUCH_FORM”的业务对象不存在，或者被删除。", "KD_FORM_UNKNOWN"],
  [4, "GetRealExpress error...", "KD_FILTER_INVALID"],
  [4, "未将对象引用设置到对象的实例", "KD_BUSINESS_ERROR"],
  [5, "", "KD_FORM_UNKNOWN"],
  [7, "许可错误", "KD_LICENCE"],
  [8, "data数据包中的参数FieldKeys的值不能为空。", "KD_BUSINESS_ERROR"],
  [9, "元数据中标识为FNoSuchField的字段不存在", "KD_FIELD_UNKNOWN"],
  [14, "", "KD_CALL_LIMIT"],
  [15, "", "KD_CREDENTIALS_REFUSED"],
])("knows MsgCode %i with the text %j as %s", (msgCode, message, code) => {
  expect(codeOf({ text: JSON.stringify([[errorObject(msgCode, message)]]) })).toBe(code);
});

test.each([
  ["元数据中标识为FLot.FNoSuch的字段不存在", "FLot.FNoSuch"],
  ["元数据中标识为“F_abc_Text”的字段不存在", "F_abc_Text"],
  ["FEntryID 不是简单属性", "FEntryID"],
])("reads the unknown field out of %j", (message, field) => {
  const verdict = classifyTable(answer({ text: JSON.stringify([[errorObject(9, message)]]) }), ["FID"]);
  expect(verdict).toMatchObject({ finding: { code: "KD_FIELD_UNKNOWN", details: { field } } });
});

const POPUP = [
  {
    actionname: "showConfirm",
    params: [{ msg: "请求参数存在可疑数据,当前请求已经被拦截规则[caller_in_less_Point_Bracket]阻止!", option: 0 }],
  },
];

test("names the rule of a request filter that stopped the query", () => {
  const verdict = classifyTable(answer({ text: JSON.stringify(POPUP) }), ["FID"]);
  expect(verdict).toMatchObject({
    finding: { code: "KD_WAF_BLOCKED", details: { rule: "caller_in_less_Point_Bracket" } },
  });
});

test.each<[string, Partial<RawAnswer>, string]>([
  ["nothing", { text: "" }, "KD_ANSWER_INVALID"],
  ["a login page", { text: "<html>登录</html>" }, "KD_NOT_API"],
  ["a page after a byte order mark", { text: "\uFEFF <html></html>" }, "KD_NOT_API"],
  ["error text", { text: "response_error: something broke" }, "KD_BUSINESS_ERROR"],
  ["error text about the session", { text: `response_error:${LOST}` }, "KD_SESSION_LOST"],
  ["error text in a JSON string", { text: JSON.stringify(`response_error:${LOST}`) }, "KD_SESSION_LOST"],
  ["session text", { text: "401 Forbidden ByRspRetStatusCode -- N001: Unexpectable request" }, "KD_SESSION_LOST"],
  ["other text", { text: "OK" }, "KD_NOT_API"],
  ["a number", { text: "12" }, "KD_ANSWER_INVALID"],
  ["null", { text: "null" }, "KD_ANSWER_INVALID"],
  ["an object", { text: "{}" }, "KD_ANSWER_INVALID"],
  ["a success without rows", { text: '{"Result":{"ResponseStatus":{"IsSuccess":true}}}' }, "KD_ANSWER_INVALID"],
  ["a cut page", { text: '[[1,"a"],[2,"没有权限 许可 会话信息已丢失' }, "KD_ANSWER_INVALID"],
  ["a cut page in a JSON string", { text: JSON.stringify('[[1,"许可') }, "KD_ANSWER_INVALID"],
  ["two JSON strings around a page", { text: JSON.stringify(JSON.stringify("[]")) }, "KD_ANSWER_INVALID"],
  ["another charset", { text: '[["\uFFFD"]]', isUtf8: false }, "KD_ANSWER_INVALID"],
  ["HTTP 500 text", { status: 500, text: "Additional text found in JSON string" }, "HTTP_STATUS"],
  ["HTTP 500 with an error inside", { status: 500, text: JSON.stringify(errorObject(1, LOST)) }, "KD_SESSION_LOST"],
  ["a wrong account", { status: 500, text: "Fail to verify thirty passport" }, "KD_ACCOUNT_UNKNOWN"],
  [
    "the gateway",
    { status: 519, text: '{"errcode":4002,"description":"Unauthorized, APP_ID is empty[GW]"}' },
    "KD_GATEWAY",
  ],
  ["the gateway without words", { status: 519, text: "" }, "KD_GATEWAY"],
  ["a gateway error with status 200", { text: '{"errcode":"5001","description":"API not found[GW]"}' }, "KD_GATEWAY"],
  ["HTTP 429", { status: 429 }, "KD_CALL_LIMIT"],
  ["HTTP 503 page", { status: 503, text: "<html>没有权限</html>" }, "HTTP_STATUS"],
  ["HTTP 404", { status: 404, text: "<html></html>" }, "KD_NOT_API"],
  ["a redirect", { status: 302 }, "KD_NOT_API"],
])("recognises %s", (_name, changes, code) => {
  expect(codeOf(changes)).toBe(code);
});

test.each([
  ["[[1],[2,3]]", { row: 2, cells: 2, width: 1 }],
  ["[[1],[]]", { row: 2, cells: 0, width: 1 }],
  ['[[1],"x"]', { row: 2 }],
  ["[[1],[[2]]]", { row: 2, column: 1 }],
  ['[[1],[{"a":1}]]', { row: 2, column: 1 }],
  ["[[]]", { row: 1, cells: 0, width: 1 }],
])("says which row of %s is no row of a table", (text, details) => {
  expect(classifyTable(answer({ text }), ["FID"])).toMatchObject({ finding: { code: "KD_ANSWER_INVALID", details } });
});

test("takes words of errors in a cell for what they are: data", () => {
  const cells = ["会话信息已丢失", "response_error:", "ByRspRetStatusCode", "\uFFFD"];
  expect(classifyTable(answer({ text: JSON.stringify([cells]) }), ["FNote", "F2", "F3", "F4"])).toEqual({
    value: [cells],
  });
});

const HEADED = ["FID", "FBillNo", "FDocumentStatus", "FCancelStatus", "FApproveDate"];
const BILL = [100001, "XSCKD000001", "C", "A", "2026-11-28T10:00:00"];

test.each<[string, unknown[][]]>([
  ["the field keys", [HEADED, BILL]],
  ["the field keys and there is no bill", [HEADED]],
  ["the field keys in small letters", [HEADED.map((key) => key.toLowerCase()), BILL]],
  ["captions", [["单据内码", "单据编号", "单据状态", "作废状态", "审核日期"], BILL]],
])("names an answer whose first row holds %s for what it is", (_name, rows) => {
  const verdict = classifyTable(answer({ text: JSON.stringify(rows) }), HEADED);
  expect(verdict).toMatchObject({ finding: { code: "KD_CONTRACT_BROKEN", details: { row: 1 } } });
  expect(verdict).toMatchObject({ finding: { message: "应答的第一行是列标题而不是数据" } });
});

test("takes a first row for a bill, whatever its texts are", () => {
  for (const row of [BILL, ["100001", "FBillNo", "FDocumentStatus", "FCancelStatus", "FApproveDate"]])
    expect(classifyTable(answer({ text: JSON.stringify([row]) }), HEADED)).toHaveProperty("value");
});

test.each([
  ["参数Limit的值不能超过2000", { limit: "2000" }],
  ["最大行数不能超过 1000 行", { limit: "1000" }],
  ["Limit must not be greater than 500", { limit: "500" }],
  ["参数Limit的值超出范围", {}],
])("reads the row limit out of %j", (message, details) => {
  const verdict = classifyTable(answer({ text: JSON.stringify([[errorObject(8, message)]]) }), ["FID"]);
  expect(verdict).toMatchObject({ finding: { code: "KD_ROW_LIMIT", details } });
});

test("loses no digit of any number", () => {
  const number = fc
    .tuple(fc.constantFrom("", "-"), fc.bigInt({ min: 0n, max: 10n ** 25n }), fc.stringMatching(/^(\.\d{1,20})?$/))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 20 }), (row) => {
      expect(classifyTable(answer({ text: `[[${row.join(",")}]]` }), keysOf(row.length))).toEqual({ value: [row] });
    }),
  );
});

test("reads every table back as it was, however often it is wrapped", () => {
  const cell = fc.oneof(fc.string({ unit: "binary" }), fc.boolean(), fc.constant(null));
  const table = fc
    .integer({ min: 1, max: 5 })
    .chain((width) =>
      fc.tuple(fc.array(fc.array(cell, { minLength: width, maxLength: width })), fc.constant(width), fc.boolean()),
    );
  fc.assert(
    fc.property(table, ([rows, width, isWrapped]) => {
      const text = JSON.stringify(isWrapped ? JSON.stringify(rows) : rows);
      expect(classifyTable(answer({ text }), keysOf(width))).toEqual({ value: rows });
    }),
  );
});

test("has a verdict for every text and every status, and never a row of another width", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.json(),
    fc.json().map((inner) => JSON.stringify(inner)),
    fc.json().map((inner) => `[[${inner}]]`),
    fc.json().map((inner) => `[[{"Result":{"ResponseStatus":${inner}}}]]`),
    fc.json().map((inner) => `[{"actionname":${inner},"params":${inner}}]`),
    fc.json().map((inner) => inner.slice(0, -1)),
    fc.constantFrom("[".repeat(100_000), '{"a":'.repeat(100_000), '{"__proto__":{"errcode":1}}', '{"constructor":1}'),
  );
  fc.assert(
    fc.property(text, fc.constantFrom(200, 206, 302, 404, 429, 500, 519), fc.boolean(), (each, status, isUtf8) => {
      expect(classifyTable({ status, text: each, isUtf8 }, ["FID"])).toSatisfy(isVerdict);
    }),
    { numRuns: 500 },
  );
});

function isVerdict(verdict: Judged<Cell[][]>): boolean {
  if ("finding" in verdict) return verdict.finding.code in FAULT_CODES && verdict.finding.message !== "";
  return verdict.value.every((row) => row.length === 1 && (typeof row[0] !== "object" || row[0] === null));
}

function keysOf(width: number): readonly string[] {
  return Array.from({ length: width }, (_, column) => `F_MY_KEY_${column}`);
}

function answer(changes: Partial<RawAnswer>): RawAnswer {
  return { status: 200, text: "", isUtf8: true, ...changes };
}

function codeOf(changes: Partial<RawAnswer>): string {
  const verdict = classifyTable(answer(changes), ["FID"]);
  return "finding" in verdict ? verdict.finding.code : "table";
}
