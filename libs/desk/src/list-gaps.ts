import { Ledger, type Gap, type GapMember, type GapSummary } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";

/** A missing code, as the people see it who can add it. */
export interface GapItem extends GapSummary {
  /** What to do, in Chinese: where the code is to be added. */
  readonly remedy: string;
}

/** The missing codes that hold bills or orders back, the oldest first. */
export async function listGaps(redis: RedisConnection, scheme: string): Promise<readonly GapItem[]> {
  const gaps = await new Ledger(redis, scheme).gaps.list();
  return gaps.map((gap) => ({ ...gap, remedy: remedyOf(gap) }));
}

/** Who waits for a missing code, by its name (`nameOf`). */
export async function listGapMembers(
  redis: RedisConnection,
  scheme: string,
  name: string,
): Promise<readonly GapMember[] | undefined> {
  const ledger = new Ledger(redis, scheme);
  const gap = (await ledger.gaps.list()).find((each) => nameOf(each) === name);
  return gap && ledger.gaps.members(gap);
}

/** "skus/A-117", as the list of gaps shows it. */
export function nameOf({ subject, code }: Gap): string {
  return `${subject}/${code}`;
}

function remedyOf({ kind, subject, code }: Gap): string {
  return kind === "table"
    ? `在方案的对照表 ${subject} 中增加 ${code} 并保存,受阻的单据会自动放行`
    : `在旺店通中${(WAYS[subject] ?? "建立 CODE").replace("CODE", () => code)}(${subject}),受阻的订单会自动重试`;
}

/** What can be done in Wangdiantong about a code, by the parameter that carries it. */
const WAYS: Readonly<Record<string, string>> = {
  spec_no: "建立或启用商家编码 CODE;若它是组合装,出库单只收单品,须在金蝶中按其单品开单",
  warehouse_no: "建立或启用仓库 CODE,或请旺店通为该 appkey 授予它的权限",
  logistics_code: "建立或启用物流公司 CODE",
  position_no: "该仓库建立货位 CODE;推送未带货位时,也可重设货品的默认货位",
  batch_no: "维护批次 CODE",
  reason: "设置→基本设置→原因列表 中维护 CODE",
};
