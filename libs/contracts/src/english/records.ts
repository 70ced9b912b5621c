import type { Phrases } from "./retell.ts";

/** What is said of backups, of the record of people's acts, and of work that goes on by itself. */
export const OF_RECORDS: Phrases = {
  // Backups
  "无法读取 {1}": "cannot read {1}",
  "无法读取 {1}:{2}": "cannot read {1}: {2}",
  "备份中的台账版本是 {1},本程序支持 {2}:请用写出它的版本恢复,再升级":
    "the backup's ledger is of version {1}, and this program supports {2}: restore it by the version that wrote it, then upgrade",
  "这个 Redis 比写出备份的 Redis 旧,读不了它的内容 → 换用同版本或更新的 Redis 后再次运行":
    "this Redis is older than the one that wrote the backup, and cannot read it → use one of the same version or newer, and run it again",
  "不是 billferry backup 写出的文件": "billferry backup did not write this file",
  "备份的格式版本是 {1},本程序只认识 {2}": "the backup is of format {1}; this program knows {2} only",
  "文件不完整或已改动:与写出时的校验和不一致": "the file is cut or changed: its checksum is not what was written",
  // The record
  "操作记录目录 {1} 无法写入:{2}": "the folder {1} of the record cannot be written: {2}",
  "→ 恢复原来的文件(或把 AUDIT_DIR 指回原目录);确已无法恢复时,运行 npx billferry audit --accept-break --note 说明":
    "→ bring the files back (or have AUDIT_DIR name the folder as before); where they are surely lost, run npx billferry audit --accept-break --note reason",
  "文件中只有 {1} 条,而已写入 {2} 条:文件被截短,或目录不是原来的 {3}":
    "the files hold {1} acts and {2} were written: they were cut, or the folder is another one {3}",
  "第 {1} 条与写入时不同:文件被改动,或目录不是原来的 {2}":
    "act {1} is not as it was written: the files were changed, or the folder is another one {2}",
  "不是一行操作记录(内容已损坏或被改动)": "no line of the record (damaged or changed)",
  书写形式已被改动: "the way it is written was changed",
  "编号应为 {1},实为 {2}(中间的记录被删去,或重复)":
    "its number should be {1} and is {2} (acts between were taken out, or repeated)",
  "与上一行不衔接:第 {1} 号记录写入之后被改动":
    "it does not follow the line before: act {1} was changed after it was written",
  同一条记录出现了两次: "one act is there twice",
  "记录止于第 {1} 条,而留存的链头是第 {2} 条:末尾被截去":
    "the record ends with act {1}, and the head that was kept is act {2}: its end was cut off",
  "第 {1} 条与留存的链头 {2}… 不符:留存之后被改动":
    "act {1} is not that of the head {2}… that was kept: it was changed since",
  "{1} 个字符": "{1} characters",
  // Work that goes on by itself
  "应为金蝶时间,例如 2026-11-01 或 2026-11-01 08:00:00":
    "should be Kingdee time, such as 2026-11-01 or 2026-11-01 08:00:00",
  "应为金蝶时间,例如 2026-11-01 00:00:00": "should be Kingdee time, such as 2026-11-01 00:00:00",
  "应为金蝶的表单 Id,例如 STK_InStock": "should be the id of a form of Kingdee's, such as STK_InStock",
  "方案名只能用小写字母、数字和连字符,至多 40 个":
    "a scheme's name has lower-case letters, digits and hyphens, 40 at most",
  "应为 32 位十六进制摘要": "should be a digest of 32 hexadecimal digits",
  "应为至少一行,每格是文本、真假或空": "should be at least one row, whose cells are text, true, false or empty",
  每行的单元格数应与字段数一致: "each row should have as many cells as there are fields",
  "金蝶中没有该字段,方案也未用到,已跳过": "Kingdee has no such field, and the scheme does not use it; it is skipped",
  原因未记录: "no reason on record",
  "重做单据未成功,稍后再试": "making bills anew failed and is tried again later",
  单据已按现在的方案和对照表重做: "bills were made anew by the scheme and tables of now",
  "未完成单据的复核结果不可信,未作处理": "what was found of unfinished bills cannot be trusted; nothing was done by it",
  未完成的单据在金蝶中已撤回: "unfinished bills are withdrawn in Kingdee",
  "单据的任务已丢失,已重新安排": "jobs of bills had got lost and were set up again",
  已清理过期台账: "what is past its days is cleared from the ledger",
  近期单据: "recent bills",
  "对照表 {1}": "table {1}",
  "{1}:未设置": "{1}: not set",
  办事进程未运行: "the clerk's worker does not run",
  读取进程未运行: "the extractor's worker does not run",
  推送进程未运行: "the loader's worker does not run",
  转换进程未运行: "the transformer's worker does not run",
  "LEDGER_DAYS:须大于 {1} 回看的天数": "LEDGER_DAYS: it has to be more than the days that {1} looks back",
  每小时补漏: "hourly sweep",
  每夜补漏: "nightly sweep",
  手动补漏: "sweep by hand",
  "{1}:重读 {2} 张,新增 {3},变更 {4},撤回 {5},恢复 {6}":
    "{1}: {2} read again, {3} new, {4} changed, {5} withdrawn, {6} revived",
};

/** What the board says beside its own problems. */
export const OF_THE_BOARD: Phrases = {
  看板不提供此操作: "the board does not offer this",
  "并发与频率由程序按账号额度控制,不能在看板上更改;要让队列停下,请用“暂停”":
    "the program keeps rates by the account's quota; they are not changed on the board; to stop a queue, pause it",
  "读取与补漏的时间表由 extractor 按 SYNC_EVERY、SWEEP_EVERY、NIGHTLY_SWEEP_AT 维护,不能在看板上更改;要停止读取,请暂停队列":
    "the extractor keeps the schedules by SYNC_EVERY, SWEEP_EVERY and NIGHTLY_SWEEP_AT; they are not changed on the board; to stop reading, pause the queue",
  "未完成的任务不能删除,否则单据会丢失;要让它停下,请暂停队列":
    "a job that is not done cannot be deleted, or its bill would be lost; to stop it, pause the queue",
  "任务的先后与时间由程序决定,不能在看板上更改;要提前执行,请用“提升”":
    "the program orders jobs in time; that is not changed on the board; to have one done sooner, promote it",
  "任务只能来自金蝶的单据,不能在看板上添加;补读请用 npx billferry sync 或 backfill":
    "jobs come from Kingdee's bills only and are not added here; npx billferry sync or backfill reads what lacks",
  "任务内容不能在看板上修改:这里显示的内容已遮盖、缩短,写回会使单据失真;请在金蝶中修改单据":
    "a job's content is not edited here: what is shown is covered and cut, and would falsify the bill; change the bill in Kingdee",
  控制台: "Console",
};
