import { describeCauses, describeFault, Fault, FAULT_CODES, isFault, type FaultCode } from "@billferry/contracts";
import { expect, test } from "vitest";

test("every code tells an operator in Chinese what it means and what to do", () => {
  const incomplete = Object.entries(FAULT_CODES).filter(
    ([, { meaning, remedy }]) => !/\p{Script=Han}/u.test(meaning) || !/\p{Script=Han}/u.test(remedy),
  );
  expect(incomplete).toEqual([]);
});

test("a fault is described in one line with code, meaning, message and remedy", () => {
  const line = describeFault(new Fault("WDT_SKU_UNKNOWN", "A-117"));
  expect(line).toBe("[WDT_SKU_UNKNOWN] 旺店通中没有该商家编码:A-117 → 在旺店通中建立该商家编码后重试");
});

test("a fault carries its code's recovery unless the circumstances decide otherwise", () => {
  expect(new Fault("HTTP_DEADLINE", "").recovery).toBe("retry");
  expect(new Fault("HTTP_DEADLINE", "", { recovery: "reconcile" }).recovery).toBe("reconcile");
});

test("the chain of causes survives as text", () => {
  const fault = new Fault("HTTP_NETWORK", "x", { cause: new Error("reset", { cause: new TypeError("socket") }) });
  expect(describeCauses(fault)).toEqual(["Error: reset", "TypeError: socket"]);
});

test("a plain error is no fault", () => {
  expect(isFault(new Error("bug"))).toBe(false);
  expect(isFault(Object.assign(new Error("x"), { name: "Fault", code: "NO_SUCH_CODE" as FaultCode }))).toBe(false);
});
