import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { checkSchemes, formatFinding, loadScheme, transformBill, type Scheme } from "@billferry/scheme";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";

const SHIPPED = join(import.meta.dirname, "../../../schemes");
const NAME = "sal-outstock";

/** The shipped scheme, split by the stock's status too where that is wanted, whose table lists these warehouses. */
function setup(warehouses: readonly string[], splitsByStatus = false) {
  const folder = mkdtempSync(join(tmpdir(), "billferry-keys-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(SHIPPED, folder, { recursive: true });
  const write = (codes: readonly string[]): void =>
    writeFileSync(
      join(folder, "tables/warehouses.csv"),
      ["kingdee,wangdiantong", ...codes.map((each, index) => `${each},W${index}`), ""].join("\n"),
    );
  write(warehouses);
  const path = join(folder, `${NAME}.yaml`);
  if (splitsByStatus) {
    const text = readFileSync(path, "utf8")
      .replace("group_by: FStockID_FNumber", "group_by: [FStockID_FNumber, FStockStatusID_FNumber]")
      .replace(
        '"{{ FBillNo }}-{{ FStockID_FNumber }}"',
        '"{{ FBillNo }}-{{ FStockID_FNumber }}-{{ FStockStatusID_FNumber }}"',
      );
    writeFileSync(path, text);
  }
  return {
    write,
    scheme: () => loadScheme(folder, NAME),
    warnings: () =>
      [...checkSchemes(folder, [NAME]).values()]
        .flat()
        .filter(({ severity }) => severity === "warning")
        .map(formatFinding),
  };
}

interface Place {
  readonly stock: string;
  readonly status?: string;
}

function transform(scheme: Scheme, billNo: string, places: readonly Place[]) {
  const fields = [
    "FBillNo",
    "FEntity_FSeq",
    "FStockID_FNumber",
    "FStockStatusID_FNumber",
    "FMaterialID_FNumber",
    "FRealQty",
  ];
  const rest = ["FNote", "FCarriageNO", "FCarrierID_FNumber", "FTaxPrice", "FAllAmount", "FLot_FNumber", "FEntrynote"];
  const rows = places.map(({ stock, status = "KCZT01" }, index) => [
    ...[billNo, String(index + 1), stock, status, `SKU-${index}`, "1"],
    ...rest.map(() => null),
  ]);
  return transformBill({ billNo, fields: [...fields, ...rest], rows }, scheme);
}

function keysOf(scheme: Scheme, billNo: string, stock: string): readonly string[] {
  const result = transform(scheme, billNo, [{ stock }]);
  return result.kind === "ordered" ? result.orders.map(({ order }) => order.outer_no) : [];
}

const code = fc.stringMatching(/^[AB]{1,3}(-[AB]{1,2}){0,2}$/);

test("any two bills and stocks have different keys, or the check has warned of the stock that makes them the same", () => {
  const { scheme, warnings, write } = setup([]);
  fc.assert(
    fc.property(code, code, code, code, (bill, stock, otherBill, otherStock) => {
      fc.pre(bill !== otherBill || stock !== otherStock);
      write([...new Set([stock, otherStock])]);
      const loaded = scheme();
      const isShared = keysOf(loaded, bill, stock).join() === keysOf(loaded, otherBill, otherStock).join();
      const isWarned = warnings().some((text) => text.includes("可能得到同一单号"));
      expect(isShared && !isWarned).toBe(false);
      expect(isWarned).toBe([stock, otherStock].some((each) => each.includes("-")));
    }),
    { numRuns: 150, examples: [["ZZ", "BB-A", "ZZ-BB", "A"]] },
  );
});

test("two orders of one bill that would share a key are a case that names both warehouses and the key", () => {
  const scheme = setup([], true).scheme();
  const places = [
    { stock: "B2C-MAIN", status: "A" },
    { stock: "B2C", status: "MAIN-A" },
  ];
  const result = transform(scheme, "ZZ1", places);
  const issues = result.kind === "refused" ? result.issues : [];
  expect(issues.map(({ code: fault }) => fault)).toEqual(["MAP_CONSERVATION_BROKEN"]);
  expect(issues[0]?.message).toMatch(/B2C、B2C-MAIN.*ZZ1-B2C-MAIN-A|B2C-MAIN、B2C.*ZZ1-B2C-MAIN-A/);
});

test("of any bill and stocks the orders have keys of their own, or the bill is a case", () => {
  const { scheme } = setup([], true);
  const loaded = scheme();
  const place = fc.record({ stock: code, status: code });
  fc.assert(
    fc.property(
      code,
      fc.uniqueArray(place, { selector: (each) => JSON.stringify(each), minLength: 2, maxLength: 4 }),
      (bill, places) => {
        const result = transform(loaded, bill, places);
        const keys = result.kind === "ordered" ? result.orders.map(({ order }) => order.outer_no) : [];
        expect(new Set(keys).size).toBe(keys.length);
        expect(result.kind === "refused" || keys.length === places.length).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test("long keys of two stocks of one bill are shortened to different ones", () => {
  const scheme = setup([`${"L".repeat(60)}1`, `${"L".repeat(60)}2`]).scheme();
  const result = transform(scheme, "ZZ1", [{ stock: `${"L".repeat(60)}1` }, { stock: `${"L".repeat(60)}2` }]);
  const keys = result.kind === "ordered" ? result.orders.map(({ order }) => order.outer_no) : [];
  expect([keys.length, new Set(keys).size]).toEqual([2, 2]);
  expect(keys.every((key) => [...key].length <= 40)).toBe(true);
});
