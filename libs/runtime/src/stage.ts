import type { Fault, Held, Outcome, QueueName, QueuePayloads, SchemeStop, WorkTold } from "@billferry/contracts";
import type { Logger } from "@billferry/redis";

/** One attempt at one job: the payload is proved, the log is bound, and `signal` fires when the service stops. */
export interface Attempt<Name extends QueueName> {
  readonly payload: QueuePayloads[Name];
  readonly jobId: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** A person waits for this bill: what is made of it overtakes a backlog as well. */
  readonly isUrgent: boolean;
  /** When the bill was approved, in epoch ms of Kingdee's clock; undefined where the job does not tell. */
  readonly approvedAtMs?: number | undefined;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** For whoever waits for this job: how far it is; left out where nobody can. */
  readonly tell?: (progress: WorkTold) => Promise<void>;
}

/** What is particular to a stage; all else is the executor's. */
export interface Stage<Name extends QueueName> {
  /** Admits the attempt and acts. The outcome is returned; only bugs, vendor clients and Redis throw. */
  perform(attempt: Attempt<Name>): Promise<Outcome>;
  /** What a thrown fault comes to in this stage, where that is not what it comes to for a bill or an order. */
  judgeFault?(fault: Fault): Outcome;
  /** The one place where a case is written, before its job fails; no payload where it could not be read. */
  recordCase?(payload: QueuePayloads[Name] | undefined, held: Held): Promise<void>;
  stopScheme?(stop: SchemeStop): Promise<void>;
}
