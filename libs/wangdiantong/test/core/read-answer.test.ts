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
  expect(readAnswer(text)).toEqual({ unreadable });
});

test("any text at all is read or named, and never thrown at", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (text) => {
      expect(Object.keys(readAnswer(text))).toHaveLength(1);
    }),
  );
});

test("a document of another system is read with nulls, strings for numbers and no lost digit", () => {
  const text = `{"code":0,"total_count":"1","stockout_list":[{"stockout_id":1,"order_no":"CK2024","outer_no":"A-1",
    "warehouse_no":101,"status":110,"consign_time":null,"receiver_name":"某人",
    "details_list":[{"spec_no":"S1","goods_count":123456789012345.6789},{"spec_no":"S2","goods_count":"2.0000"}]}]}`;
  expect(DOCUMENTS.parse(bodyOf(text))).toEqual({
    totalCount: 1,
    documents: [
      {
        stockoutNo: "CK2024",
        outerNo: "A-1",
        warehouseNo: "101",
        status: "110",
        consignTime: null,
        details: [
          { specNo: "S1", goodsCount: "123456789012345.6789" },
          { specNo: "S2", goodsCount: "2" },
        ],
      },
    ],
  });
});

test("a list may be null where the total is 0, but not go missing where it is not", () => {
  expect(DOCUMENTS.parse(bodyOf('{"code":0,"total_count":0,"stockout_list":null}')).documents).toEqual([]);
  expect(DOCUMENTS.parse(bodyOf('{"code":0,"stockout_list":[{"order_no":""}]}'))).toMatchObject({
    totalCount: null,
    documents: [{ stockoutNo: null, details: [] }],
  });
  expect(DOCUMENTS.safeParse(bodyOf('{"code":0,"total_count":3}')).success).toBe(false);
  const noNumber = '{"code":0,"stockout_list":[{"details_list":[{"spec_no":"S1","goods_count":"two"}]}]}';
  expect(DOCUMENTS.safeParse(bodyOf(noNumber)).success).toBe(false);
});

test("master data is read without the addresses in it", () => {
  const warehouses =
    '{"code":0,"total_count":1,"warehouses":[{"warehouse_no":"001","name":"主仓","type":1,"mobile":"1"}]}';
  expect(warehousesAnswer.parse(bodyOf(warehouses))).toEqual({
    totalCount: 1,
    warehouses: [{ warehouseNo: "001", name: "主仓", type: "1", isDisabled: null }],
  });
  const carriers = '{"code":"0","logistics_list":[{"logistics_no":"SF","logistics_name":"顺丰","is_disabled":"1"}]}';
  expect(logisticsAnswer.parse(bodyOf(carriers)).carriers).toEqual([
    { logisticsCode: "SF", name: "顺丰", isDisabled: true },
  ]);
  const goods = `{"code":0,"goods_list":[{"goods_no":"G","goods_name":"笔","spec_list":[{"spec_no":"G-1"}]},{"spec_list":null}]}`;
  expect(goodsAnswer.parse(bodyOf(goods)).skus).toEqual([
    { specNo: "G-1", specName: null, goodsNo: "G", goodsName: "笔" },
  ]);
  expect(goodsAnswer.parse(bodyOf('{"code":0,"total_count":0}')).skus).toEqual([]);
  expect(warehousesAnswer.parse(bodyOf('{"code":0,"total_count":0}')).warehouses).toEqual([]);
  expect(logisticsAnswer.parse(bodyOf('{"code":0,"total_count":0}')).carriers).toEqual([]);
});
