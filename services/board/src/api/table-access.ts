import { formatKingdeeTime, INSTALLATION_PREFIX, SHANGHAI } from "@billferry/contracts";
import { findTable, type OpenTable, type TableFlaw, type TablePlace } from "@billferry/tables";

import { Problem } from "../core/problems.ts";
import type { ApiContext } from "./api-context.ts";
import { inTurn } from "./in-turn.ts";

export type KeptByConsole = OpenTable & { readonly version: NonNullable<OpenTable["version"]> };

/** Longer than any write of a table takes. */
const LOCK_MS = 60_000;
const PATIENCE_MS = 10_000;

/** One writer at a time, of all boards of the installation. */
export async function exclusively<Result>({ redis }: ApiContext, act: () => Promise<Result>): Promise<Result> {
  const key = `${INSTALLATION_PREFIX}:console:tables`;
  const done = await inTurn({ redis, key, lifeMs: LOCK_MS, patienceMs: PATIENCE_MS }, act);
  if (done === undefined) throw new Problem("STILL_UNDERWAY");
  return done.result;
}

export function placeOfTables({ tables, schemes }: ApiContext): TablePlace {
  return { ...tables, schemes };
}

/** The one asked for. Only names that schemes say lead anywhere. */
export function readableTable(context: ApiContext, file: string): OpenTable {
  const table = findTable(placeOfTables(context), file);
  if (table === undefined) throw new Problem("TABLE_UNKNOWN", { what: file });
  if ("problem" in table) throw toRefusal(table.problem);
  return table;
}

/** The one asked for, which the console keeps, and as the person has seen it. */
export function editableTable(context: ApiContext, { file, base }: { file: string; base: number }): KeptByConsole {
  const table = readableTable(context, file);
  const { version } = table;
  if (version === undefined) throw new Problem("TABLE_OF_FILES", { what: file, path: table.path });
  if (version.number !== base) {
    const { number, by, atMs } = version;
    throw new Problem("TABLE_CHANGED", { what: file, number, by, at: formatKingdeeTime(atMs, SHANGHAI) });
  }
  return { ...table, version };
}

export function toRefusal({ zh, en }: { readonly zh: string; readonly en: string }): Problem {
  return new Problem("TABLE_REFUSED", { zh, en });
}

/** Of many, the first three. */
export function refuseFlaws(flaws: readonly TableFlaw[]): Problem {
  const refused = flaws.filter(({ severity }) => severity === "refused").slice(0, 3);
  return toRefusal({
    zh: refused.map(({ line, text }) => `第 ${line} 行 ${text.zh}`).join(";"),
    en: refused.map(({ line, text }) => `line ${line}: ${text.en}`).join("; "),
  });
}
