import type { TargetName } from "@billferry/contracts";

import type { Column, Field } from "../kingdee/column.ts";

/** One business object of Kingdee (a table of its own), as its file in `forms/` tells it. */
export interface Form {
  readonly id: string;
  readonly title: string;
  /** Bill numbers are the prefix and six digits. */
  readonly prefix: string;
  /** The interface at which this form's bills are to arrive. */
  readonly target: TargetName;
  readonly entry: { readonly key: string; readonly title: string };
  /** Whether combined goods (a parent row and its parts) occur. */
  readonly hasBundles: boolean;
  readonly extras: readonly Extra[];
  readonly fields: readonly FormField[];
  /** Of a key in whatever case: clients in the wild use several [kingdee 3.6]. */
  readonly findColumn: (key: string) => Column | undefined;
}

export interface FormField extends Field {
  readonly level: "head" | "finance" | "entry";
}

/** A value that the bills of one form alone carry. */
export interface Extra {
  readonly name: string;
  readonly usual: readonly string[];
  /** The value by which the shipped scheme leaves a bill out, under this rule; of so many of the bills made up. */
  readonly excluded?: { readonly value: string; readonly rule: string; readonly share: number } | undefined;
}

/** Who names no form means this one. */
export const DEFAULT_FORM = "SAL_OUTSTOCK";
