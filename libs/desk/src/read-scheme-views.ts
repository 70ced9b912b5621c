import { Ledger } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";
import {
  describeCondition,
  fullVersion,
  readSchemes,
  sourceOf,
  type Scheme,
  type SchemeFinding,
  type SchemePlace,
} from "@billferry/scheme";

/** A parameter of the target: what it is, what it may hold, and where the scheme takes it from. */
interface ParameterView {
  readonly level: "order" | "line";
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly maxLength: number | null;
  readonly isNeeded: boolean;
  /** The scheme's own words; null where it does not use the parameter. */
  readonly rule: string | null;
  readonly table: string | null;
}

/** A scheme in people's words. What is wrong with its files stands in the findings; a broken one has nothing else. */
export interface SchemeView {
  readonly scheme: string;
  readonly title: string;
  /** What the files say now: scheme and tables; null where they cannot be loaded. */
  readonly version: string | null;
  /** What the transformers work by; null where none has begun yet. */
  readonly runningVersion: string | null;
  readonly content: SchemeContent | null;
  readonly findings: readonly SchemeFinding[];
}

interface SchemeContent {
  readonly form: string;
  readonly filter: string;
  readonly target: { readonly name: string; readonly title: string };
  readonly accounts: { readonly kingdee: string; readonly wangdiantong: string };
  /** Which bills and lines take part. */
  readonly only: readonly string[];
  readonly excluded: readonly string[];
  readonly excludedLines: readonly string[];
  readonly quantity: string;
  /** What makes one order: fields of the lines, by Kingdee's name and people's. */
  readonly groupBy: readonly { readonly name: string; readonly label: string }[];
  readonly parameters: readonly ParameterView[];
  readonly tables: readonly { readonly name: string; readonly file: string; readonly rows: number }[];
}

/** How the schemes stand: their files as they are now, and what the transformers work by. */
export async function readSchemeViews(
  redis: RedisConnection,
  place: SchemePlace,
  names: readonly string[],
): Promise<readonly SchemeView[]> {
  const { schemes, findings } = readSchemes(place, names);
  return Promise.all(
    names.map(async (name) => {
      const scheme = schemes.find(({ definition }) => definition.name === name);
      return {
        scheme: name,
        title: scheme?.definition.title ?? name,
        version: scheme === undefined ? null : fullVersion(scheme),
        runningVersion: await new Ledger(redis, name).anew.mappingOf("transformer"),
        content: scheme === undefined ? null : toContent(scheme),
        findings: findings.get(name) ?? [],
      };
    }),
  );
}

function toContent(scheme: Scheme): SchemeContent {
  const { definition, target, tables } = scheme;
  const { source, bills, lines, group_by: groupBy } = definition;
  return {
    form: source.form,
    filter: source.filter,
    target: { name: target.name, title: target.title },
    accounts: definition.accounts,
    only: bills.only.map(describeCondition),
    excluded: bills.exclude.map(describeCondition),
    excludedLines: lines.exclude.map(describeCondition),
    quantity: lines.quantity,
    groupBy: groupBy.map((name) => ({ name, label: scheme.fields.find(name)?.label ?? name })),
    parameters: [...parametersOf(scheme, "order"), ...parametersOf(scheme, "line")],
    tables: Object.entries(definition.tables).map(([name, file]) => ({
      name,
      file,
      rows: tables.codes[name]?.size ?? tables.units[name]?.size ?? 0,
    })),
  };
}

function parametersOf({ target, definition }: Scheme, level: "order" | "line"): readonly ParameterView[] {
  const values = definition[level];
  return target[level === "order" ? "head" : "line"].map((parameter) => {
    const { name, label, type, maxLength, isNeeded = false } = parameter;
    const value = values[name];
    const source = value === undefined ? undefined : sourceOf(value);
    const told = { rule: source?.rule ?? null, table: source?.table ?? null };
    return { level, name, label, type, maxLength: maxLength ?? null, isNeeded, ...told };
  });
}
