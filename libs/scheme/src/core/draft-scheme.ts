import { describeParameter, TARGET_INTERFACES, type TargetInterface, type Told } from "@billferry/contracts";

import { openForm, type DraftField, type DraftForm, type FormInfo } from "./draft-form.ts";
import type { DraftAsked, DraftParameter } from "./draft-parameter.ts";
import { findRole, proposeFields } from "./draft-proposal.ts";
import { writeDraft } from "./write-draft.ts";

export interface SchemeDraft {
  readonly text: string;
  readonly fields: readonly DraftField[];
  readonly parameters: readonly DraftParameter[];
  /** What is to be chosen by a person, because nothing in the form looks like it. */
  readonly missing: readonly Told[];
  /** What bills of the form may carry and the draft leaves out. */
  readonly leftOut: readonly Told[];
}

/** A first scheme of a form from what its account tells of it: the same form and choices give the same text. */
export function draftScheme(info: FormInfo, asked: DraftAsked): SchemeDraft {
  const form = openForm(info);
  const target = TARGET_INTERFACES[asked.target];
  const parameters = chooseAll(info, form, { target, choices: asked.choices });
  const fieldAt = (place: string): DraftField | undefined => parameters.find((each) => each.place === place)?.field;
  const warehouse = fieldAt("order.warehouse_no");
  const quantity = fieldAt(`line.${target.quantity}`);
  const text = writeDraft({ info, form, target, asked, parameters, warehouse, quantity });
  return {
    text,
    fields: form.fields,
    parameters,
    missing: findMissing(form, { parameters, target, quantity }),
    leftOut: findLeftOut(form, parameters),
  };
}

function chooseAll(
  { title }: FormInfo,
  form: DraftForm,
  { target, choices }: { readonly target: TargetInterface; readonly choices: DraftAsked["choices"] },
): readonly DraftParameter[] {
  const proposed = proposeFields(form, target);
  const usual = (place: string): string | undefined => {
    if (place === "order.is_check") return "1";
    if (place === "order.remark") {
      const note = findRole(form, "note");
      return `金蝶${title} {{ FBillNo }}${note === undefined ? "" : ` {{ ${note.name} }}`}`;
    }
    return proposed.get(place)?.name;
  };
  return (["order", "line"] as const).flatMap((level) =>
    target[level === "order" ? "head" : "line"].map((parameter): DraftParameter => {
      const place = `${level}.${parameter.name}`;
      const isFixed = place === "order.outer_no";
      const wanted = isFixed ? undefined : (choices[place]?.trim() ?? usual(place));
      const choice = wanted === "" ? undefined : wanted;
      const field = form.fields.find(({ name, key }) => name === choice || key === choice);
      return { level, place, parameter, note: describeParameter(parameter), choice, field, isFixed };
    }),
  );
}

interface Chosen {
  readonly parameters: readonly DraftParameter[];
  readonly target: TargetInterface;
  readonly quantity: DraftField | undefined;
}

function findMissing({ entry }: DraftForm, { parameters, target, quantity }: Chosen): readonly Told[] {
  if (entry === undefined)
    return [
      {
        zh: "表单中没有带物料(FMaterialId)的分录,不能据此起草:请核对表单 Id",
        en: "No entry of the form has a material (FMaterialId), so nothing can be drafted: check the form's id",
      },
    ];
  return parameters
    .filter(({ place, note, isFixed, choice }) => {
      if (place === `line.${target.quantity}`) return quantity === undefined;
      return note.isNeeded && !isFixed && choice === undefined;
    })
    .map(({ parameter: { name, label } }) => ({
      zh: `没有认出 ${name}(${label})取自哪个字段,请选择`,
      en: `Nothing in the form looks like ${name}: choose its field`,
    }));
}

const NAMED_LOSSES: readonly (readonly [words: RegExp, en: string, places: readonly string[]])[] = [
  [/^批号$/, "lot", ["line.batch_no"]],
  [/(序列号)/, "serial number", ["line.sn_list"]],
  [/^生产日期$/, "date of production", ["line.production_date"]],
  [/^有效期至$/, "expiry date", ["line.validity_days"]],
];

/** Groups stand for goods that differ under one code; a lot and its like are lost where nothing takes them. */
function findLeftOut({ fields, groups }: DraftForm, parameters: readonly DraftParameter[]): readonly Told[] {
  const isSet = (place: string): boolean =>
    parameters.some((each) => each.place === place && each.choice !== undefined);
  const ofGroups = groups.map(({ key, label }) => ({
    zh: `${label}(${key}):单据可能带有,草稿没有用到;用法见 docs/scheme.md“辅助属性、批号、单位”`,
    en: `${label} (${key}): bills may carry it, and the draft does not use it; see docs/scheme.md`,
  }));
  const ofFields = NAMED_LOSSES.flatMap(([words, en, places]) => {
    const found = fields.find(({ label, level }) => level === "entry" && words.test(label));
    if (found === undefined || places.some(isSet)) return [];
    return [
      {
        zh: `${found.label}(${found.name}):单据可能带有,草稿没有传给旺店通`,
        en: `${found.label} (${found.name}, ${en}): bills may carry it, and the draft does not hand it over`,
      },
    ];
  });
  return [...ofGroups, ...ofFields];
}
