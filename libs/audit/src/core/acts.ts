interface Word {
  readonly zh: string;
  readonly en: string;
}

/** By which way a person acts. */
export const VIAS = {
  console: { zh: "控制台", en: "Console" },
  queues: { zh: "队列页面", en: "Queues page" },
  command: { zh: "命令行", en: "Command line" },
  api: { zh: "API", en: "API" },
} as const satisfies Readonly<Record<string, Word>>;

export type Via = keyof typeof VIAS;

/** Every act of a person that is recorded, in the words that people read. */
export const ACTS = {
  retry: { zh: "重试", en: "Retry" },
  "bulk-retry": { zh: "批量重试", en: "Retry in bulk" },
  "bulk-stop": { zh: "停止批量重试", en: "Stop a bulk retry" },
  "bulk-resume": { zh: "继续批量重试", en: "Resume a bulk retry" },
  accept: { zh: "接受现状", en: "Accept as it is" },
  correct: { zh: "推送更正单", en: "Push a correction" },
  "own-key": { zh: "另编外部单号", en: "Give an own key" },
  hold: { zh: "搁置", en: "Hold" },
  release: { zh: "放行", en: "Release" },
  "edit-payload": { zh: "修改推送内容", en: "Edit a payload" },
  pause: { zh: "暂停环节", en: "Pause a stage" },
  resume: { zh: "恢复环节", en: "Resume a stage" },
  "read-now": { zh: "立即读取", en: "Read now" },
  "edit-order": { zh: "修改推送内容", en: "Edit an order" },
  sync: { zh: "补读单据", en: "Read named bills" },
  sweep: { zh: "补漏", en: "Sweep" },
  backfill: { zh: "补传", en: "Backfill" },
  rebuild: { zh: "重建台账", en: "Rebuild the ledger" },
  "switch-account": { zh: "更换账号", en: "Switch the account" },
  backup: { zh: "备份", en: "Back up" },
  restore: { zh: "恢复备份", en: "Restore a backup" },
  migrate: { zh: "迁移旧台账", en: "Migrate the state" },
  "take-over-tables": { zh: "对照表改由控制台维护", en: "Take tables over" },
  "hand-back-tables": { zh: "对照表交还文件维护", en: "Hand tables back" },
  "adopt-tables": { zh: "采纳对照表文件的改动", en: "Adopt edited table files" },
  "edit-table": { zh: "修改对照表", en: "Edit a table" },
  "import-table": { zh: "导入对照表", en: "Import a table" },
  "undo-table": { zh: "撤销对照表改动", en: "Undo a table change" },
  "fill-gap": { zh: "补编码", en: "Fill missing codes" },
  "save-scheme": { zh: "保存方案", en: "Save a scheme" },
  "ask-errand": { zh: "交办查询", en: "Ask for an errand" },
  "cancel-errand": { zh: "取消查询", en: "Cancel an errand" },
  reconcile: { zh: "对账", en: "Reconcile" },
  "test-alert": { zh: "测试告警", en: "Test alerts" },
  "silence-alert": { zh: "静默告警", en: "Silence alerts" },
  "export-rows": { zh: "导出", en: "Export" },
  "pause-queue": { zh: "暂停队列", en: "Pause a queue" },
  "resume-queue": { zh: "恢复队列", en: "Resume a queue" },
  "retry-job": { zh: "重试任务", en: "Retry a job" },
  "promote-job": { zh: "提前任务", en: "Promote a job" },
  "clean-jobs": { zh: "清理已结束的任务", en: "Clean up ended jobs" },
  "run-schedule": { zh: "立即执行定时任务", en: "Run a schedule now" },
  "add-user": { zh: "添加用户", en: "Add a user" },
  "change-role": { zh: "更改角色", en: "Change a role" },
  "change-password": { zh: "更改密码", en: "Change a password" },
  "remove-user": { zh: "删除用户", en: "Remove a user" },
  "add-token": { zh: "发放令牌", en: "Give out a token" },
  "remove-token": { zh: "收回令牌", en: "Take back a token" },
  "accept-break": { zh: "确认操作记录中断", en: "Accept a break of the record" },
} as const satisfies Readonly<Record<string, Word>>;

export type ActName = keyof typeof ACTS;

/** What kind of thing an act was about. */
export const SUBJECT_KINDS = {
  bill: { zh: "单据", en: "Bill" },
  order: { zh: "订单", en: "Order" },
  case: { zh: "异常单", en: "Case" },
  gap: { zh: "缺失编码", en: "Missing code" },
  table: { zh: "对照表", en: "Code table" },
  scheme: { zh: "方案", en: "Scheme" },
  stage: { zh: "环节", en: "Stage" },
  queue: { zh: "队列", en: "Queue" },
  job: { zh: "任务", en: "Job" },
  span: { zh: "时间段", en: "Span" },
  list: { zh: "清单", en: "List" },
  errand: { zh: "交办", en: "Errand" },
  user: { zh: "用户", en: "User" },
  token: { zh: "令牌", en: "Token" },
  alert: { zh: "告警", en: "Alert" },
  installation: { zh: "安装", en: "Installation" },
} as const satisfies Readonly<Record<string, Word>>;

export type SubjectKind = keyof typeof SUBJECT_KINDS;

export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** What is said of a thing before or after an act: never a secret, and nothing that names or reaches a receiver. */
export type Facts = Readonly<Record<string, Json>>;

/** What a person is about to do. */
export interface ActIntent {
  readonly phase: "intent";
  /** Of the act: its outcome bears the same. */
  readonly id: string;
  readonly by: string;
  readonly via: Via;
  /** Left out where nobody has one: a command. */
  readonly role?: string;
  readonly act: string;
  readonly scheme?: string;
  readonly reason?: string;
  readonly subjects: readonly Subject[];
  /** How many more there are, of which none is named. */
  readonly more?: number;
  readonly before?: Facts;
}

/** What came of it. */
export interface ActOutcome {
  readonly phase: "outcome";
  readonly id: string;
  readonly result: "done" | "failed";
  readonly error?: string;
  /** Those that became known by acting. */
  readonly subjects?: readonly Subject[];
  readonly more?: number;
  readonly after?: Facts;
}

export type AuditEntry = ActIntent | ActOutcome;
