import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Cell, TransformJob } from "@billferry/contracts";
import { loadScheme, type Scheme } from "@billferry/scheme";
import fc from "fast-check";

/** What a merchant may choose; every combination is a scheme. */
export interface Choices {
  readonly target: "stockout_order_push" | "stockin_order_push";
  readonly groupsByStatus: boolean;
  readonly convertsUnits: boolean;
  readonly holdsWarehouses: boolean;
  readonly sumsAmount: boolean;
  readonly leavesGiftsOut: boolean;
  readonly round: number | null;
  readonly mergesBatches: boolean;
}

export const choices: fc.Arbitrary<Choices> = fc.record({
  target: fc.constantFrom("stockout_order_push" as const, "stockin_order_push" as const),
  groupsByStatus: fc.boolean(),
  convertsUnits: fc.boolean(),
  holdsWarehouses: fc.boolean(),
  sumsAmount: fc.boolean(),
  leavesGiftsOut: fc.boolean(),
  round: fc.constantFrom(null, 0, 2, 4),
  mergesBatches: fc.boolean(),
});

export const UNITS = { Pcs: [1, 1], Box: [12, 1], Third: [1, 3], Half: [1, 2] } as const;
export const KNOWN_STOCKS = ["CK1", "CK2"] as const;

export interface GeneratedLine {
  readonly FStockID_FNumber: string;
  readonly FStockStatusID_FNumber: string;
  readonly FMaterialID_FNumber: string;
  readonly FLot_FNumber: string | null;
  readonly FUnitID_FNumber: keyof typeof UNITS;
  /** In ten-thousandths. */
  readonly quantity: number;
  readonly FTaxPrice: string;
  /** In hundredths. */
  readonly amount: number;
  readonly FIsFree: boolean;
}

const line: fc.Arbitrary<GeneratedLine> = fc.record({
  FStockID_FNumber: fc.constantFrom(...KNOWN_STOCKS, "CK3", "CK-4"),
  FStockStatusID_FNumber: fc.constantFrom("KCZT01", "KCZT02"),
  FMaterialID_FNumber: fc.constantFrom("A-1", "A-2", "编码三"),
  FLot_FNumber: fc.constantFrom(null, "L1", "L2"),
  FUnitID_FNumber: fc.constantFrom("Pcs" as const, "Box" as const, "Third" as const, "Half" as const),
  quantity: fc.oneof(
    fc.integer({ min: 1, max: 500 }).map((count) => count * 10_000),
    fc.integer({ min: -5, max: 99_999_999 }),
  ),
  FTaxPrice: fc.integer({ min: 0, max: 10_000_000_000 }).map((micros) => scaled(micros, 6)),
  amount: fc.integer({ min: 0, max: 1_000_000_00 }),
  FIsFree: fc.boolean(),
});

export interface GeneratedBill {
  readonly billNo: string;
  readonly note: string;
  readonly lines: readonly GeneratedLine[];
}

export const bill: fc.Arbitrary<GeneratedBill> = fc.record({
  billNo: fc.stringMatching(/^[A-Z]{2,8}[0-9]{4,28}$/),
  note: fc.string({ unit: "binary", maxLength: 300 }),
  lines: fc.array(line, { minLength: 1, maxLength: 10 }),
});

/** "1234567" of 4 places is "123.4567". */
function scaled(value: number, places: number): string {
  const digits = String(Math.abs(value)).padStart(places + 1, "0");
  return `${value < 0 ? "-" : ""}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

const FIELDS = [
  "FBillNo",
  "FNote",
  "FEntity_FEntryID",
  "FEntity_FSeq",
  "FStockID_FNumber",
  "FStockStatusID_FNumber",
  "FMaterialID_FNumber",
  "FLot_FNumber",
  "FUnitID_FNumber",
  "FRealQty",
  "FTaxPrice",
  "FAllAmount",
  "FIsFree",
];

/** As Kingdee would answer, numbered in the order of the lines. */
export function toJob({ billNo, note, lines }: GeneratedBill): Pick<TransformJob, "billNo" | "fields" | "rows"> {
  const rows = lines.map(({ quantity, amount, ...cells }, index) => {
    const values: Record<string, Cell> = {
      FBillNo: billNo,
      FNote: note,
      FEntity_FEntryID: String(100 + index),
      FEntity_FSeq: String(index + 1),
      FRealQty: scaled(quantity, 4),
      FAllAmount: scaled(amount, 2),
      ...cells,
    };
    return FIELDS.map((name) => values[name] ?? null);
  });
  return { billNo, fields: FIELDS, rows };
}

/** Where the schemes are written, removed by `dispose`. */
export function openSchemes(): {
  readonly make: (choice: Choices, warehouses?: readonly string[]) => Scheme;
  readonly dispose: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), "billferry-laws-"));
  mkdirSync(join(folder, "tables"));
  const make = (choice: Choices, warehouses: readonly string[] = KNOWN_STOCKS): Scheme => {
    const write = (file: string, rows: readonly string[]): void =>
      writeFileSync(join(folder, file), `${rows.join("\n")}\n`);
    write("tables/warehouses.csv", ["kingdee,wangdiantong", ...warehouses.map((code) => `${code},W-${code}`)]);
    write("tables/units.csv", [
      "item,unit,ratio",
      ...Object.entries(UNITS).map(([unit, ratio]) => `*,${unit},${ratio.join("/")}`),
    ]);
    writeFileSync(join(folder, "law.yaml"), schemeText(choice));
    return loadScheme(folder, "law");
  };
  return { make, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

function schemeText(choice: Choices): string {
  const isOut = choice.target === "stockout_order_push";
  const [quantity, price] = isOut ? ["num", "price"] : ["stockin_num", "stockin_price"];
  const groups = ["FStockID_FNumber", ...(choice.groupsByStatus ? ["FStockStatusID_FNumber"] : [])];
  const definition = {
    name: "law",
    source: {
      form: "SAL_OUTSTOCK",
      filter: "FApproveDate>='{{LAST_SYNC_TIME dateTime}}'",
      fields: { FUnitID_FNumber: { level: "entry", type: "code" } },
    },
    lines: {
      quantity: "FRealQty",
      exclude: choice.leavesGiftsOut ? [{ rule: "赠品", field: "FIsFree", equals: true }] : [],
    },
    group_by: groups,
    target: { interface: choice.target },
    order: {
      outer_no: ["{{ FBillNo }}", ...groups.map((name) => `{{ ${name} }}`)].join("-"),
      is_check: 1,
      warehouse_no: {
        lookup: "warehouses",
        value: "{{ FStockID_FNumber }}",
        missing: choice.holdsWarehouses ? "hold" : "keep",
      },
      remark: "{{ FNote }}",
      ...(choice.sumsAmount && isOut ? { goods_total_amount: { sum: "FAllAmount" } } : {}),
    },
    line: {
      spec_no: "{{ FMaterialID_FNumber }}",
      [quantity]: choice.convertsUnits
        ? { convert: "units", value: "{{ FRealQty }}", unit: "{{ FUnitID_FNumber }}" }
        : "{{ FRealQty }}",
      ...(choice.round === null ? {} : { [price]: { value: "{{ FTaxPrice }}", round: choice.round } }),
      ...(choice.mergesBatches ? {} : { batch_no: "{{ FLot_FNumber }}" }),
    },
    tables: { warehouses: "tables/warehouses.csv", ...(choice.convertsUnits ? { units: "tables/units.csv" } : {}) },
  };
  // A YAML file may be JSON.
  return JSON.stringify(definition);
}
