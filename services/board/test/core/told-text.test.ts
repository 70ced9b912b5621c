import { describeFault, Fault, FAULT_CODES, type FaultCode } from "@billferry/contracts";
import { expect, test } from "vitest";

import { tellText } from "../../src/core/told-text.ts";

const CODES = Object.keys(FAULT_CODES) as readonly FaultCode[];

test("every line of a fault is told in English, and keeps what is its own", () => {
  for (const code of CODES) {
    const told = tellText(describeFault(new Fault(code, "XSCKD000001-CK01")), "en");
    expect(told.startsWith(`[${code}] `)).toBe(true);
    expect(told).toContain(": XSCKD000001-CK01 → ");
    expect(told).not.toMatch(/\p{Script=Han}/u);
  }
});

test("in Chinese, and where it is no fault's line, a text stays as it is", () => {
  const text = describeFault(new Fault("WDT_SKU_UNKNOWN", "A-117"));
  expect(tellText(text, "zh-CN")).toBe(text);
  for (const other of ["规则:样品", "[NO_SUCH] x", ""]) expect(tellText(other, "en")).toBe(other);
});
