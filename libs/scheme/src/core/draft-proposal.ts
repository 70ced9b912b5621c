import type { TargetInterface } from "@billferry/contracts";

import type { DraftField, DraftForm } from "./draft-form.ts";

/** How the field of a role is known: where it stands, of what type it is, and what it is called, best first. */
interface Role {
  readonly levels: readonly DraftField["level"][];
  readonly type: DraftField["type"];
  readonly words: readonly RegExp[];
}

const ROLES = {
  goods: { levels: ["entry"], type: "code", words: [/^FMaterialId$/i, /^物料编码$/] },
  quantity: {
    levels: ["entry"],
    type: "decimal",
    words: [/^实.数量$/, /^FRealQty$/i, /^(入库|出库)?数量$/, /^FQty$/i],
  },
  warehouse: { levels: ["entry", "head"], type: "code", words: [/^FStockId$/i, /仓库$/] },
  price: { levels: ["entry"], type: "decimal", words: [/^含税单价$/, /^FTaxPrice$/i, /^单价$/, /^FPrice$/i] },
  amount: { levels: ["entry"], type: "decimal", words: [/^价税合计$/, /^FAllAmount$/i] },
  lot: { levels: ["entry"], type: "code", words: [/^FLot$/i, /^批号$/] },
  note: { levels: ["head"], type: "text", words: [/^备注$/, /^F(Head|Bill)?(Note|Remark|Description)$/i] },
  lineNote: { levels: ["entry"], type: "text", words: [/^备注$/, /^F(Entry)?(Note|Remark)$/i] },
  carrier: { levels: ["head"], type: "code", words: [/^FCarrierID$/i, /^(承运商|物流公司)$/] },
  tracking: { levels: ["head"], type: "text", words: [/^FCarriageNO$/i, /^(运输|物流|快递)单号$/] },
} as const satisfies Readonly<Record<string, Role>>;

type RoleName = keyof typeof ROLES;

/** The field that has a role in a form; its key counts without what stands behind the dot. */
export function findRole({ fields }: DraftForm, name: RoleName): DraftField | undefined {
  const { levels, type, words }: Role = ROLES[name];
  for (const word of words)
    for (const level of levels) {
      const found = fields.find(
        (field) =>
          field.level === level &&
          field.type === type &&
          (word.test(field.key.replace(/\.FNumber$/, "")) || word.test(field.label)),
      );
      if (found !== undefined) return found;
    }
  return undefined;
}

/** Parameters that a first mapping sets, and from which field; quantity, price and total go by the target's names. */
export function proposeFields(form: DraftForm, target: TargetInterface): ReadonlyMap<string, DraftField> {
  const roles: readonly (readonly [place: string, role: RoleName])[] = [
    ["order.warehouse_no", "warehouse"],
    ["order.logistics_code", "carrier"],
    ["order.logistics_no", "tracking"],
    ...(target.total === null ? [] : [[`order.${target.total}`, "amount"] as const]),
    ["line.spec_no", "goods"],
    [`line.${target.quantity}`, "quantity"],
    [`line.${target.price}`, "price"],
    ["line.batch_no", "lot"],
    ["line.remark", "lineNote"],
  ];
  return new Map(
    roles.flatMap(([place, role]) => {
      const field = findRole(form, role);
      return field === undefined ? [] : [[place, field] as const];
    }),
  );
}
