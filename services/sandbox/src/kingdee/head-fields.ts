import type { Bill } from "../bills/bill.ts";
import { CARRIERS, CUSTOMERS, type Named } from "../bills/catalogue.ts";
import { baseField, enumField, plainField, type Column, type Field } from "./column.ts";

/** The head and the one-to-one sub-head of SAL_OUTSTOCK (vendor notes 4.2 and 4.3). */

function head(
  key: string,
  label: string,
  type: Column["type"],
  read: (bill: Bill) => string | number | boolean | null,
): Field {
  return plainField({ key, label, level: "head", type, read });
}

function text(key: string, label: string, read: (bill: Bill) => string): Field {
  return head(key, label, "text", read);
}

function base(
  key: string,
  label: string,
  read: (bill: Bill) => string | null,
  nameOf: (code: string) => string = (code) => `${label}${code}`,
): Field {
  return baseField({ key, label, level: "head" }, read, { nameOf });
}

function nameFrom(list: readonly Named[]): (code: string) => string {
  return (code) => list.find((each) => each.code === code)?.name ?? code;
}

const STATUS_CAPTIONS = { Z: "暂存", A: "创建", B: "审核中", C: "已审核", D: "重新审核" };

export const HEAD_FIELDS: readonly Field[] = [
  head("FID", "单据内码", "id", (bill) => bill.id),
  text("FBillNo", "单据编号", (bill) => bill.billNo),
  baseField({ key: "FBillTypeID", label: "单据类型", level: "head" }, () => "XSCKD01_SYS", {
    nameOf: () => "标准销售出库单",
    hasTextId: true,
  }),
  head("FDate", "日期", "date", (bill) => bill.dateLocalMs),
  head("FCreateDate", "创建日期", "date", (bill) => bill.createdLocalMs),
  head("FModifyDate", "最后修改日期", "date", (bill) => bill.modifiedLocalMs),
  head("FApproveDate", "审核日期", "date", (bill) => bill.approvedLocalMs),
  head("FCancelDate", "作废日期", "date", (bill) => (bill.isVoid ? bill.modifiedLocalMs : null)),
  enumField({ key: "FDocumentStatus", label: "单据状态", level: "head" }, (bill) => bill.status, STATUS_CAPTIONS),
  enumField({ key: "FCancelStatus", label: "作废状态", level: "head" }, (bill) => (bill.isVoid ? "B" : "A"), {
    A: "未作废",
    B: "已作废",
  }),
  enumField({ key: "FBussinessType", label: "业务类型", level: "head" }, () => "NORMAL", { NORMAL: "普通销售" }),
  base("FSaleOrgId", "销售组织", () => "100"),
  base("FStockOrgId", "发货组织", () => "100"),
  base("FCustomerID", "客户", (bill) => bill.customer, nameFrom(CUSTOMERS)),
  base("FReceiverID", "收货方", (bill) => bill.customer, nameFrom(CUSTOMERS)),
  base("FSettleID", "结算方", (bill) => bill.customer, nameFrom(CUSTOMERS)),
  base("FPayerID", "付款方", (bill) => bill.customer, nameFrom(CUSTOMERS)),
  base("FReceiverContactID", "收货方联系人", () => null),
  base("FCarrierID", "承运商", (bill) => bill.carrier, nameFrom(CARRIERS)),
  text("FCarriageNO", "运输单号", (bill) => bill.carriageNo),
  base("FBranchId", "销售门店", () => null),
  base("FSaleDeptID", "销售部门", () => "BM000012"),
  base("FDeliveryDeptID", "发货部门", () => "BM000021"),
  base("FHeadLocationId", "交货地点", () => null),
  base("FCorrespondOrgId", "对应组织", () => null),
  base("FSalesGroupID", "销售组", () => null),
  base("FSalesManID", "销售员", (bill) => `XSY${String((bill.id % 7) + 1).padStart(3, "0")}`),
  base("FStockerID", "仓管员", () => "CGY001"),
  base("FOwnerIdHead", "货主", () => "100"),
  base("FApproverID", "审核人", (bill) => (bill.approvedLocalMs === null ? null : "admin")),
  base("FCreatorId", "创建人", () => "demo"),
  text("FLinkMan", "收货人姓名", (bill) => bill.receiver.name),
  text("FLinkPhone", "联系电话", (bill) => bill.receiver.mobile),
  text("FReceiveAddress", "收货方地址", (bill) => bill.receiver.address),
  text("FSHOPNUMBER", "网店编码", (bill) => bill.shop),
  text("FSALECHANNEL", "销售渠道", (bill) => bill.channel),
  text("FNote", "备注", (bill) => bill.note),
  // Finance sub-head.
  base("FSettleOrgID", "结算组织", () => "100"),
  base("FSettleTypeID", "结算方式", () => "JSFS01_SYS"),
  base("FReceiptConditionID", "收款条件", () => null),
  base(
    "FSettleCurrID",
    "结算币别",
    () => "PRE001",
    () => "人民币",
  ),
  head("FExchangeRate", "汇率", "decimal", () => "1"),
  text("FThirdBillNo", "第三方单据编号", (bill) => bill.thirdBillNo),
  text("FThirdBillId", "第三方单据平台单号", (bill) => bill.thirdBillNo),
  text("FThirdSrcType", "第三方系统来源", () => ""),
  text("FBuyerNick", "会员名称", (bill) => bill.receiver.nick),
  text("FVIPCODE", "会员编码", () => ""),
  text("FReceiverName", "收货人", (bill) => bill.receiver.name),
  text("FReceiverMobile", "收货人手机", (bill) => bill.receiver.mobile),
  text("FReceiverPhone", "收货人电话", (bill) => bill.receiver.phone),
  text("FReceiverCountry", "收货人国家", () => "中国"),
  text("FReceiverState", "收货人省份", (bill) => bill.receiver.state),
  text("FReceiverCity", "收货人城市", (bill) => bill.receiver.city),
  text("FReceiverDistrict", "收货人地区", (bill) => bill.receiver.district),
  text("FReceiverAddress", "收货人地址", (bill) => bill.receiver.address),
];
