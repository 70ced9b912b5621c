import { existsSync } from "node:fs";
import { join } from "node:path";

import type { DraftView, TargetName } from "@billferry/contracts";
import { checkDraft, draftFor, folderOf, type FormInfo, type SchemePlace } from "@billferry/scheme";

export interface DraftWanted {
  readonly name: string;
  readonly target: TargetName;
  readonly choices: Readonly<Record<string, string>>;
  readonly accounts: { readonly kingdee: string; readonly wangdiantong: string };
  /** Schemes that run: a draft that would push their bills once more is told so. */
  readonly others: readonly string[];
}

/** A draft for people: what each parameter is and comes from, what is wrong with it, and what it leaves out. */
export function describeDraft(place: SchemePlace, info: FormInfo, { others, ...wanted }: DraftWanted): DraftView {
  const { name } = wanted;
  const { text, fields, parameters, missing, leftOut } = draftFor(place, info, wanted);
  return {
    name,
    title: info.title,
    text,
    fields: fields.map(({ name: field, label, level, type }) => ({ name: field, label, level, type })),
    parameters: parameters.map(({ parameter, note, choice, field, ...each }) => ({
      ...{ place: each.place, level: each.level, isFixed: each.isFixed },
      ...{ name: parameter.name, label: parameter.label },
      ...{ meaning: note.meaning, form: note.form, isNeeded: note.isNeeded, example: note.example },
      choice: field?.name ?? choice ?? null,
      fieldLabel: field?.label ?? null,
    })),
    missing: [...missing],
    leftOut: [...leftOut],
    findings: checkDraft(place, { name, text, others }).map(({ severity, line, text: what, remedy }) => ({
      ...{ severity, line, text: what, remedy },
    })),
    isTaken: existsSync(join(folderOf(place), `${name}.yaml`)),
  };
}
