import type { Bill, BillLine } from "../bills/bill.ts";
import { findSku, STOCKS } from "../bills/catalogue.ts";
import { baseField, enumField, plainField, type Column, type Field } from "./column.ts";

/** The entry (FEntity) of SAL_OUTSTOCK (vendor notes 4.1 to 4.3). */

function entry(
  key: string,
  label: string,
  type: Column["type"],
  read: (line: BillLine, bill: Bill) => string | number | boolean | null,
): Field {
  return plainField({ key, label, level: "entry", type, read: (bill, line) => read(line, bill) });
}

function text(key: string, label: string, read: (line: BillLine, bill: Bill) => string): Field {
  return entry(key, label, "text", read);
}

function decimals(key: string, label: string, read: (line: BillLine) => string): Field {
  return entry(key, label, "decimal", read);
}

function base(
  key: string,
  label: string,
  read: (line: BillLine) => string | null,
  nameOf: (code: string) => string = (code) => `${label}${code}`,
): Field {
  return baseField({ key, label, level: "entry" }, (_bill, line) => read(line), { nameOf });
}

const unitOf = (line: BillLine): string => findSku(line.sku)?.unit ?? "Pcs";
const unitName = (code: string): string => (code === "Pcs" ? "件" : "千克");

export const ENTRY_FIELDS: readonly Field[] = [
  entry("FEntity_FEntryID", "分录内码", "id", (line) => line.entryId),
  // The bare key resolves on this form too (vendor notes 4.1).
  entry("FEntryID", "分录内码", "id", (line) => line.entryId),
  entry("FEntity_FSeq", "分录行号", "id", (line) => line.seq),
  enumField({ key: "FRowType", label: "产品类型", level: "entry" }, (_bill, line) => line.rowType, {
    Standard: "标准产品",
    Parent: "套件父项",
    Son: "套件子项",
  }),
  baseField({ key: "FMaterialID", label: "物料编码", level: "entry" }, (_bill, line) => line.sku, {
    nameOf: (code) => findSku(code)?.name ?? `新品${code}`,
    specificationOf: (code) => findSku(code)?.specification ?? "",
  }),
  text("FMaterialName", "物料名称", (line) => findSku(line.sku)?.name ?? `新品${line.sku}`),
  base("FCustMatID", "客户物料编码", () => null),
  text("FBarcode", "零售条形码", (line) => (line.seq % 3 === 0 ? "" : `69${String(line.entryId).padStart(11, "0")}`)),
  decimals("FMustQty", "应发数量", (line) => line.mustQuantity),
  decimals("FRealQty", "实发数量", (line) => line.quantity),
  decimals("FBaseUnitQty", "库存基本数量", (line) => line.quantity),
  decimals("FPriceUnitQty", "计价数量", (line) => line.quantity),
  decimals("FSALUNITQTY", "销售数量", (line) => line.quantity),
  base("FUnitID", "库存单位", unitOf, unitName),
  base("FBaseUnitID", "基本单位", unitOf, unitName),
  base("FPriceUnitId", "计价单位", unitOf, unitName),
  decimals("FPrice", "单价", (line) => line.price),
  decimals("FTaxPrice", "含税单价", (line) => line.taxPrice),
  entry("FIsFree", "是否赠品", "boolean", (line) => line.isFree),
  base(
    "FLot",
    "批号",
    (line) => line.lot,
    (code) => code,
  ),
  entry("FProduceDate", "生产日期", "date", (line) => line.produceLocalMs),
  entry("FExpiryDate", "有效期至", "date", (line) => line.expiryLocalMs),
  decimals("FEntryTaxRate", "税率%", (line) => line.taxRate),
  decimals("FEntryTaxAmount", "税额", (line) => line.taxAmount),
  decimals("FAmount", "金额", (line) => line.amount),
  decimals("FAllAmount", "价税合计", (line) => line.allAmount),
  decimals("FAmount_LC", "金额(本位币)", (line) => line.amount),
  decimals("FAllAmount_LC", "价税合计(本位币)", (line) => line.allAmount),
  decimals("FCostPrice", "成本价(本位币)", () => "0"),
  decimals("FEntryCostAmount", "总成本", () => "0"),
  decimals("FCostAmount_LC", "总成本(本位币)", () => "0"),
  base(
    "FStockID",
    "仓库",
    (line) => line.stock,
    (code) => STOCKS.find((stock) => stock.code === code)?.name ?? code,
  ),
  base(
    "FStockStatusID",
    "库存状态",
    () => "KCZT01_SYS",
    () => "可用",
  ),
  base("FStockLocID", "仓位", () => null),
  base("FOwnerID", "货主", () => "100"),
  text("FMtoNo", "计划跟踪号", () => ""),
  text("FEntrynote", "备注", (line) => line.note),
  enumField({ key: "FSrcType", label: "源单类型", level: "entry" }, () => "SAL_SaleOrder", {
    SAL_SaleOrder: "销售订单",
  }),
  text("FSrcBillNo", "源单编号", (_line, bill) => `XSDD${String(bill.id).padStart(6, "0")}`),
  text("FSoorDerno", "订单单号", (_line, bill) => `XSDD${String(bill.id).padStart(6, "0")}`),
  decimals("FDiscountRate", "折扣率%", () => "0"),
  decimals("FDiscount", "折扣额", () => "0"),
  decimals("FPriceDiscount", "单价折扣", () => "0"),
  entry("FSOEntryId", "销售订单EntryId", "id", (line) => line.entryId + 700_000),
  text("FB2CORDERDETAILID", "B2C订单明细Id", () => ""),
  text("FThirdEntryId", "管易订单单号", () => ""),
  text("FETHIRDBILLID", "第三方单据ID", () => ""),
  text("FETHIRDBILLNO", "第三方单据编号", (_line, bill) => bill.thirdBillNo),
  entry("FGYFINDate", "管易到账时间", "date", () => null),
  decimals("FSNQty", "序列号单位数量", () => "0"),
  base("FSNUnitID", "序列号单位", () => null),
  text("FLogisticsNos", "物流单号", (_line, bill) => bill.carriageNo),
  entry("FStockFlag", "库存更新标志", "boolean", () => true),
];
