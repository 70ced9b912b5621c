/** What of the record is shown. */
export interface AuditView {
  readonly by?: string;
  readonly act?: string;
  readonly bill?: string;
  /** Days, +08:00. */
  readonly from?: string;
  readonly to?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function toAuditView({ by, act, bill, from, to }: Readonly<Record<string, unknown>>): AuditView {
  return {
    ...textOf("by", by),
    ...textOf("act", act),
    ...textOf("bill", bill),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
  };
}

/** Facts before and after as short lines: `state: held → waiting`. What is nested stays JSON. */
export function tellChange(before: Facts | undefined, after: Facts | undefined): readonly string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].map((name) => {
    const [was, is] = [before?.[name], after?.[name]].map(toText);
    if (was === undefined) return `${name}: ${is}`;
    return is === undefined || is === was ? `${name}: ${was}` : `${name}: ${was} → ${is}`;
  });
}

type Facts = Readonly<Record<string, unknown>>;

function toText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function textOf<Name extends string>(name: Name, value: unknown): Partial<Record<Name, string>> {
  return typeof value === "string" && value.trim() !== "" ? ({ [name]: value.trim() } as Record<Name, string>) : {};
}

function isDay(value: unknown): value is string {
  return typeof value === "string" && DAY.test(value);
}
