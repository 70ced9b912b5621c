import type { TargetInterface } from "@billferry/contracts";

import type { SchemeDefinition } from "./definition.ts";
import type { FieldTable } from "./field-table.ts";
import type { Fraction } from "./fraction.ts";

/** A code table: Kingdee's code to Wangdiantong's. */
export type CodeTable = ReadonlyMap<string, string>;

/** How many of the target's units one of Kingdee's is, by item and unit; "*" stands for items without a row. */
export type UnitTable = ReadonlyMap<string, Fraction>;

export function unitKey(item: string, unit: string): string {
  return JSON.stringify([item, unit]);
}

/** All tables of a scheme as they were at one moment. */
export interface TableSet {
  readonly codes: Readonly<Record<string, CodeTable>>;
  readonly units: Readonly<Record<string, UnitTable>>;
  /** 8 hex digits over all their files. */
  readonly version: string;
}

/** A scheme that is ready to work. */
export interface Scheme {
  readonly definition: SchemeDefinition;
  readonly target: TargetInterface;
  readonly fields: FieldTable;
  /** 12 hex digits over the scheme file. */
  readonly version: string;
  readonly tables: TableSet;
}

/** Which scheme file and which tables made an order. */
export function fullVersion({ version, tables }: Scheme): string {
  return `${version}.${tables.version}`;
}
