import type { AuditVerdict, RecordedAct } from "@billferry/audit";
import { ACTS, SUBJECT_KINDS, VIAS, type ActName } from "@billferry/audit/acts";
import { formatKingdeeTime, SHANGHAI, type Say } from "@billferry/contracts";

const RESULTS = {
  done: { zh: "已完成", en: "done" },
  failed: { zh: "未成功", en: "failed" },
  unknown: { zh: "结果未知", en: "result unknown" },
} as const;
const MOST_NAMED = 5;

/** One act, as a line and what there is to say of it. */
export function describeAct(act: RecordedAct, say: Say): string {
  const { atMs, by, via, role, reason, error, result, scheme, before, after } = act;
  const who = say({
    zh: `${by}(${[VIAS[via].zh, ...(role === undefined ? [] : [role])].join(",")})`,
    en: `${by} (${[VIAS[via].en, ...(role === undefined ? [] : [role])].join(", ")})`,
  });
  const what = say(ACTS[act.act as ActName] ?? act.act);
  const where = scheme === undefined ? "" : say({ zh: `,方案 ${scheme}`, en: `, scheme ${scheme}` });
  const outcome =
    error === undefined
      ? say(RESULTS[result])
      : say({ zh: `${RESULTS[result].zh}:${error}`, en: `${RESULTS[result].en}: ${say(error)}` });
  return [
    `${formatKingdeeTime(atMs, SHANGHAI)}  ${who}  ${what}  ${describeSubjects(act, say)}${where}  ${outcome}`,
    ...(reason === undefined ? [] : [say({ zh: `    原因:${reason}`, en: `    reason: ${reason}` })]),
    ...(before === undefined || Object.keys(before).length === 0
      ? []
      : [say({ zh: `    操作前:${JSON.stringify(before)}`, en: `    before: ${JSON.stringify(before)}` })]),
    ...(after === undefined
      ? []
      : [say({ zh: `    操作后:${JSON.stringify(after)}`, en: `    after: ${JSON.stringify(after)}` })]),
  ].join("\n");
}

function describeSubjects({ subjects, more = 0 }: Pick<RecordedAct, "subjects" | "more">, say: Say): string {
  const left = subjects.length - MOST_NAMED + more;
  return [
    ...subjects.slice(0, MOST_NAMED).map(({ kind, id }) => `${say(SUBJECT_KINDS[kind] ?? kind)} ${id}`),
    ...(left > 0 ? [say({ zh: `另有 ${left} 项`, en: `${left} more` })] : []),
  ].join(say({ zh: "、", en: ", " }));
}

export function describeVerdict({ lines, head, breaks }: AuditVerdict, say: Say): string {
  const chain = say({
    zh: `链头 ${head.seq}:${head.hash}(请留存在别处,日后用 --head 核对)`,
    en: `head ${head.seq}:${head.hash} (keep it elsewhere, and check against it later with --head)`,
  });
  if (lines === 0 && breaks.length === 0) return say({ zh: "还没有操作记录", en: "nothing is on record yet" });
  if (breaks.length === 0)
    return say({
      zh: `操作记录 ${lines} 条,前后衔接,没有改动\n${chain}`,
      en: `${lines} acts on record, each joined to the one before, nothing was changed\n${chain}`,
    });
  return [
    say({
      zh: `操作记录 ${lines} 条,有 ${breaks.length} 处与写入时不同:`,
      en: `${lines} acts on record, ${breaks.length} places differ from what was written:`,
    }),
    ...breaks.map(({ file, line, why }) =>
      say({ zh: `  ${file} 第 ${line} 行:${why}`, en: `  ${file} line ${line}: ${say(why)}` }),
    ),
    say({
      zh: "→ 从备份恢复这些文件,并查明谁改动了它们;其余各行仍可采信",
      en: "→ restore these files from a backup, and find out who changed them; all other lines can be relied on",
    }),
    chain,
  ].join("\n");
}

/** Of the columns of an export. */
export const EXPORT_HEADINGS = [
  { zh: "编号", en: "number" },
  { zh: "时间(+08:00)", en: "time (+08:00)" },
  { zh: "操作人", en: "by" },
  { zh: "角色", en: "role" },
  { zh: "途径", en: "way" },
  { zh: "操作", en: "act" },
  { zh: "方案", en: "scheme" },
  { zh: "对象", en: "subject" },
  { zh: "原因", en: "reason" },
  { zh: "结果", en: "result" },
  { zh: "操作前", en: "before" },
  { zh: "操作后", en: "after" },
];

/** One act under the headings of an export. */
export function toExportRow(act: RecordedAct): readonly (string | number)[] {
  const { seq, atMs, by, role = "", via, scheme = "", reason = "", result, before, after, error } = act;
  const [was, is] = [before, after].map((facts) => (facts === undefined ? "" : JSON.stringify(facts)));
  const time = formatKingdeeTime(atMs, SHANGHAI);
  return [
    seq ?? "",
    time,
    by,
    role,
    via,
    act.act,
    scheme,
    act.subjects.map(({ kind, id }) => `${kind} ${id}`).join("; "),
    reason,
    result,
    was ?? "",
    error ?? is ?? "",
  ];
}
