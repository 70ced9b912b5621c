import type { Told } from "./language.ts";
import type { TargetParameter } from "./target-interface.ts";

/** What a person who maps a parameter should know of it. */
export interface ParameterNote {
  readonly meaning: Told;
  /** What the target takes: form and limits. */
  readonly form: Told;
  readonly isNeeded: boolean;
  readonly example: string;
}

const note = (zh: string, en: string, example: string) => ({ meaning: { zh, en }, example });

/** By name; what stands in head and lines alike means the same there. */
const NOTES: Readonly<Record<string, { readonly meaning: Told; readonly example: string }>> = {
  outer_no: note(
    "同一单号只会有一张单据,上线后写法不可更改",
    "External number: one document for each number; its form never changes once live",
    "CGRK000012-CK001",
  ),
  is_check: note(
    "推送后是否自动审核;不审核时单据停在待审核,仓库不会动",
    "Whether the document is audited at once; if not, it waits for a person in Wangdiantong",
    "1",
  ),
  warehouse_no: note("旺店通的仓库编号", "Wangdiantong's code of the warehouse", "CK001"),
  logistics_code: note("旺店通的物流编号", "Wangdiantong's code of the carrier", "SF"),
  logistics_no: note("物流单号", "The carrier's tracking number", "SF1029384756"),
  goods_total_amount: note(
    "货品总售价,只供参考",
    "Total selling price of the goods, for information only",
    "1280.5000",
  ),
  goods_total_cost: note("货品总成本价,只供参考", "Total cost of the goods, for information only", "860.0000"),
  post_cost: note("邮费", "Postage", "12.0000"),
  post_fee: note("邮资", "Postage", "12.0000"),
  other_fee: note("邮资以外的费用", "Costs other than postage", "5.0000"),
  discount: note("整单优惠金额", "Discount on the whole document", "10.0000"),
  remark: note("给人看的说明", "Remark for people", "金蝶采购入库 CGRK000012"),
  reason: note(
    "须先在旺店通 设置→基本设置→原因列表 中维护,否则被拒绝",
    "Reason: has to stand in Wangdiantong's list of reasons first, else the push is refused",
    "采购入库",
  ),
  spec_no: note(
    "SKU,须是旺店通货品档案中的编码",
    "Merchant's SKU code: has to exist among Wangdiantong's goods",
    "SKU001",
  ),
  num: note("大于 0,从不舍入", "Quantity to take out: more than 0, never rounded", "12"),
  stockin_num: note("大于 0,从不舍入", "Quantity to take in: more than 0, never rounded", "12"),
  price: note("单价;合并的行取加权平均", "Unit price; merged lines take the weighted mean", "99.5000"),
  stockin_price: note(
    "入库单价,影响旺店通的成本;合并的行取加权平均",
    "Unit price of the stock-in, which tells Wangdiantong's cost; merged lines take the weighted mean",
    "99.5000",
  ),
  src_price: note("折扣前的原价", "Price before discount", "120.0000"),
  tax: note("税率", "Tax rate", "0.1300"),
  position_no: note("旺店通的货位编号", "Wangdiantong's code of the position in the warehouse", "A-01-02"),
  batch_no: note(
    "不传时不同批号的货品合并成一行",
    "Batch: without it, goods of different lots become one line",
    "PH20261101",
  ),
  production_date: note("生产日期", "Date of production", "2026-11-01 00:00:00"),
  validity_days: note("有效期天数", "Days of shelf life", "365"),
  is_enable_sn: note("是否带序列号", "Whether serial numbers are given", "0"),
  sn_list: note("序列号,以逗号相连", "Serial numbers, joined by commas", "SN001,SN002"),
};

/** Meaning, form, limits, whether it is required, and an example. */
export function describeParameter(parameter: TargetParameter): ParameterNote {
  const { name, label, isNeeded = false } = parameter;
  const { meaning, example } = NOTES[name] ?? note(label, label, "");
  return { meaning, form: formOf(parameter), isNeeded, example };
}

function formOf({ type, maxLength }: TargetParameter): Told {
  switch (type) {
    case "text":
      return {
        zh: `文本,最多 ${maxLength} 个字符,超长的不推送`,
        en: `Text, at most ${maxLength} characters; longer is held`,
      };
    case "prose":
      return { zh: `文本,超过 ${maxLength} 个字符时截断`, en: `Text, cut at ${maxLength} characters` };
    case "decimal":
      return { zh: "数值,最多 15 位整数、4 位小数", en: "Number, at most 15 digits before the point and 4 behind it" };
    case "flag":
      return { zh: "0 或 1", en: "0 or 1" };
    case "whole":
      return { zh: "整数,最多 9 位", en: "Whole number, at most 9 digits" };
    case "date":
      return { zh: "日期,yyyy-MM-dd HH:mm:ss", en: "Date, yyyy-MM-dd HH:mm:ss" };
    case "list":
      return { zh: "文本,以逗号相连", en: "Texts, joined by commas" };
  }
}
