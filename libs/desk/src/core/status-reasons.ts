import { formatKingdeeTime, QUEUE_NAMES, QUEUES, SHANGHAI, type QueueName } from "@billferry/contracts";
import type { Progress } from "@billferry/ledger";

import { doubtReasons } from "./doubt-reasons.ts";
import type { ScheduleFacts, StageFacts, StatusFacts } from "./status-facts.ts";

/** Reading counts as overdue after three intervals and this, so that one slow window is no alarm. */
const OVERDUE_GRACE_MS = 60_000;
const SCHEDULE_GRACE_MS = 15_000;

/** Whatever does not move or wants a person, one line of Chinese each. */
export function statusReasons(facts: StatusFacts): readonly string[] {
  return [
    ...readingReasons(facts),
    ...anewReasons(facts.progress),
    ...scheduleReasons(facts),
    ...QUEUE_NAMES.flatMap((name) => stageReasons(name, facts)),
    ...accountReasons(facts),
    ...personReasons(facts),
    ...doubtReasons(facts.progress),
  ];
}

function readingReasons({ progress, readEveryMs, nowMs, isBackedUp }: StatusFacts): string[] {
  const reasons: string[] = [];
  const restMs = (progress.stoppedUntilMs ?? 0) - nowMs;
  if (restMs > 0) reasons.push(`方案已停止读取,约 ${toSeconds(restMs)} 秒后再试:${progress.lastError ?? "原因未记录"}`);
  else if (progress.lastError !== null) reasons.push(`最近一次读取失败:${progress.lastError}`);
  else if (progress.lastReadWallMs === null) reasons.push("尚未完成第一次读取");
  else if (readEveryMs !== null && nowMs - progress.lastReadWallMs > 3 * readEveryMs + OVERDUE_GRACE_MS)
    reasons.push(`已有 ${secondsSince(progress.lastReadWallMs, nowMs)} 秒没有成功读取`);
  if (isBackedUp) reasons.push("等待推送的订单过多,暂停读取(消化后自动继续)");
  return reasons;
}

function anewReasons({ anew }: Progress): string[] {
  return anew > 0 ? [`${anew} 张单据等待按现在的方案和对照表重做`] : [];
}

/** A schedule that is gone, or that ends, would go unnoticed: what is never due is never late. */
function scheduleReasons({ schedules = [], progress, nowMs }: StatusFacts): string[] {
  // Before the first reading nobody has set them.
  if (progress.firstReadAtMs === null) return [];
  return schedules.flatMap(({ label, found }) => {
    const problem = findScheduleProblem(found, nowMs);
    return problem === undefined ? [] : [`${label}:${problem}(extractor 运行时会自动恢复;否则请启动它)`];
  });
}

function findScheduleProblem(found: ScheduleFacts["found"], nowMs: number): string | undefined {
  if (found === null) return "时间表缺失";
  if (found.hasEnd) return "时间表被改为到期停止";
  // While a turn begins, the job of the next one is made.
  return found.isPending || (found.nextMs ?? 0) > nowMs - SCHEDULE_GRACE_MS ? undefined : "时间表没有下一次执行";
}

function stageReasons(name: QueueName, facts: StatusFacts): string[] {
  const stage = facts.stages[name];
  const { label } = QUEUES[name];
  const reasons: string[] = [];
  // The sweeps run in the same process as the readings.
  if (stage.workers === 0 && name !== "sweep") reasons.push(`${label}:没有运行中的进程(${SERVICE_OF[name]})`);
  // Reading is paused and resumed with its sweeps.
  if (stage.paused && (name !== "sweep" || !facts.stages.extract.paused))
    reasons.push(`${label}:队列已被人工暂停${pausedBy(stage)},${stage.waiting} 个任务等待`);
  const isScheduled = name === "extract" || name === "sweep";
  if (name === "load" && (stage.restMs > 0 || isGateShut(facts))) reasons.push(...restReasons(facts, stage.restMs));
  else if (stage.restMs > 0 && !isScheduled) reasons.push(`${label}:队列休息中,约 ${toSeconds(stage.restMs)} 秒后继续`);
  if (stage.delayed > 0 && !isScheduled) reasons.push(`${label}:${stage.delayed} 个任务未成功,等待自动重试`);
  return reasons;
}

function pausedBy({ pause }: StageFacts): string {
  return pause === null ? "(在看板)" : `(${pause.by},${formatKingdeeTime(pause.atMs, SHANGHAI)} 起:${pause.note})`;
}

const SERVICE_OF = { extract: "extractor", sweep: "extractor", transform: "transformer", load: "loader" } as const;

/** Why the load queue rests: told by the vendor, the circuit, or else the quota. */
function restReasons({ gate, nowMs, progress }: StatusFacts, restMs: number): string[] {
  const { label } = QUEUES.load;
  if (gate !== null && isGateShut({ gate, nowMs })) {
    const isPaused = isAhead(gate.pausedUntilMs, nowMs);
    const untilMs = (isPaused ? gate.pausedUntilMs : gate.openUntilMs) ?? nowMs;
    const who = isPaused ? "旺店通要求暂缓调用" : "旺店通不可用,已熔断";
    const until = formatKingdeeTime(untilMs, SHANGHAI).slice(11, 19);
    return [
      `${label}:${who}${gate.why ? `(${gate.why})` : ""},约 ${toSeconds(untilMs - nowMs)} 秒后(北京时间 ${until})再试`,
    ];
  }
  if (progress.inventory === "running") return [];
  if (gate === null) return [`${label}:队列休息中,约 ${toSeconds(restMs)} 秒后继续`];
  return [`${label}:每分钟调用额度已用完(最近一分钟 ${gate.callsLastMinute} 次),约 ${toSeconds(restMs)} 秒后继续`];
}

function isGateShut({ gate, nowMs }: Pick<StatusFacts, "gate" | "nowMs">): boolean {
  return gate !== null && (isAhead(gate.pausedUntilMs, nowMs) || isAhead(gate.openUntilMs, nowMs));
}

/** Lines about the Wangdiantong account. */
function accountReasons(facts: StatusFacts): string[] {
  const { progress } = facts;
  const reasons: string[] = [];
  const { inventoryError } = progress;
  const trouble = inventoryError === null ? "" : `;上次未成功:${inventoryError};稍后自动再试`;
  // While the gate is shut nothing is listed; the reason stands with the load queue.
  if (progress.inventory === "running" && !isGateShut(facts))
    reasons.push(`${QUEUES.load.label}:正在清点旺店通已有单据,完成后继续推送${trouble}`);
  if (progress.foreignDuplicates > 0)
    reasons.push(`有 ${progress.foreignDuplicates} 个订单在推送前已存在于旺店通:可能有另一套程序在推送同一账号`);
  return reasons;
}

function personReasons({ progress, stages }: StatusFacts): string[] {
  const failed = stages.transform.failed + stages.load.failed;
  const reasons: string[] = [];
  if (progress.held > 0) reasons.push(`${progress.held} 项等待人工处理(billferry cases 查看原因)`);
  if (failed > progress.held) reasons.push(`${failed} 个失败任务(billferry retry --all 可重试)`);
  return reasons;
}

function isAhead(epochMs: number | null, nowMs: number): boolean {
  return epochMs !== null && epochMs > nowMs;
}

export function secondsSince(epochMs: number | null, nowMs: number): number | null {
  return epochMs === null ? null : Math.max(0, Math.floor((nowMs - epochMs) / 1_000));
}

function toSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}
