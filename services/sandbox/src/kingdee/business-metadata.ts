import type { Column, Field } from "./column.ts";
import { ENTRY_FIELDS } from "./entry-fields.ts";
import { FORM_ID } from "./fields.ts";
import { HEAD_FIELDS } from "./head-fields.ts";

const CHINESE = 2052;

/** QueryBusinessInfo: which keys the form has. What stands behind dots belongs to base data and is not listed. */
export function describeForm(): Readonly<Record<string, unknown>> {
  return {
    Result: {
      ResponseStatus: { IsSuccess: true, Errors: [], SuccessEntitys: [], SuccessMessages: [], MsgCode: 0 },
      NeedReturnData: {
        Id: FORM_ID,
        Name: [{ Key: CHINESE, Value: "销售出库单" }],
        Entrys: [
          { Key: "FBillHead", Name: [{ Key: CHINESE, Value: "基本信息" }], Fields: HEAD_FIELDS.map(describeField) },
          { Key: "FEntity", Name: [{ Key: CHINESE, Value: "明细信息" }], Fields: ENTRY_FIELDS.map(describeField) },
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

function describeField({ column, properties }: Field): Readonly<Record<string, unknown>> {
  const isBaseData = properties.has("fnumber");
  return {
    Key: column.key,
    Name: [{ Key: CHINESE, Value: column.label }],
    FieldType: isBaseData ? "BaseDataField" : TYPE_NAMES[column.type],
  };
}
