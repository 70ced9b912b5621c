/** What happened to a bill, in order: what the ledger wrote down, and what its records tell by their times. */
export interface StoryEntry {
  readonly atMs: number;
  readonly kind: "read" | "first-push" | "delivered" | "event";
  readonly outerNo?: string;
  readonly stockoutNo?: string;
  readonly revision?: number;
  readonly text?: string;
  readonly by?: string;
}

interface StorySource {
  readonly bills: readonly { readonly readAtMs: number | null; readonly revision: number }[];
  readonly orders: readonly {
    readonly outerNo: string;
    readonly firstPushAtMs: number | null;
    readonly deliveredAtMs: number | null;
    readonly stockoutNo: string | null;
  }[];
  readonly history: readonly {
    readonly atMs: number;
    readonly text: string;
    readonly outerNo?: string;
    readonly by?: string;
  }[];
}

export function tellStory({ bills, orders, history }: StorySource): readonly StoryEntry[] {
  const entries: readonly StoryEntry[] = [
    ...bills.flatMap(({ readAtMs, revision }) =>
      readAtMs === null ? [] : [{ atMs: readAtMs, kind: "read" as const, revision }],
    ),
    ...orders.flatMap(({ outerNo, firstPushAtMs, deliveredAtMs, stockoutNo }) => [
      ...(firstPushAtMs === null ? [] : [{ atMs: firstPushAtMs, kind: "first-push" as const, outerNo }]),
      ...(deliveredAtMs === null
        ? []
        : [{ atMs: deliveredAtMs, kind: "delivered" as const, outerNo, stockoutNo: stockoutNo ?? "" }]),
    ]),
    ...history.map((event) => ({ kind: "event" as const, ...event })),
  ];
  return entries.toSorted((a, b) => a.atMs - b.atMs);
}
