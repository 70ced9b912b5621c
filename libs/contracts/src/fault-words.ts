import type { FaultClass, Owner } from "./fault-entry.ts";

interface Word {
  readonly zh: string;
  readonly en: string;
}

/** Who can mend it, in the words of every page and command. */
export const OWNER_WORDS: Readonly<Record<Owner, Word>> = {
  it: { zh: "信息部门", en: "IT" },
  "master-data": { zh: "基础资料", en: "master data" },
  warehouse: { zh: "仓库", en: "warehouse" },
  finance: { zh: "财务", en: "finance" },
  vendor: { zh: "厂商", en: "vendor" },
};

/** What kind of trouble it is, in the same words; `--class` takes the keys. */
export const CLASS_WORDS: Readonly<Record<FaultClass, Word>> = {
  config: { zh: "配置", en: "settings" },
  contract: { zh: "约定被打破", en: "contract broken" },
  program: { zh: "程序", en: "program" },
  poison: { zh: "使进程崩溃的任务", en: "poison" },
  session: { zh: "会话", en: "session" },
  credentials: { zh: "凭据与权限", en: "credentials" },
  rate: { zh: "频率与许可", en: "rate" },
  outage: { zh: "中断与繁忙", en: "outage" },
  bill: { zh: "单据内容", en: "bill" },
  "master-data": { zh: "基础资料与对照", en: "master data" },
  refusal: { zh: "旺店通按业务规则拒绝", en: "refused by Wangdiantong" },
  "after-delivery": { zh: "送达之后出现的差异", en: "changed after delivery" },
};
