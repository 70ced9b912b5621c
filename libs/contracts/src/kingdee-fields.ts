/**
 * The Kingdee field table of SAL_OUTSTOCK: every field of the user's document (request and response tables) and the
 * few that the job needs and the document lacks. `name` is the document's spelling (`FStockID_FNumber`) and the one
 * used in schemes; `key` is the real key to ask for (`FStockID.FNumber`; [kingdee 3.1 and 4]).
 */
type FieldLevel = "head" | "finance" | "entry";
type FieldType = "text" | "code" | "decimal" | "date" | "boolean" | "enum" | "id";
/** Which table of the document lists the field; `added` marks ours. */
type FieldListing = "request" | "response" | "both" | "added";

export interface KingdeeField<Name extends string = string, Type extends FieldType = FieldType> {
  readonly name: Name;
  readonly key: string;
  /** The document's Chinese label. */
  readonly label: string;
  /** `finance` is the one-to-one sub-head: one value a bill, like `head` [kingdee 4.2]. */
  readonly level: FieldLevel;
  readonly type: Type;
  readonly listed: FieldListing;
  /** Whether it can name or reach a person: fetched only where a scheme uses it, never logged. */
  readonly isPersonal: boolean;
}

const PERSONAL = true;

export const KINGDEE_FIELDS = [
  field("FBillTypeID_FNumber", "FBillTypeID.FNumber", "单据类型", "head", "code", "both"),
  field("FBillNo", "FBillNo", "单据编号", "head", "text", "both"),
  field("FDate", "FDate", "日期", "head", "date", "both"),
  field("FSaleOrgId_FNumber", "FSaleOrgId.FNumber", "销售组织", "head", "code", "both"),
  field("FCustomerID_FNumber", "FCustomerID.FNumber", "客户", "head", "code", "both"),
  field("FCarriageNO", "FCarriageNO", "运输单号", "head", "text", "both"),
  field("FStockOrgId_FNumber", "FStockOrgId.FNumber", "发货组织", "head", "code", "both"),
  field("FLinkPhone", "FLinkPhone", "联系电话", "head", "text", "both", PERSONAL),
  field("FLinkMan", "FLinkMan", "收货人姓名", "head", "text", "both", PERSONAL),
  field("FReceiveAddress", "FReceiveAddress", "收货方地址", "head", "text", "both", PERSONAL),
  field("FSettleTypeID_FNumber", "FSettleTypeID.FNumber", "结算方式", "finance", "code", "both"),
  field("FReceiverAddress", "FReceiverAddress", "收货人地址", "finance", "text", "both", PERSONAL),
  field("FReceiverMobile", "FReceiverMobile", "收货人手机", "finance", "text", "both", PERSONAL),
  field("FReceiverCountry", "FReceiverCountry", "收货人国家", "finance", "text", "both", PERSONAL),
  field("FReceiverState", "FReceiverState", "收货人省份", "finance", "text", "both", PERSONAL),
  field("FReceiverCity", "FReceiverCity", "收货人城市", "finance", "text", "both", PERSONAL),
  field("FReceiverDistrict", "FReceiverDistrict", "收货人地区", "finance", "text", "both", PERSONAL),
  field("FReceiverPhone", "FReceiverPhone", "收货人电话", "finance", "text", "both", PERSONAL),
  field("FSHOPNUMBER", "FSHOPNUMBER", "网店编码", "head", "text", "both"),
  field("FSALECHANNEL", "FSALECHANNEL", "销售渠道", "head", "text", "both"),
  field("FVIPCODE", "FVIPCODE", "会员编码", "finance", "text", "both", PERSONAL),
  field("FCustMatID_FNumber", "FCustMatID.FNumber", "客户物料编码", "entry", "code", "both"),
  field("FMaterialID_FNumber", "FMaterialID.FNumber", "物料编码", "entry", "code", "both"),
  field("FBarcode", "FBarcode", "零售条形码", "entry", "text", "both"),
  field("FMustQty", "FMustQty", "应发数量", "entry", "decimal", "both"),
  field("FRealQty", "FRealQty", "实发数量", "entry", "decimal", "both"),
  field("FPrice", "FPrice", "单价", "entry", "decimal", "both"),
  field("FTaxPrice", "FTaxPrice", "含税单价", "entry", "decimal", "both"),
  field("FIsFree", "FIsFree", "是否赠品", "entry", "boolean", "both"),
  field("FLot", "FLot", "批号", "entry", "id", "both"),
  field("FProduceDate", "FProduceDate", "生产日期", "entry", "date", "both"),
  field("FExpiryDate", "FExpiryDate", "有效期至", "entry", "date", "both"),
  field("FEntryTaxRate", "FEntryTaxRate", "税率%", "entry", "decimal", "both"),
  field("FEntryTaxAmount", "FEntryTaxAmount", "税额", "entry", "decimal", "both"),
  field("FAmount", "FAmount", "金额", "entry", "decimal", "both"),
  field("FAllAmount", "FAllAmount", "价税合计", "entry", "decimal", "both"),
  field("FStockID_FNumber", "FStockID.FNumber", "仓库", "entry", "code", "both"),
  field("FStockStatusID_FNumber", "FStockStatusID.FNumber", "库存状态", "entry", "code", "both"),
  field("FMtoNo", "FMtoNo", "计划跟踪号", "entry", "text", "both"),
  field("FEntrynote", "FEntrynote", "备注", "entry", "text", "both"),
  field("FSrcType", "FSrcType", "源单类型", "entry", "enum", "both"),
  field("FSrcBillNo", "FSrcBillNo", "源单编号", "entry", "text", "both"),
  field("FSoorDerno", "FSoorDerno", "订单单号", "entry", "text", "both"),
  field("FDiscountRate", "FDiscountRate", "折扣率%", "entry", "decimal", "both"),
  field("FDiscount", "FDiscount", "折扣额", "entry", "decimal", "both"),
  field("FPriceDiscount", "FPriceDiscount", "单价折扣", "entry", "decimal", "both"),
  field("FSOEntryId", "FSOEntryId", "销售订单EntryId", "entry", "id", "both"),
  field("FB2CORDERDETAILID", "FB2CORDERDETAILID", "B2C订单明细Id", "entry", "text", "both"),
  field("FThirdEntryId", "FThirdEntryId", "管易订单单号", "entry", "text", "both"),
  field("FETHIRDBILLID", "FETHIRDBILLID", "第三方单据ID", "entry", "text", "both"),
  field("FETHIRDBILLNO", "FETHIRDBILLNO", "第三方单据编号", "entry", "text", "both"),
  field("FGYFINDate", "FGYFINDate", "管易到账时间", "entry", "date", "both"),
  field("FBranchId_FNumber", "FBranchId.FNumber", "销售门店", "head", "code", "response"),
  field("FSaleDeptID_FNumber", "FSaleDeptID.FNumber", "销售部门", "head", "code", "response"),
  field("FHeadLocationId_FNumber", "FHeadLocationId.FNumber", "交货地点", "head", "code", "response"),
  field("FCorrespondOrgId_FNumber", "FCorrespondOrgId.FNumber", "对应组织", "head", "code", "response"),
  field("FCarrierID_FNumber", "FCarrierID.FNumber", "承运商", "head", "code", "response"),
  field("FSalesGroupID_FNumber", "FSalesGroupID.FNumber", "销售组", "head", "code", "response"),
  field("FSalesManID_FNumber", "FSalesManID.FNumber", "销售员", "head", "code", "response"),
  field("FThirdBillNo", "FThirdBillNo", "第三方单据编号", "finance", "text", "response"),
  field("FDeliveryDeptID_FNumber", "FDeliveryDeptID.FNumber", "发货部门", "head", "code", "response"),
  field("FThirdBillId", "FThirdBillId", "第三方单据平台单号", "finance", "text", "response"),
  field("FThirdSrcType", "FThirdSrcType", "第三方系统来源", "finance", "text", "response"),
  field("FStockerID_FNumber", "FStockerID.FNumber", "仓管员", "head", "code", "response"),
  field("FBussinessType", "FBussinessType", "业务类型", "head", "enum", "response"),
  field("FDocumentStatus", "FDocumentStatus", "单据状态", "head", "enum", "response"),
  field("FNote", "FNote", "备注", "head", "text", "response"),
  field("FReceiverID_FNumber", "FReceiverID.FNumber", "收货方", "head", "code", "response"),
  field("FSettleID_FNumber", "FSettleID.FNumber", "结算方", "head", "code", "response"),
  field(
    "FReceiverContactID_FNumber",
    "FReceiverContactID.FNumber",
    "收货方联系人",
    "head",
    "code",
    "response",
    PERSONAL,
  ),
  field("FPayerID_FNumber", "FPayerID.FNumber", "付款方", "head", "code", "response"),
  field("FSettleOrgID_FNumber", "FSettleOrgID.FNumber", "结算组织", "finance", "code", "response"),
  field("FReceiptConditionID_FNumber", "FReceiptConditionID.FNumber", "收款条件", "finance", "code", "response"),
  field("FOwnerIdHead_FNumber", "FOwnerIdHead.FNumber", "货主", "head", "code", "response"),
  field("FBuyerNick", "FBuyerNick", "会员名称", "finance", "text", "response", PERSONAL),
  field("FReceiverName", "FReceiverName", "收货人", "finance", "text", "response", PERSONAL),
  field("FID", "FID", "单据内码", "head", "id", "added"),
  field("FEntity_FEntryID", "FEntity_FEntryID", "分录内码", "entry", "id", "added"),
  field("FEntity_FSeq", "FEntity_FSeq", "分录行号", "entry", "decimal", "added"),
  field("FApproveDate", "FApproveDate", "审核日期", "head", "date", "added"),
  field("FModifyDate", "FModifyDate", "最后修改日期", "head", "date", "added"),
  field("FCancelStatus", "FCancelStatus", "作废状态", "head", "enum", "added"),
  field("FLot_FNumber", "FLot.FNumber", "批号编码", "entry", "code", "added"),
  // Ids, 0 for none: they only say whether lines differ.
  field("FAuxPropId", "FAuxPropId", "辅助属性", "entry", "id", "added"),
  field("FUnitID", "FUnitID", "库存单位(内码)", "entry", "id", "added"),
  field("FUnitID_FNumber", "FUnitID.FNumber", "库存单位", "entry", "code", "added"),
  field("FRowType", "FRowType", "产品类型", "entry", "enum", "added"),
  field("FCreateDate", "FCreateDate", "创建日期", "head", "date", "added"),
  field("FMaterialName", "FMaterialName", "物料名称", "entry", "text", "added"),
  field("FBaseUnitID_FNumber", "FBaseUnitID.FNumber", "基本单位", "entry", "code", "added"),
  field("FBaseUnitQty", "FBaseUnitQty", "库存基本数量", "entry", "decimal", "added"),
  field("FSALUNITQTY", "FSALUNITQTY", "销售数量", "entry", "decimal", "added"),
  field("FStockLocID_FNumber", "FStockLocID.FNumber", "仓位", "entry", "code", "added"),
  field("FCostPrice", "FCostPrice", "成本价(本位币)", "entry", "decimal", "added"),
  field("FEntryCostAmount", "FEntryCostAmount", "总成本", "entry", "decimal", "added"),
  field("FAmount_LC", "FAmount_LC", "金额(本位币)", "entry", "decimal", "added"),
  field("FAllAmount_LC", "FAllAmount_LC", "价税合计(本位币)", "entry", "decimal", "added"),
] as const;

/** One cell as received: a number as its raw text ("133.0"), a check-box a boolean, unset null; nothing is rounded. */
export type Cell = string | boolean | null;

type CellOf<Type extends FieldType> = Type extends "boolean" ? string | boolean | null : string | null;

/** One entry of a bill with its head fields repeated. Fields that were not asked for are absent. */
export type KingdeeRow = {
  readonly [Field in (typeof KINGDEE_FIELDS)[number] as Field["name"]]?: CellOf<Field["type"]>;
};

const BY_NAME: ReadonlyMap<string, KingdeeField> = new Map(KINGDEE_FIELDS.map((each) => [each.name, each]));

/** The field of a scheme's name, or undefined where the table has none (a merchant's own extension). */
export function findField(name: string): KingdeeField | undefined {
  return BY_NAME.get(name);
}

/** A part of an auxiliary property or of a place in a warehouse, which each account has of its own: `_FF100001`. */
const FLEXIBLE_PART = /_(FF\d+)(?=_|$)/g;

/** The real key of a name. Names outside the table follow the document's rule: the underscore before a base-data
 *  property (`_FNumber`, `_FName`, `_FCaption`) stands for its dot, and so does the one before a part of a flexible
 *  field: `FAuxPropId_FF100001_FNumber` is `FAuxPropId.FF100001.FNumber`. */
export function toFieldKey(name: string): string {
  return (
    findField(name)?.key ?? name.replace(FLEXIBLE_PART, ".$1").replace(/_(FNumber|FName|FCaption|FDataValue)$/, ".$1")
  );
}

/** Whether each account has such a field of its own: a merchant's extension, or a part of a flexible field. */
export function isAccountField(name: string): boolean {
  return /^F_[A-Za-z0-9_]+$/.test(name) || /^F[A-Za-z0-9]+_FF\d+(_F[A-Za-z0-9]+)?$/.test(name);
}

/** The fields of the document's request table, in its order. */
export function requestFields(): readonly KingdeeField[] {
  return KINGDEE_FIELDS.filter((each) => each.listed === "request" || each.listed === "both");
}

/** The fields of the document's response table. */
export function responseFields(): readonly KingdeeField[] {
  return KINGDEE_FIELDS.filter((each) => each.listed === "response" || each.listed === "both");
}

// oxlint-disable-next-line max-params -- a row of a table reads best as one
function field<const Name extends string, const Type extends FieldType>(
  name: Name,
  key: string,
  label: string,
  level: FieldLevel,
  type: Type,
  listed: FieldListing,
  isPersonal = false,
): KingdeeField<Name, Type> {
  return { name, key, label, level, type, listed, isPersonal };
}
