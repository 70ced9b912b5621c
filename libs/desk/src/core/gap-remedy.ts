import type { Gap } from "@billferry/ledger";

/** "skus/A-117", as the list of gaps shows it. */
export function nameOf({ subject, code }: Gap): string {
  return `${subject}/${code}`;
}

/** What to do, in Chinese: where the code is to be added. */
export function remedyOfGap({ kind, subject, code }: Gap): string {
  return kind === "table"
    ? `在方案的对照表 ${subject} 中增加 ${code} 并保存,受阻的单据会自动放行`
    : `在旺店通中${(WAYS[subject] ?? adding)(code)}(${subject}),受阻的订单会自动重试`;
}

const adding = (code: string): string => `建立 ${code}`;

/** What can be done in Wangdiantong about a code, by the parameter that carries it. */
const WAYS: Readonly<Record<string, (code: string) => string>> = {
  spec_no: (code) => `建立或启用商家编码 ${code};若它是组合装,出库单只收单品,须在金蝶中按其单品开单`,
  warehouse_no: (code) => `建立或启用仓库 ${code},或请旺店通为该 appkey 授予它的权限`,
  logistics_code: (code) => `建立或启用物流公司 ${code}`,
  position_no: (code) => `该仓库建立货位 ${code};推送未带货位时,也可重设货品的默认货位`,
  batch_no: (code) => `维护批次 ${code}`,
  reason: (code) => `设置→基本设置→原因列表 中维护 ${code}`,
};
