/** A form of Kingdee as its account describes it. */
export interface FormInfo {
  readonly form: string;
  readonly title: string;
  readonly fields: readonly {
    readonly key: string;
    readonly label: string;
    readonly type: string;
    readonly entity: string;
  }[];
}

/** A field that a scheme of the form can use. */
export interface DraftField {
  /** As schemes write it: `FStockId_FNumber`. */
  readonly name: string;
  readonly key: string;
  readonly label: string;
  readonly level: "head" | "finance" | "entry";
  readonly type: "text" | "code" | "decimal" | "date" | "boolean" | "enum" | "id";
  readonly isPersonal: boolean;
}

export interface DraftForm {
  /** The entity whose rows are goods; undefined where none has a material. */
  readonly entry: string | undefined;
  readonly fields: readonly DraftField[];
  /** Groups of values that no template can take whole: auxiliary property, place. */
  readonly groups: readonly { readonly key: string; readonly label: string }[];
}

const HEAD = "FBillHead";
const PERSONAL = /(联系人|收货人|电话|手机|地址|会员)/;

/** What of a form a scheme can use: the head, its one-to-one parts, and the entry of the goods. Other entries have rows
 *  of their own, which would multiply the goods. */
export function openForm({ fields }: FormInfo): DraftForm {
  const goods = fields.find(({ key, entity }) => entity !== HEAD && /^FMaterialId$/i.test(key));
  const entry = goods?.entity;
  const levelOf = (entity: string): DraftField["level"] | undefined => {
    if (entity === entry) return "entry";
    if (entity === HEAD) return "head";
    return /SubHead/i.test(entity) ? "finance" : undefined;
  };
  const groups: DraftForm["groups"][number][] = [];
  const usable = fields.flatMap((field): readonly DraftField[] => {
    const level = levelOf(field.entity);
    if (level === undefined) return [];
    const { key, label } = field;
    if (isGroup(field)) {
      groups.push({ key, label });
      return [];
    }
    const type = typeOf(field);
    const isPersonal = PERSONAL.test(label) && type !== "code";
    return type === "code"
      ? [{ name: `${key}_FNumber`, key: `${key}.FNumber`, label, level, type, isPersonal }]
      : [{ name: key, key, label, level, type, isPersonal }];
  });
  return { entry, fields: usable, groups };
}

type Told = FormInfo["fields"][number];

function isGroup({ key, type }: Told): boolean {
  return /flex/i.test(type) || /^F(AuxPropId|StockLocId)$/i.test(key);
}

/** By the server's word for the type; where that says nothing, by the field's name and label. */
function typeOf({ key, label, type }: Told): DraftField["type"] {
  if (/BaseProperty/i.test(type)) return "text";
  if (/BaseData|Assistant|Org|User|Lot/i.test(type)) return "code";
  if (/Decimal|Qty|Price|Amount/i.test(type)) return "decimal";
  if (/Date|Time/i.test(type)) return "date";
  if (/CheckBox|Bool/i.test(type)) return "boolean";
  if (/Combo|Enum|Status/i.test(type)) return "enum";
  if (/Integer|BigInt|PK/i.test(type)) return "id";
  if (/Text|Remark|Memo|BillNo|Char/i.test(type)) return /^FLot$/i.test(key) ? "code" : "text";
  if (/(数量|单价|金额|合计|税额|税率)/.test(label)) return "decimal";
  if (/(日期|时间)$/.test(label)) return "date";
  return /(Id|Lot|Org)$/i.test(key) && !/^F(ID|EntryID)$/i.test(key) ? "code" : "text";
}
