import { formatKingdeeTime, QUEUE_NAMES, QUEUES, SHANGHAI, type QueueName } from "@billferry/contracts";
import type { Progress } from "@billferry/ledger";

import { doubtReasons } from "./doubt-reasons.ts";
import { englishOf, reason, type Reason } from "./reason.ts";
import { isGateShut, restReasons, toSeconds } from "./rest-reasons.ts";
import type { ScheduleFacts, StageFacts, StatusFacts } from "./status-facts.ts";

/** Reading counts as overdue after three intervals and this, so that one slow window is no alarm. */
const OVERDUE_GRACE_MS = 60_000;
const SCHEDULE_GRACE_MS = 15_000;

/** Whatever does not move or wants a person, one line each. */
export function statusReasons(facts: StatusFacts): readonly Reason[] {
  return [
    ...(facts.isRedisFull === true ? [REDIS_FULL] : []),
    ...readingReasons(facts),
    ...anewReasons(facts.progress),
    ...scheduleReasons(facts),
    ...QUEUE_NAMES.flatMap((name) => stageReasons(name, facts)),
    ...accountReasons(facts),
    ...personReasons(facts),
    ...doubtReasons(facts.progress),
    ...(facts.unwatched === undefined ? [] : [reason("unwatched", facts.unwatched.zh, facts.unwatched.en)]),
  ];
}

/** It is told first: nothing of what follows can be noted any more. */
const REDIS_FULL = reason(
  "redis-full",
  "Redis 内存已用尽,拒绝写入:请增大 maxmemory 或机器内存",
  "Redis has no memory left and takes no writes: raise maxmemory, or give the machine more",
);

function readingReasons(facts: StatusFacts): Reason[] {
  const trouble = readingTrouble(facts);
  const reasons = trouble === undefined ? [] : [trouble];
  if (!facts.isBackedUp) return reasons;
  const zh = "等待推送的订单过多,暂停读取(消化后自动继续)";
  return [...reasons, reason("backed-up", zh, "Too many orders wait to be pushed: reading rests until fewer do")];
}

function readingTrouble({ progress, readEveryMs, nowMs }: StatusFacts): Reason | undefined {
  const { lastError, lastReadWallMs, stoppedUntilMs } = progress;
  const restMs = (stoppedUntilMs ?? 0) - nowMs;
  if (restMs > 0) {
    const why = lastError ?? "原因未记录";
    const zh = `方案已停止读取,约 ${toSeconds(restMs)} 秒后再试:${why}`;
    return reason("scheme-stopped", zh, `The scheme reads nothing, next try in ${toSeconds(restMs)} s: ${why}`);
  }
  if (lastError !== null)
    return reason("reading-failed", `最近一次读取失败:${lastError}`, `The last reading failed: ${lastError}`, READ);
  if (lastReadWallMs === null)
    return reason("reading-not-begun", "尚未完成第一次读取", "The first reading is not done yet");
  const seconds = secondsSince(lastReadWallMs, nowMs);
  if (readEveryMs === null || nowMs - lastReadWallMs <= 3 * readEveryMs + OVERDUE_GRACE_MS) return undefined;
  return reason("reading-overdue", `已有 ${seconds} 秒没有成功读取`, `No reading has succeeded for ${seconds} s`, READ);
}

const READ = { kind: "read" } as const;

function anewReasons({ anew }: Progress): Reason[] {
  if (anew === 0) return [];
  const zh = `${anew} 张单据等待按现在的方案和对照表重做`;
  return [reason("anew", zh, `${anew} bills are to be made anew by the scheme and tables of now`)];
}

/** A schedule that is gone, or that ends, would go unnoticed: what is never due is never late. */
function scheduleReasons({ schedules = [], progress, nowMs }: StatusFacts): Reason[] {
  // Before the first reading nobody has set them.
  if (progress.firstReadAtMs === null) return [];
  return schedules.flatMap(({ label, found }) => {
    const problem = findScheduleProblem(found, nowMs);
    if (problem === undefined) return [];
    const zh = `${label}:${problem.zh}(extractor 运行时会自动恢复;否则请启动它)`;
    return [
      reason("schedule", zh, `${englishOf(label)}: ${problem.en} (a running extractor mends it; else start one)`),
    ];
  });
}

function findScheduleProblem(found: ScheduleFacts["found"], nowMs: number) {
  if (found === null) return { zh: "时间表缺失", en: "its schedule is gone" };
  if (found.hasEnd) return { zh: "时间表被改为到期停止", en: "its schedule was given an end" };
  // While a turn begins, the job of the next one is made.
  const isSound = found.isPending || (found.nextMs ?? 0) > nowMs - SCHEDULE_GRACE_MS;
  return isSound ? undefined : { zh: "时间表没有下一次执行", en: "its schedule has no next turn" };
}

function stageReasons(name: QueueName, facts: StatusFacts): Reason[] {
  const stage = facts.stages[name];
  const { label } = QUEUES[name];
  const reasons: Reason[] = [];
  // The sweeps run in the same process as the readings.
  if (stage.workers === 0 && name !== "sweep")
    reasons.push(
      reason(
        "no-process",
        `${label}:没有运行中的进程(${SERVICE_OF[name]})`,
        `${englishOf(label)}: no process is running (${SERVICE_OF[name]})`,
      ),
    );
  // Reading is paused and resumed with its sweeps.
  if (stage.paused && (name !== "sweep" || !facts.stages.extract.paused)) reasons.push(pauseReason(name, stage));
  const isScheduled = name === "extract" || name === "sweep";
  if (name === "load" && (stage.restMs > 0 || isGateShut(facts))) reasons.push(...restReasons(facts, stage.restMs));
  else if (stage.restMs > 0 && !isScheduled) {
    const seconds = toSeconds(stage.restMs);
    const zh = `${label}:队列休息中,约 ${seconds} 秒后继续`;
    reasons.push(reason("resting", zh, `${englishOf(label)}: the queue rests for another ${seconds} s`));
  }
  if (stage.delayed > 0 && !isScheduled)
    reasons.push(
      reason(
        "retrying",
        `${label}:${stage.delayed} 个任务未成功,等待自动重试`,
        `${englishOf(label)}: ${stage.delayed} jobs did not go well and are tried again by themselves`,
        { kind: "jobs", stage: name },
      ),
    );
  return reasons;
}

function pauseReason(name: QueueName, { pause, waiting }: StageFacts): Reason {
  const { label } = QUEUES[name];
  const since = pause === null ? "" : formatKingdeeTime(pause.atMs, SHANGHAI);
  const by = pause === null ? "(在看板)" : `(${pause.by},${since} 起:${pause.note})`;
  const byEn = pause === null ? "on the board" : `by ${pause.by} since ${since}: ${pause.note}`;
  return reason(
    "paused",
    `${label}:队列已被人工暂停${by},${waiting} 个任务等待`,
    `${englishOf(label)}: paused ${byEn}; ${waiting} jobs wait`,
    { kind: "resume", stage: name === "sweep" ? "extract" : name },
  );
}

const SERVICE_OF = { extract: "extractor", sweep: "extractor", transform: "transformer", load: "loader" } as const;

/** Lines about the Wangdiantong account. */
function accountReasons(facts: StatusFacts): Reason[] {
  const { inventory, inventoryError, foreignDuplicates } = facts.progress;
  const reasons: Reason[] = [];
  const trouble = inventoryError === null ? "" : `;上次未成功:${inventoryError};稍后自动再试`;
  const troubleEn = inventoryError === null ? "" : `; the last try failed: ${inventoryError}; it is tried again`;
  // While the gate is shut nothing is listed; the reason stands with the load queue.
  if (inventory === "running" && !isGateShut(facts))
    reasons.push(
      reason(
        "inventory",
        `${QUEUES.load.label}:正在清点旺店通已有单据,完成后继续推送${trouble}`,
        `${englishOf(QUEUES.load.label)}: what Wangdiantong has is being listed; pushes go on after it${troubleEn}`,
      ),
    );
  if (foreignDuplicates > 0)
    reasons.push(
      reason(
        "foreign-duplicates",
        `有 ${foreignDuplicates} 个订单在推送前已存在于旺店通:可能有另一套程序在推送同一账号`,
        `${foreignDuplicates} orders were in Wangdiantong before they were pushed: another program may push to this account`,
      ),
    );
  return reasons;
}

function personReasons({ progress: { held }, stages }: StatusFacts): Reason[] {
  const failed = stages.transform.failed + stages.load.failed;
  const reasons: Reason[] = [];
  if (held > 0)
    reasons.push(
      reason(
        "cases",
        `${held} 项等待人工处理(billferry cases 查看原因)`,
        `${held} cases wait for a person (billferry cases tells why)`,
        { kind: "cases" },
      ),
    );
  if (failed > held)
    reasons.push(
      reason(
        "failed-jobs",
        `${failed} 个失败任务(billferry retry --all 可重试)`,
        `${failed} failed jobs (billferry retry --all tries them again)`,
        { kind: "retry", stage: stages.load.failed > 0 ? "load" : "transform" },
      ),
    );
  return reasons;
}

export function secondsSince(epochMs: number | null, nowMs: number): number | null {
  return epochMs === null ? null : Math.max(0, Math.floor((nowMs - epochMs) / 1_000));
}
