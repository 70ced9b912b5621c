import { expect, test } from "vitest";

import { expectSign } from "../../src/wangdiantong/sign.ts";

const SECRET = "s3cr3t-demo";
const COMMON = { sid: "demo2", appkey: "demo2-ot", timestamp: "1700000000" };
const toMap = (fields: Record<string, string>) => new Map(Object.entries(fields));

test("V1, the vendor's own example", () => {
  const parameters = toMap({
    appkey: "test2-xx",
    page_no: "0",
    end_time: "2016-08-01 13:00:00",
    start_time: "2016-08-01 12:00:00",
    page_size: "40",
    sid: "test2",
    timestamp: "1470042310",
  });
  expect(expectSign(parameters, "12345")).toBe("ad4e6fe037ea6e3ba4768317be9d1309");
});

test("V2, escaped JSON is signed as it is sent", () => {
  const stockout_info = String.raw`{"outer_no":"XSCKD000001-CK001","is_check":1,"warehouse_no":"CK001","remark":"\u91d1\u8776\u9500\u552e\u51fa\u5e93","detail_list":[{"spec_no":"SKU-001","num":"2","price":"12.5"}]}`;
  const parameters = toMap({ ...COMMON, stockout_info });
  expect(expectSign(parameters, SECRET)).toBe("3b158eeef62c2fc5e27f49fbfbff6baa");
});

test("V3, raw Chinese is counted in characters, not in bytes", () => {
  const stockout_info =
    '{"outer_no":"XSCKD000001-CK001","is_check":1,"warehouse_no":"CK001","remark":"金蝶销售出库","detail_list":[{"spec_no":"SKU-001","num":"2","price":"12.5"}]}';
  const parameters = toMap({ ...COMMON, stockout_info });
  expect(expectSign(parameters, SECRET)).toBe("cf4b95cfae1fe870156bcd61f95fbb29");
});

test("V4 and V5, code points and lengths over four digits", () => {
  expect(expectSign(toMap({ ...COMMON, remark: "OK😀" }), SECRET)).toBe("32f0a1ea11c90722a46d7e492ccc7122");
  expect(expectSign(toMap({ ...COMMON, stockout_info: "x".repeat(12_345) }), SECRET)).toBe(
    "1814ca89bcd86e2bb49093bdf2c34ef9",
  );
});
