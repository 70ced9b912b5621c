import type { Form, FormField } from "../forms/form.ts";
import type { KingdeeSettings } from "../settings.ts";
import type { Column } from "./column.ts";

const CHINESE = 2052;

/** QueryBusinessInfo: which keys a form has. What stands behind dots belongs to base data and is not listed. */
export function describeForm(form: Form, { renamedFields }: KingdeeSettings): Readonly<Record<string, unknown>> {
  const renamed = new Set(renamedFields.map((key) => key.toLowerCase()));
  const entity = (key: string, title: string, level: FormField["level"]): Readonly<Record<string, unknown>>[] => {
    const fields = form.fields.filter((field) => field.level === level && !renamed.has(field.column.key.toLowerCase()));
    return fields.length === 0 ? [] : [{ Key: key, Name: inChinese(title), Fields: fields.map(describeField) }];
  };
  return {
    Result: {
      ResponseStatus: { IsSuccess: true, Errors: [], SuccessEntitys: [], SuccessMessages: [], MsgCode: 0 },
      NeedReturnData: {
        Id: form.id,
        Name: inChinese(form.title),
        Entrys: [
          ...entity("FBillHead", "基本信息", "head"),
          ...entity("SubHeadEntity", "财务信息", "finance"),
          ...entity(form.entry.key, form.entry.title, "entry"),
        ],
      },
    },
  };
}

const TYPE_NAMES: Readonly<Record<Column["type"], string>> = {
  text: "TextField",
  decimal: "DecimalField",
  date: "DateTimeField",
  boolean: "CheckBoxField",
  id: "IntegerField",
};

function describeField({ column, properties }: FormField): Readonly<Record<string, unknown>> {
  const isBaseData = properties.has("fnumber");
  const isFlexible = [...properties.keys()].some((name) => /^ff\d+$/.test(name));
  return {
    Key: column.key,
    Name: inChinese(column.label),
    FieldType: isBaseData ? "BaseDataField" : isFlexible ? "RelatedFlexGroupField" : TYPE_NAMES[column.type],
  };
}

function inChinese(text: string): readonly { readonly Key: number; readonly Value: string }[] {
  return [{ Key: CHINESE, Value: text }];
}
