import type { FaultClass, Owner } from "@billferry/contracts";
import type { ListedBill } from "@billferry/desk";

/** The kinds of trouble, as `--class` takes them, with their Chinese names. */
export const CLASS_WORDS: Readonly<Record<FaultClass, string>> = {
  config: "配置",
  contract: "接口约定",
  program: "程序",
  poison: "停放",
  session: "会话",
  credentials: "凭据",
  rate: "频率",
  outage: "中断",
  bill: "单据",
  "master-data": "基础资料",
  refusal: "旺店通拒绝",
  "after-delivery": "送达之后",
};

/** Who can mend it. */
export const OWNER_WORDS: Readonly<Record<Owner, string>> = {
  it: "IT",
  "master-data": "基础资料",
  warehouse: "仓库",
  finance: "财务",
  vendor: "厂商",
};

/** How a bill stands, its orders included, as `--state` takes it. */
export const SHOWN_STATE_WORDS: Readonly<Record<ListedBill["shownState"], string>> = {
  held: "等待人工",
  disputed: "已送达,有出入",
  read: "已读取,等待转换",
  ordered: "已转换,等待送达",
  withdrawn: "已撤回",
  excluded: "已排除",
  delivered: "已送达",
};

/** "3 天 4 小时", at most two units. */
export function describeAge(seconds: number): string {
  const units = [
    [Math.floor(seconds / 86_400), "天"],
    [Math.floor(seconds / 3_600) % 24, "小时"],
    [Math.floor(seconds / 60) % 60, "分钟"],
    [seconds % 60, "秒"],
  ] as const;
  const first = units.findIndex(([count]) => count > 0);
  if (first === -1) return "0 秒";
  return units
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

/** "9 912": groups of three, as tables of numbers are read. */
export function groupDigits(count: number | string): string {
  const [whole = "", ...fraction] = String(count).split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, " "), ...fraction].join(".");
}
