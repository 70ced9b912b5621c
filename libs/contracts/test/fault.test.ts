import {
  describeCauses,
  describeFault,
  Fault,
  FAULT_CODES,
  isFault,
  mayHaveEffect,
  type FaultCode,
} from "@billferry/contracts";
import { expect, test } from "vitest";

test("every code tells an operator in Chinese what it means and what to do", () => {
  const incomplete = Object.entries(FAULT_CODES).filter(
    ([, { meaning, remedy }]) => !/\p{Script=Han}/u.test(meaning) || !/\p{Script=Han}/u.test(remedy),
  );
  expect(incomplete).toEqual([]);
});

test("a fault is described in one line with code, meaning, message and remedy", () => {
  const line = describeFault(new Fault("WDT_SKU_UNKNOWN", "A-117"));
  const { remedy } = FAULT_CODES.WDT_SKU_UNKNOWN;
  expect(line).toBe(`[WDT_SKU_UNKNOWN] 旺店通中没有该商家编码:A-117 → ${remedy}`);
});

test("a fault carries its code's recovery unless the circumstances decide otherwise", () => {
  expect(new Fault("HTTP_DEADLINE", "").recovery).toBe("retry");
  expect(new Fault("HTTP_DEADLINE", "", { recovery: "hold" }).recovery).toBe("hold");
});

const told = (effect: boolean) => new Fault("WDT_STOCK_SHORT", "", { facts: { mayHaveEffect: effect } });

test("whether there may have been an effect is told by the call, and of a wait by what it stands for", () => {
  expect(mayHaveEffect(told(true))).toBe(true);
  expect(mayHaveEffect(told(false))).toBe(false);
  expect(mayHaveEffect(new Fault("WDT_ANSWER_INVALID", ""))).toBe(false);
  expect(mayHaveEffect(new Fault("WDT_SKU_UNKNOWN", ""))).toBe(false);
  expect(mayHaveEffect(new Error("wait", { cause: told(true) }))).toBe(true);
  expect(mayHaveEffect(new Error("bug"))).toBe(false);
  expect(mayHaveEffect(undefined)).toBe(false);
});

test("the chain of causes survives as text", () => {
  const fault = new Fault("HTTP_NETWORK", "x", { cause: new Error("reset", { cause: new TypeError("socket") }) });
  expect(describeCauses(fault)).toEqual(["Error: reset", "TypeError: socket"]);
});

test("a plain error is no fault", () => {
  expect(isFault(new Error("bug"))).toBe(false);
  expect(isFault(Object.assign(new Error("x"), { name: "Fault", code: "NO_SUCH_CODE" as FaultCode }))).toBe(false);
});
