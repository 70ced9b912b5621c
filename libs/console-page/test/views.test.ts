import fc from "fast-check";
import { expect, test } from "vitest";

import { numbersIn, toBillsView, toCasesView, toOwnPath } from "../src/core/views.ts";

test("a column pasted from Excel, a list from a message and numbers typed apart are the same numbers", () => {
  const numbers = ["XSCKD000001", "XSCKD000002"];
  for (const text of [
    "XSCKD000001\r\nXSCKD000002\n",
    " XSCKD000001, XSCKD000002 ",
    "XSCKD000001;XSCKD000002、XSCKD000001",
  ])
    expect(numbersIn(text)).toEqual(numbers);
});

test("an address keeps what the page knows and drops the rest", () => {
  expect(toBillsView({ q: "0012", state: "held", scheme: "sal-outstock", page: "7" })).toEqual({
    q: "0012",
    state: "held",
    scheme: "sal-outstock",
  });
  expect(toBillsView({ q: "  ", state: "toString" })).toEqual({});
  expect(toCasesView({ code: "MAP_CODE_MISSING", gap: "skus/A-117" })).toEqual({
    code: "MAP_CODE_MISSING",
    gap: "skus/A-117",
  });
});

test("a sign-in leads back into the console and never to another site", () => {
  for (const path of ["//evil.example", "/\\evil.example", "https://evil.example", "", undefined])
    expect(toOwnPath(path)).toBe("/");
  expect(toOwnPath("/bills/X%2F1?q=2")).toBe("/bills/X%2F1?q=2");
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(new URL(toOwnPath(text), "http://board").origin).toBe("http://board");
    }),
  );
});
