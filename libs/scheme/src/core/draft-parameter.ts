import type { ParameterNote, TargetName, TargetParameter } from "@billferry/contracts";

import type { DraftField } from "./draft-form.ts";

/** What a draft is made for. */
export interface DraftAsked {
  readonly name: string;
  readonly target: TargetName;
  readonly accounts: { readonly kingdee: string; readonly wangdiantong: string };
  /** What a person wants of a parameter, by its place (`line.batch_no`): a field or text; empty: leave it out. */
  readonly choices: Readonly<Record<string, string>>;
  /** Code tables that there are already, by name. */
  readonly tables: Readonly<Record<string, string>>;
}

/** One parameter of the target, documented, and what the draft gives it. */
export interface DraftParameter {
  readonly level: "order" | "line";
  readonly place: string;
  readonly parameter: TargetParameter;
  readonly note: ParameterNote;
  /** A field's name or a text; undefined where the draft leaves the parameter out. */
  readonly choice: string | undefined;
  readonly field: DraftField | undefined;
  /** Worked out from the others, so that orders cannot meet: nothing to choose. */
  readonly isFixed: boolean;
}
