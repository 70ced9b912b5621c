import fc from "fast-check";
import { expect, test } from "vitest";

import { documentsAnswer, goodsAnswer, logisticsAnswer, warehousesAnswer } from "../../src/core/answer-schemas.ts";
import { readAnswer } from "../../src/core/read-answer.ts";

const DOCUMENTS = documentsAnswer("stockout_order_push");

const bodyOf = (text: string): unknown => {
  const read = readAnswer(text);
  return "answer" in read ? read.answer.body : read.unreadable;
};

test.each([
  ["a number", '{"code":0,"message":""}', "0"],
  ["a string", '{"code":"0"}', "0"],
  ["blanks around it", '{"code":" 2350 ","message":null}', "2350"],
  ["a byte order mark before it", '\uFEFF{"code":0}', "0"],
  ["zeros after the point", '{"code":0.0}', "0"],
])("reads a code written as %s", (_name, text, code) => {
  expect(readAnswer(text)).toMatchObject({ answer: { code, message: "" } });
});

test.each([
  ["empty", " \n"],
  ["html", "<!DOCTYPE html><html></html>"],
  ["cut", '{"code":0,"stock'],
  ["cut", "Bad Gateway"],
  ["not-an-object", "[1]"],
  ["not-an-object", "null"],
  ["no-code", '{"status":0}'],
  ["no-code", '{"code":null}'],
  ["no-code", '{"code":""}'],
])("says %s of 「%s」", (unreadable, text) => {
  expect(readAnswer(text)).toEqual({ unreadable, words: "" });
});

test.each([
  ["msg", '{"code":"1","msg":"外部单号已存在"}', "外部单号已存在"],
  ["error_msg", '{"code":1,"error_msg":"系统繁忙"}', "系统繁忙"],
  [
    "sub_msg beside a message",
    '{"code":40,"message":"failed","sub_msg":"spec_no A not exist"}',
    "failed;spec_no A not exist",
  ],
  ["an object", '{"code":1,"error":{"message":"库存不足"}}', "库存不足"],
  ["a list of failures", '{"code":1,"message":"","fail_item_list":[{"error_msg":"货品不存在"}]}', "货品不存在"],
  ["errors", '{"code":1,"errors":["货品不存在","仓库不存在"]}', "货品不存在;仓库不存在"],
  ["data", '{"code":1,"data":{"msg":"仓库不存在"}}', "仓库不存在"],
  ["a gateway's envelope", '{"response":{"code":"100","message":"仓库不存在"}}', "仓库不存在"],
  ["another code", '{"error_code":100,"error_msg":"仓库不存在"}', "仓库不存在"],
])("words are read from %s", (_name, text, message) => {
  expect(readAnswer(text)).toMatchObject({ answer: { message } });
});

test("an answer without a code keeps its words, and a yes under another name is no yes", () => {
  expect(readAnswer('{"error_msg":"404 Route Not Found"}')).toEqual({
    unreadable: "no-code",
    words: "404 Route Not Found",
  });
  expect(readAnswer('{"errcode":0,"errmsg":"ok"}')).toMatchObject({ unreadable: "no-code" });
});

test("an answer that repeats the request is no source of words: its remarks are personal", () => {
  const text =
    '{"code":7,"stockout_info":"{\\"remark\\":\\"张三\\"}","remark":"李四","detail_list":[{"remark":"王五"}]}';
  expect(readAnswer(text)).toMatchObject({ answer: { message: "" } });
});

test("the content of data counts as the answer's own", () => {
  expect(bodyOf('{"code":0,"data":{"stockout_no":"CK1"}}')).toMatchObject({ stockout_no: "CK1" });
  expect(bodyOf('{"code":0,"data":[{"stockout_no":"CK1"}]}')).toMatchObject({ stockout_no: "CK1" });
  const page = '{"code":0,"data":{"total_count":1,"stockout_list":[{"order_no":"CK1"}]}}';
  expect(DOCUMENTS.parse(bodyOf(page))).toMatchObject({ totalCount: 1, rows: [{ stockoutNo: "CK1" }] });
});

test("any text at all is read or named, and never thrown at", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (text) => {
      const read = readAnswer(text);
      expect("answer" in read).not.toBe("unreadable" in read);
    }),
  );
});

test("a document of another system is read with nulls, strings for numbers and no lost digit", () => {
  const text = `{"code":0,"total_count":"1","stockout_list":[{"stockout_id":1,"order_no":"CK2024","outer_no":"A-1",
    "warehouse_no":101,"status":110,"consign_time":null,"receiver_name":"某人",
    "details_list":[{"spec_no":"S1","goods_count":123456789012345.6789},{"spec_no":"S2","goods_count":"2.0000"}]}]}`;
  expect(DOCUMENTS.parse(bodyOf(text))).toEqual({
    totalCount: 1,
    rows: [
      {
        stockoutNo: "CK2024",
        outerNo: "A-1",
        warehouseNo: "101",
        status: "110",
        details: [
          { specNo: "S1", goodsCount: "123456789012345.6789" },
          { specNo: "S2", goodsCount: "2" },
        ],
      },
    ],
  });
});

test("a list may be null where the total is 0, but not go missing where it is not", () => {
  expect(DOCUMENTS.parse(bodyOf('{"code":0,"total_count":0,"stockout_list":null}')).rows).toEqual([]);
  expect(DOCUMENTS.parse(bodyOf('{"code":0,"stockout_list":[{"order_no":""}]}'))).toMatchObject({
    totalCount: null,
    rows: [{ stockoutNo: null, details: [] }],
  });
  expect(DOCUMENTS.safeParse(bodyOf('{"code":0,"total_count":3}')).success).toBe(false);
  const noNumber = '{"code":0,"stockout_list":[{"details_list":[{"spec_no":"S1","goods_count":"two"}]}]}';
  expect(DOCUMENTS.safeParse(bodyOf(noNumber)).success).toBe(false);
});

test("master data is read with its names and without the addresses in it", () => {
  const warehouses =
    '{"code":0,"total_count":1,"warehouses":[{"warehouse_no":"001","name":"主仓","type":1,"mobile":"1"}]}';
  expect(warehousesAnswer.parse(bodyOf(warehouses))).toEqual({
    totalCount: 1,
    rows: [{ warehouseNo: "001", name: "主仓", type: "1", isDisabled: null }],
  });
  const carriers = '{"code":"0","logistics_list":[{"logistics_no":"SF","logistics_name":"顺丰","is_disabled":"1"}]}';
  expect(logisticsAnswer.parse(bodyOf(carriers)).rows).toEqual([
    { logisticsCode: "SF", name: "顺丰", isDisabled: true },
  ]);
  const goods = `{"code":0,"goods_list":[{"goods_no":"G","goods_name":"笔","spec_list":[{"spec_no":"G-1"}]},{"spec_list":null}]}`;
  expect(goodsAnswer.parse(bodyOf(goods)).rows).toEqual([[{ sku: "G-1", name: "笔" }], []]);
  expect(goodsAnswer.parse(bodyOf('{"code":0,"total_count":0}')).rows).toEqual([]);
  expect(warehousesAnswer.parse(bodyOf('{"code":0,"total_count":0}')).rows).toEqual([]);
  expect(logisticsAnswer.parse(bodyOf('{"code":0,"total_count":0}')).rows).toEqual([]);
});
