import type { AuditVerdict, RecordedAct } from "@billferry/audit";
import { ACTS, SUBJECT_KINDS, VIAS, type ActName } from "@billferry/audit/acts";
import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";

const RESULTS = { done: "已完成", failed: "未成功", unknown: "结果未知" } as const;
const MOST_NAMED = 5;

/** One act, as a line and what there is to say of it. */
export function describeAct(act: RecordedAct): string {
  const { atMs, by, via, role, reason, error, result, scheme, before, after } = act;
  const who = `${by}(${[VIAS[via].zh, ...(role === undefined ? [] : [role])].join(",")})`;
  const what = ACTS[act.act as ActName]?.zh ?? act.act;
  const where = scheme === undefined ? "" : `,方案 ${scheme}`;
  const outcome = error === undefined ? RESULTS[result] : `${RESULTS[result]}:${error}`;
  return [
    `${formatKingdeeTime(atMs, SHANGHAI)}  ${who}  ${what}  ${describeSubjects(act)}${where}  ${outcome}`,
    ...(reason === undefined ? [] : [`    原因:${reason}`]),
    ...(before === undefined || Object.keys(before).length === 0 ? [] : [`    操作前:${JSON.stringify(before)}`]),
    ...(after === undefined ? [] : [`    操作后:${JSON.stringify(after)}`]),
  ].join("\n");
}

function describeSubjects({ subjects, more = 0 }: Pick<RecordedAct, "subjects" | "more">): string {
  const left = subjects.length - MOST_NAMED + more;
  return [
    ...subjects.slice(0, MOST_NAMED).map(({ kind, id }) => `${SUBJECT_KINDS[kind]?.zh ?? kind} ${id}`),
    ...(left > 0 ? [`另有 ${left} 项`] : []),
  ].join("、");
}

export function describeVerdict({ lines, head, breaks }: AuditVerdict): string {
  const chain = `链头 ${head.seq}:${head.hash}(请留存在别处,日后用 --head 核对)`;
  if (lines === 0 && breaks.length === 0) return "还没有操作记录";
  if (breaks.length === 0) return `操作记录 ${lines} 条,前后衔接,没有改动\n${chain}`;
  return [
    `操作记录 ${lines} 条,有 ${breaks.length} 处与写入时不同:`,
    ...breaks.map(({ file, line, why }) => `  ${file} 第 ${line} 行:${why}`),
    "→ 从备份恢复这些文件,并查明谁改动了它们;其余各行仍可采信",
    chain,
  ].join("\n");
}
