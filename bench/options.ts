import { parseArgs } from "node:util";

import { ROWS } from "./catalogue.ts";
import type { Row } from "./measurement.ts";

const USAGE =
  "npm run bench -- [--only ROW]… [--runs N] [--bills N] [--quick] [--json] [--write] [--profile] [--budget] [--list]";

export interface Options {
  readonly rows: readonly Row[];
  /** Of each row; without it five, or as many as the row is worth. */
  readonly runs: number | undefined;
  readonly bills: number | undefined;
  readonly isQuick: boolean;
  readonly json: boolean;
  /** The figures go into docs/performance.md. */
  readonly write: boolean;
  readonly profile: boolean;
  /** Measure the counts anew, and allow so much and no more from now on. */
  readonly budget: boolean;
  readonly list: boolean;
}

/** Ends the process with code 2 and the usage if they are wrong. */
export function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: "string", multiple: true },
        runs: { type: "string" },
        bills: { type: "string" },
        quick: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        write: { type: "boolean", default: false },
        profile: { type: "boolean", default: false },
        budget: { type: "boolean", default: false },
        list: { type: "boolean", default: false },
      },
    });
    const { only, runs, bills, quick: isQuick, ...flags } = values;
    const names = only ?? ROWS.map(({ name }) => name);
    const unknown = names.filter((name) => !ROWS.some((row) => row.name === name));
    if (unknown.length > 0) throw new Error(`there is no row ${unknown.join(", ")}`);
    return {
      ...flags,
      isQuick,
      rows: ROWS.filter(({ name }) => names.includes(name)),
      runs: readNumber(runs),
      bills: readNumber(bills),
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    process.exit(2);
  }
}

function readNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`expected a number of 1 or more, got ${text}`);
  return number;
}
