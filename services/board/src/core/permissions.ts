import type { ActName } from "@billferry/audit/acts";

/** May it be done from the board: looked at; done, under an act of the record; or no, with the reason that the operator
 *  reads. */
export type Permission = "allowed" | DoneAs | { readonly refused: string };

interface DoneAs {
  readonly act: ActName;
  readonly isOnlyIfFinished?: true;
}

const UNKNOWN: Permission = { refused: "看板不提供此操作" };
const LIMITS: Permission = { refused: "并发与频率由程序按账号额度控制,不能在看板上更改;要让队列停下,请用“暂停”" };
const SCHEDULES: Permission = {
  refused:
    "读取与补漏的时间表由 extractor 按 SYNC_EVERY、SWEEP_EVERY、NIGHTLY_SWEEP_AT 维护,不能在看板上更改;要停止读取,请暂停队列",
};
const LOSES = { refused: "未完成的任务不能删除,否则单据会丢失;要让它停下,请暂停队列" };
const ORDER: Permission = { refused: "任务的先后与时间由程序决定,不能在看板上更改;要提前执行,请用“提升”" };

/**
 * Every route of the installed Bull Board, decided one by one; a test holds this against its own list. What is not here
 * (a newer version's) is refused until somebody decides. The criterion: nothing may lose a bill, falsify it, or stop
 * work in a way that `billferry status` does not see.
 */
const PERMISSIONS: Readonly<Record<string, Permission>> = {
  "get /api/redis/stats": "allowed",
  "get /api/queues": "allowed",
  "get /api/job-schedulers": "allowed",
  "get /api/queues/:queueName/metrics": "allowed",
  "get /api/queues/:queueName/default-job-options": "allowed",
  "get /api/queues/:queueName/workers": "allowed",
  "get /api/queues/:queueName/rate-limit": "allowed",
  "get /api/queues/:queueName/job-data-schema": "allowed",
  "get /api/queues/:queueName/:jobId/logs": "allowed",
  "get /api/queues/:queueName/:jobId/flow": "allowed",
  "get /api/queues/:queueName/:jobId": "allowed",
  "put /api/queues/pause": { act: "pause-queue" },
  "put /api/queues/resume": { act: "resume-queue" },
  "put /api/queues/:queueName/pause": { act: "pause-queue" },
  "put /api/queues/:queueName/resume": { act: "resume-queue" },
  "put /api/queues/:queueName/retry/:queueStatus": { act: "retry-job" },
  "put /api/queues/:queueName/:jobId/retry": { act: "retry-job" },
  "put /api/queues/:queueName/promote": { act: "promote-job" },
  "put /api/queues/:queueName/:jobId/promote": { act: "promote-job" },
  "put /api/queues/:queueName/clean/:queueStatus": { act: "clean-jobs", isOnlyIfFinished: true },
  "put /api/queues/:queueName/:jobId/clean": { act: "clean-jobs", isOnlyIfFinished: true },
  "put /api/queues/:queueName/job-schedulers/:schedulerId/run": { act: "run-schedule" },
  "put /api/queues/:queueName/job-schedulers/:schedulerId/remove": SCHEDULES,
  "patch /api/queues/:queueName/job-schedulers/:schedulerId": SCHEDULES,
  "post /api/queues/:queueName/add": {
    refused: "任务只能来自金蝶的单据,不能在看板上添加;补读请用 npx billferry sync 或 backfill",
  },
  "patch /api/queues/:queueName/:jobId/update-data": {
    refused: "任务内容不能在看板上修改:这里显示的内容已遮盖、缩短,写回会使单据失真;请在金蝶中修改单据",
  },
  "put /api/queues/:queueName/concurrency": LIMITS,
  "put /api/queues/:queueName/rate-limit": LIMITS,
  "put /api/queues/:queueName/rate-limit/release": LIMITS,
  "put /api/queues/:queueName/empty": LOSES,
  "put /api/queues/:queueName/obliterate": LOSES,
  "put /api/queues/:queueName/:jobId/remove-unprocessed-children": LOSES,
  "patch /api/queues/:queueName/:jobId/delay": ORDER,
  "patch /api/queues/:queueName/:jobId/priority": ORDER,
};

export function permissionFor(method: string, route: string): Permission {
  return PERMISSIONS[`${method.toLowerCase()} ${route}`] ?? UNKNOWN;
}

/** What stands on record of it; null of what is only looked at, or refused. */
export function actOf(method: string, route: string): ActName | null {
  const permission = permissionFor(method, route);
  return typeof permission === "object" && "act" in permission ? permission.act : null;
}

export function decidedRoutes(): readonly string[] {
  return Object.keys(PERMISSIONS);
}

const FINISHED: ReadonlySet<string> = new Set(["completed", "failed"]);

/** The reason for a refusal, where there is one; `state` is that of the job, or the one of which all are meant. */
export function findRefusal(permission: Permission, state: string | undefined): string | undefined {
  if (permission === "allowed") return undefined;
  if ("refused" in permission) return permission.refused;
  return !permission.isOnlyIfFinished || state === undefined || FINISHED.has(state) ? undefined : LOSES.refused;
}
