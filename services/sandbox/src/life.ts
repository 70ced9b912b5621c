import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { generateBills } from "./bills/generate-bills.ts";
import { DEFAULT_FORM } from "./forms/form.ts";
import { loadForms, pickForms } from "./forms/load-forms.ts";
import { JOURNAL_FILE } from "./journal.ts";

interface Life {
  readonly id: string;
  /** Of the generator that its bills came from: the books hold how bills were made, not all of them. */
  readonly generator: string;
}

const FILE = "life.json";

/** Gives the books of a folder their identity, in `life.json`. Books whose bills this version would generate otherwise
 *  are put aside and new ones begin: by the new identity others see that what they remember of the sandbox is over. */
export function beginLife(folder: string, accountFolders: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const generator = markGenerator();
  const known = readLife(folder);
  if (known?.generator === generator) return;
  for (const each of accountFolders) {
    const books = join(each, JOURNAL_FILE);
    if (existsSync(books)) renameSync(books, `${books}.${known?.id ?? "old"}`);
  }
  const life: Life = { id: randomUUID(), generator };
  const fresh = join(folder, `${FILE}.new`);
  writeFileSync(fresh, JSON.stringify(life));
  renameSync(fresh, join(folder, FILE));
}

/** The same bills, the same mark; whatever is changed in the generator or its catalogue changes it. */
function markGenerator(): string {
  const zone = { offsetMinutes: 480 };
  const options = { count: 60, seed: 1, nowMs: Date.UTC(2026, 0, 1), zone, unknownSkus: 2 };
  const bills = pickForms(loadForms(), [DEFAULT_FORM]).map((form) => generateBills(options, form));
  return createHash("sha256").update(JSON.stringify(bills)).digest("hex").slice(0, 16);
}

function readLife(folder: string): Life | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), "utf8")) as Life;
  } catch {
    // None yet, or a torn one: whatever is there is not known to be of this version.
    return undefined;
  }
}
