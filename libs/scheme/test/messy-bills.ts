import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Cell, TransformJob } from "@billferry/contracts";
import { loadScheme, selectFields, type Scheme } from "@billferry/scheme";

type ReadBill = Pick<TransformJob, "billNo" | "fields" | "rows">;

/** The same numbers on every machine and in every version of the libraries: what comes of them is kept in a file. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** 0 to below `sides`. */
  roll(sides: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * sides);
  }

  /** The first one as often as all others together. */
  mostly<T>(usual: T, ...others: readonly T[]): T {
    return this.roll(2) === 0 ? usual : (others[this.roll(others.length)] ?? usual);
  }

  /** The first one nine times of ten. */
  almost<T>(usual: T, ...others: readonly T[]): T {
    return this.roll(10) > 0 ? usual : (others[this.roll(others.length)] ?? usual);
  }
}

const QUANTITIES = ["2.5000000000", "12", "0.3333", "1e2", "25E-1", " 7 ", "1000000", "0E-10", "-3", "0.00001"];
const PRICES = ["19.9933330000", "0E-10", "1234567.891", "0.00005", "99.99995", "1e-3", "abc"];
const AMOUNTS = ["39.9866660000", "0E-10", "100.00005", " ", "-12.5", "1e3"];
const NOTES = [" ", "加急", "易碎 😀 轻放", "a\tb\nc", "长".repeat(300), "第二次", "\u200B"];

/** A bill as Kingdee may give it, with whatever has ever gone wrong in one. */
export function messyBill(dice: Dice, scheme: Scheme): ReadBill {
  const fields = [...selectFields(scheme).names];
  const billNo = dice.almost(`XSCKD${100_000 + dice.roll(900_000)}`, `XS-${"长号".repeat(18)}${dice.roll(9)}`);
  const head: Record<string, Cell> = {
    FID: String(100_000 + dice.roll(900_000)),
    FBillNo: billNo,
    FApproveDate: "2026-11-27T10:20:30.123",
    FDate: "2026-11-27T00:00:00",
    FDocumentStatus: "C",
    FCancelStatus: "A",
    FBillTypeID_FNumber: dice.almost("XSCKD01_SYS", "XSCKD06_SYS"),
    FCarrierID_FNumber: dice.mostly(" ", "SF", "ＳＦ", "YTO"),
    FCarriageNO: dice.mostly(" ", "SF1000", dice.almost("YT2000", `SF${"9".repeat(50)}`)),
    FNote: dice.mostly(" ", ...NOTES),
    FSHOPNUMBER: dice.mostly("S1", null),
  };
  const usualStock = dice.mostly("CK001", "CK002");
  const rows = Array.from({ length: 1 + dice.roll(7) }, (_, index): Record<string, Cell> => ({
    ...head,
    ...(dice.roll(60) === 0 ? { FNote: "另一个备注" } : {}),
    FEntity_FEntryID: dice.roll(80) === 0 ? dice.mostly("0", null, " ") : String(500 + index),
    FEntity_FSeq: dice.almost(String(index + 1), "1"),
    FStockID_FNumber: dice.mostly(usualStock, "CK001", "CK002", dice.almost("CK-3", "1", "001", "", "CK\u200B1")),
    FStockStatusID_FNumber: dice.mostly("KCZT01_SYS", "KCZT02_SYS"),
    FMaterialID_FNumber: dice.mostly("A-1", "B-2", "编码三", dice.almost("C", "C😀", " ", "X".repeat(41))),
    FRealQty: dice.mostly("1.0000000000", "3", ...(dice.roll(5) === 0 ? QUANTITIES : ["2"])),
    FTaxPrice: dice.mostly("10.0000000000", "9.99", ...(dice.roll(5) === 0 ? PRICES : ["8.8"])),
    FAllAmount: dice.mostly("10.0000000000", "30", ...(dice.roll(5) === 0 ? AMOUNTS : ["17.6"])),
    FLot_FNumber: dice.mostly(null, "L1", "L2"),
    FEntrynote: dice.mostly(" ", ...NOTES),
    FIsFree: dice.almost(false, true, null),
    FRowType: dice.almost("Standard", "Parent", "Son"),
    FUnitID: dice.almost("10101", "10102"),
    FUnitID_FNumber: dice.almost("Pcs", "Box", "Third", "Pallet"),
    FAuxPropId: dice.almost("0", "771", "772"),
    FLot: dice.almost("0", "301"),
    FProduceDate: dice.almost("2026-11-01T00:00:00", " ", "昨天"),
  }));
  if (dice.roll(12) === 0) rows.push({ ...rows[0], ...(dice.roll(3) === 0 ? { FRealQty: "8" } : {}) });
  if (dice.roll(3) === 0) rows.reverse();
  return { billNo, fields, rows: rows.map((row) => fields.map((name) => row[name] ?? null)) };
}

/** Scheme files that use between them everything that a scheme file can say, by name. */
const SCHEMES: Readonly<Record<string, object>> = {
  plain: {},
  rich: {
    bills: {
      only: [{ field: "FBillTypeID_FNumber", not: "XSCKD06_SYS" }],
      exclude: [{ rule: "全是赠品", field: "FIsFree", of: "all_lines", equals: true }],
    },
    lines: {
      quantity: "FRealQty",
      exclude: [
        { rule: "赠品", field: "FIsFree", equals: true },
        { field: "FRowType", in: ["Parent"] },
        { field: "FMaterialID_FNumber", starts_with: "编" },
      ],
      unused: { auxiliary_property: "hold", lot: "mixed", unit: "note" },
    },
    group_by: ["FStockID_FNumber", "FStockStatusID_FNumber"],
    order: {
      outer_no:
        "{{ FBillNo }}-{{ FStockID_FNumber }}{% if FStockStatusID_FNumber != 'KCZT01_SYS' %}-{{ FStockStatusID_FNumber | slice: 4, 2 }}{% endif %}",
      warehouse_no: { lookup: "warehouses", value: "{{ FStockID_FNumber }}", missing: "hold" },
      is_check: 1,
      goods_total_amount: { sum: "FAllAmount" },
      post_cost: "{{ FAllAmount | times: 0.1 | round: 2 }}",
      remark: "{{ FNote | default: '无备注' | upcase }} {{ FDate | date: 'yyyy/MM/dd' }}{{ FSHOPNUMBER }}",
    },
    line: {
      spec_no: "{{FMaterialID_FNumber|strip}}",
      num: {
        convert: "units",
        value: "{{ FRealQty }}",
        unit: "{{ FUnitID_FNumber }}",
        item: "{{ FMaterialID_FNumber }}",
      },
      price: { value: "{{ FTaxPrice }}", round: 2 },
      batch_no: "{%- case FLot_FNumber -%}{%- when 'L1' -%}甲{%- else -%}{{- FLot_FNumber -}}{%- endcase -%}",
      remark: " {{ FEntrynote }} / {{- FSHOPNUMBER -}} ",
      sn_list: "{{ FEntity_FEntryID }}",
      is_enable_sn: "{% unless FIsFree %}0{% endunless %}",
    },
    merge_by: ["spec_no", "batch_no"],
    tables: { warehouses: "tables/warehouses.csv", units: "tables/units.csv" },
  },
  inbound: {
    target: { interface: "stockin_order_push" },
    order: {
      outer_no: "{{ FBillNo }}-{{ FStockID_FNumber }}",
      warehouse_no: { lookup: "warehouses", value: "{{ FStockID_FNumber }}" },
      discount: "{{ FAllAmount | minus: 1 | abs }}",
    },
    line: {
      spec_no: "{{ FMaterialID_FNumber }}",
      stockin_num: "{{ FRealQty | times: 1.5 | plus: 0 }}",
      stockin_price: { value: "{{ FTaxPrice }}", round: 0 },
      tax: "{{ FTaxPrice }}",
      batch_no: "{{ FLot_FNumber }}",
      production_date: "{{ FProduceDate }}",
      validity_days: "365",
    },
    merge_by: [],
  },
};

const BASE = {
  source: {
    form: "SAL_OUTSTOCK",
    filter: "FApproveDate>='{{LAST_SYNC_TIME dateTime}}'",
    fields: { FUnitID_FNumber: { level: "entry", type: "code" } },
  },
  lines: { quantity: "FRealQty" },
  group_by: "FStockID_FNumber",
  order: {
    outer_no: "{{ FBillNo }}-{{ FStockID_FNumber }}",
    warehouse_no: "{{ FStockID_FNumber }}",
    remark: "{{ FNote }}",
    logistics_no: "{{ FCarriageNO }}",
  },
  line: { spec_no: "{{ FMaterialID_FNumber }}", num: "{{ FRealQty }}", remark: "{{ FEntrynote }}" },
  tables: { warehouses: "tables/warehouses.csv" },
};

export function loadMessySchemes(): readonly Scheme[] {
  const folder = mkdtempSync(join(tmpdir(), "billferry-messy-"));
  mkdirSync(join(folder, "tables"));
  writeFileSync(join(folder, "tables/warehouses.csv"), "kingdee,wangdiantong\nCK001,WH1\nCK002,WH2\n001,WH9\n");
  writeFileSync(join(folder, "tables/units.csv"), "item,unit,ratio\n*,Pcs,1\n*,Box,12\nA-1,Third,1/3\nB-2,Third,1/6\n");
  const schemes = Object.entries(SCHEMES).map(([name, own]) => {
    writeFileSync(join(folder, `${name}.yaml`), JSON.stringify({ ...BASE, ...own, name }));
    return loadScheme(folder, name);
  });
  rmSync(folder, { recursive: true, force: true });
  return [loadScheme(join(import.meta.dirname, "../../../schemes"), "sal-outstock"), ...schemes];
}
