import fc from "fast-check";
import { expect, test } from "vitest";

import { escapeAscii, omitEmpty, packParameters } from "../../src/core/signing.ts";
import { encodeSignedForm, signParameters } from "../../src/sign.ts";

const DEMO = { sid: "demo2", appkey: "demo2-ot", timestamp: "1700000000" };
const SECRET = "s3cr3t-demo";
const REMARK = "金蝶销售出库";

const orderJson = (remark: string) =>
  `{"outer_no":"XSCKD000001-CK001","is_check":1,"warehouse_no":"CK001","remark":"${remark}","detail_list":[{"spec_no":"SKU-001","num":"2","price":"12.5"}]}`;

test("V1: signs the vendor's own example", () => {
  const parameters = {
    appkey: "test2-xx",
    page_no: "0",
    end_time: "2016-08-01 13:00:00",
    start_time: "2016-08-01 12:00:00",
    page_size: "40",
    sid: "test2",
    timestamp: "1470042310",
  };
  expect(packParameters(parameters)).toBe(
    "06-appkey:0008-test2-xx;08-end_time:0019-2016-08-01 13:00:00;07-page_no:0001-0;09-page_size:0002-40;03-sid:0005-test2;10-start_time:0019-2016-08-01 12:00:00;09-timestamp:0010-1470042310",
  );
  expect(signParameters(parameters, "12345")).toBe("ad4e6fe037ea6e3ba4768317be9d1309");
});

test("V2: an ASCII-escaped order has one length in every way of counting", () => {
  const stockout_info = escapeAscii(orderJson(REMARK));
  expect(stockout_info).toHaveLength(179);
  expect(packParameters({ ...DEMO, stockout_info })).toBe(
    `06-appkey:0008-demo2-ot;03-sid:0005-demo2;13-stockout_info:0179-${stockout_info};09-timestamp:0010-1700000000`,
  );
  expect(signParameters({ ...DEMO, stockout_info }, SECRET)).toBe("3b158eeef62c2fc5e27f49fbfbff6baa");
});

test.each([
  [
    "V3: raw Chinese is counted in characters",
    { stockout_info: orderJson(REMARK) },
    "cf4b95cfae1fe870156bcd61f95fbb29",
  ],
  ["V4: an emoji is one code point", { remark: "OK😀" }, "32f0a1ea11c90722a46d7e492ccc7122"],
  [
    "V5: a length over 9999 keeps all its digits",
    { stockout_info: "x".repeat(12_345) },
    "1814ca89bcd86e2bb49093bdf2c34ef9",
  ],
])("%s", (_name, business, sign) => {
  expect(signParameters({ ...DEMO, ...business }, SECRET)).toBe(sign);
});

test("neither the sign nor the secret is part of the signed text", () => {
  expect(packParameters({ ...DEMO, sign: "abc", appsecret: "def" })).toBe(packParameters(DEMO));
});

test("empty parameters are left out, zero is kept", () => {
  expect(omitEmpty({ page_no: 0, status: "", order_type: undefined, sid: "x" })).toEqual({
    page_no: "0",
    sid: "x",
  });
});

// Any UTF-16 text, halves of surrogate pairs included.
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

test("escaped JSON is pure ASCII and reads back as the same value, whatever the text", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const escaped = escapeAscii(JSON.stringify({ text }));
      expect(escaped).toMatch(/^[\0-\x7f]*$/);
      expect(JSON.parse(escaped)).toEqual({ text });
    }),
  );
});

test("packed lengths are code points: the packed text can be taken apart by them alone", () => {
  const parameters = fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), fc.string({ unit: "grapheme" }));
  fc.assert(
    fc.property(parameters, (values) => {
      const { sign: _sign, appsecret: _appsecret, ...signed } = values;
      expect(unpack(packParameters(signed))).toEqual(Object.entries(signed).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    }),
  );
});

test("the form decodes to what was signed, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const decoded = new URLSearchParams(encodeSignedForm({ text }, "abc"));
      expect(decoded.get("text")).toBe(text);
      expect(decoded.get("sign")).toBe("abc");
    }),
  );
});

function unpack(packed: string): [string, string][] {
  const characters = [...packed];
  const pairs: [string, string][] = [];
  let at = 0;
  const take = (): string => {
    const dash = characters.indexOf("-", at);
    const length = Number(characters.slice(at, dash).join(""));
    at = dash + 1 + length;
    return characters.slice(dash + 1, at).join("");
  };
  while (at < characters.length) {
    const key = take();
    at += 1; // ":"
    pairs.push([key, take()]);
    at += 1; // ";"
  }
  return pairs;
}
