import { finding, type Judged } from "./finding.ts";
import { isList, isObject, property, textOf, type LosslessValue } from "./lossless.ts";
import { openAnswer, type RawAnswer } from "./open-answer.ts";

/** What QueryBusinessInfo tells of a form; properties behind a dot (`.FNumber`) are base data's and not in it. */
export interface BusinessInfo {
  /** The form's name; empty where it is not told. */
  readonly title: string;
  /** Every field's key, as the server spells it: of the head and of all entries. */
  readonly keys: readonly string[];
  /** The entries' own keys; row numbers and entry ids are named after them (`FEntity_FSeq`; [kingdee 4.1]). */
  readonly entities: readonly string[];
  /** What is told of each field, in the order of the form. */
  readonly fields: readonly FormFieldInfo[];
}

interface FormFieldInfo {
  readonly key: string;
  /** As people at the screen read it; the key where it has none. */
  readonly label: string;
  /** As the server calls it: `BaseDataField`, `DecimalField`. */
  readonly type: string;
  /** The entity that it stands in, by its key: `FBillHead`, `FEntity`. */
  readonly entity: string;
}

/** Says which fields a form has, or what the answer is instead; total like `classifyTable`. */
export function readBusinessInfo(answer: RawAnswer): Judged<BusinessInfo> {
  const opened = openAnswer(answer);
  if ("finding" in opened) return opened;
  const form = property(property(opened.value, "Result"), "NeedReturnData");
  const entities = property(form, "Entrys");
  if (!isObject(form) || !isList(entities))
    return { finding: finding("KD_ANSWER_INVALID", "元数据应答中没有 NeedReturnData.Entrys") };
  const keys = [
    textOf(property(form, "PkFieldName")),
    ...entities.flatMap((entity) => [
      textOf(property(entity, "EntryPkFieldName")),
      ...listOf(property(entity, "Fields")).map((field) => textOf(property(field, "Key"))),
    ]),
  ].filter((key) => key !== undefined);
  if (keys.length === 0) return { finding: finding("KD_ANSWER_INVALID", "元数据应答中没有字段") };
  return {
    value: {
      title: labelOf(property(form, "Name")) ?? "",
      keys: [...new Set(keys)],
      entities: entities.map((entity) => textOf(property(entity, "Key"))).filter((key) => key !== undefined),
      fields: entities.flatMap((entity) =>
        listOf(property(entity, "Fields")).flatMap((field) => toField(entity, field)),
      ),
    },
  };
}

function toField(entity: LosslessValue, field: LosslessValue): readonly FormFieldInfo[] {
  const key = textOf(property(field, "Key"));
  if (key === undefined) return [];
  const label = labelOf(property(field, "Name")) ?? key;
  const [type, of] = [textOf(property(field, "FieldType")) ?? "", textOf(property(entity, "Key")) ?? ""];
  return [{ key, label, type, entity: of }];
}

/** A text, or one in each language, of which Chinese comes first. */
function labelOf(name: LosslessValue | undefined): string | undefined {
  const texts = listOf(name).map((each) => ({
    language: textOf(property(each, "Key")),
    text: textOf(property(each, "Value")),
  }));
  const chinese = texts.find(({ language }) => language === CHINESE);
  return (chinese ?? texts[0])?.text ?? textOf(name);
}

const CHINESE = "2052";

/** A field that is listed, or an entry's own id or row number; case makes no difference [kingdee 3.6]. */
export function isListed(key: string, info: BusinessInfo): boolean {
  const base = baseOf(key);
  return (
    info.keys.some((each) => each.toLowerCase() === base) ||
    info.entities.some((entity) => base.startsWith(`${entity.toLowerCase()}_`))
  );
}

/** The part of a key before its dot, in lower case. */
export function baseOf(key: string): string {
  return (key.split(".")[0] ?? "").toLowerCase();
}

function listOf(value: LosslessValue | undefined): readonly LosslessValue[] {
  return isList(value) ? value : [];
}
