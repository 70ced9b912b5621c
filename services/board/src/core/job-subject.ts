/** What a job is about, as far as its content tells: a reading is about no single bill. */
export interface JobSubject {
  readonly billNo: string;
  /** The bill's number, and for an order its warehouse with it: the order's own number. */
  readonly title: string;
}

export function subjectOf(content: unknown): JobSubject | undefined {
  const billNo = textOf(content, "billNo");
  if (billNo === undefined) return undefined;
  return { billNo, title: textOf((content as { order?: unknown }).order, "outer_no") ?? billNo };
}

function textOf(content: unknown, field: string): string | undefined {
  if (content === null || typeof content !== "object") return undefined;
  const value = (content as Readonly<Record<string, unknown>>)[field];
  return typeof value === "string" && value !== "" ? value : undefined;
}
