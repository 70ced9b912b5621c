import { type QueueName } from "@billferry/contracts";
import { type RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
/** What a person can pause: reading with its sweeps, turning, pushing. */
export declare const PAUSABLE: readonly ["extract", "transform", "load"];
export type PausableStage = (typeof PAUSABLE)[number];
/** Who paused a stage, when (Redis' clock), and why. */
export interface Pause {
  readonly by: string;
  readonly note: string;
  readonly atMs: number;
}
export interface StageChange {
  readonly stage: PausableStage;
  /** Whether this call did it; false where it was so already. */
  readonly isChanged: boolean;
  /** Of a stage that is paused now; null where it is not known who paused it (the board). */
  readonly pause: Pause | null;
  /** Jobs that were under way and have not ended in time; they end by themselves. */
  readonly active: number;
}
export interface PauseRequest {
  readonly scheme: string;
  readonly stages: readonly PausableStage[];
  readonly by: string;
  readonly note: string;
  /** How long jobs that are under way are waited for. */
  readonly waitMs: number;
}
/**
 * Pauses stages until somebody resumes them, whatever is restarted meanwhile: no job is begun, no page is read, no call
 * is made. A second pause changes nothing: the first one's name and reason stay, and are told.
 */
export declare function pauseStages(
  redis: RedisConnection,
  log: Logger,
  { scheme, stages, by, note, waitMs }: PauseRequest,
): Promise<readonly StageChange[]>;
/** Lets stages go on; `pause` of the report is the one that ended. */
export declare function resumeStages(
  redis: RedisConnection,
  log: Logger,
  { scheme, stages }: Pick<PauseRequest, "scheme" | "stages">,
): Promise<readonly StageChange[]>;
/** Who paused the stage of a queue; null where that is not known. */
export declare function readPause(redis: RedisConnection, scheme: string, queue: QueueName): Promise<Pause | null>;
