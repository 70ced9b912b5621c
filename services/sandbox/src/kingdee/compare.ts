import { compareDecimals, parseDecimal, parseKingdeeTime, type DecimalText } from "@billferry/contracts";

import type { Column, Value } from "./column.ts";
import { KingdeeProblem, MSG_CODE } from "./problem.ts";

/** Reads a date literal as the server's wall clock. */
const WALL_CLOCK = { offsetMinutes: 0 };

/** The order of two set values of one type. Text as SQL Server's usual collation: case and trailing blanks ignored. */
export function compareValues(type: Column["type"], a: Exclude<Value, null>, b: Exclude<Value, null>): number {
  if (type === "decimal") return compareDecimals(a as DecimalText, b as DecimalText);
  if (type === "text") return order(collate(a as string), collate(b as string));
  return order(Number(a), Number(b));
}

/** A literal as a value of the column's type; the database's own complaint where it is none. */
export function readLiteral(type: Column["type"], literal: string): Exclude<Value, null> {
  switch (type) {
    case "text":
      return literal;
    case "decimal":
      return parseDecimal(literal) ?? complain("将数据类型 varchar 转换为 numeric 时出错。");
    case "id": {
      const number = Number(literal);
      return literal.trim() === "" || Number.isNaN(number)
        ? complain(`在将 varchar 值 '${literal}' 转换成数据类型 int 时失败。`)
        : number;
    }
    case "date":
      return parseKingdeeTime(literal, WALL_CLOCK) ?? complain("从字符串转换日期和/或时间时,转换失败。");
    case "boolean":
      if (/^(1|true)$/i.test(literal)) return true;
      if (/^(0|false)$/i.test(literal)) return false;
      return complain(`在将 varchar 值 '${literal}' 转换成数据类型 bit 时失败。`);
  }
}

function collate(text: string): string {
  return text.trimEnd().toLowerCase();
}

function order(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function complain(message: string): never {
  throw new KingdeeProblem(MSG_CODE.database, message);
}
