/** Which table is open, and what is looked for in it. */
export interface TablesView {
  readonly table?: string;
  readonly q?: string;
}

export function toTablesView({ table, q }: Readonly<Record<string, unknown>>): TablesView {
  return {
    ...(typeof table === "string" && table !== "" ? { table } : {}),
    ...(typeof q === "string" && q.trim() !== "" ? { q } : {}),
  };
}

/** Two columns pasted from Excel, or typed: a code and its value on each line. Other lines are left out. */
export function pairsIn(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(/\r?\n/).flatMap((line) => {
    const [code = "", value = ""] = line
      .trim()
      .split(/\t|[,,;;]|\s+/)
      .map((cell) => cell.trim())
      .filter((cell) => cell !== "");
    return value === "" ? [] : [[code, value] as const];
  });
  return new Map(pairs);
}

interface Wait {
  readonly gaps: readonly number[];
  readonly bills: number;
}

/** How many bills leave once these gaps are filled: those that wait for no other one. */
export function countLeaving(waits: readonly Wait[], filled: ReadonlySet<number>): number {
  return waits.filter(({ gaps }) => gaps.every((gap) => filled.has(gap))).reduce((sum, { bills }) => sum + bills, 0);
}
