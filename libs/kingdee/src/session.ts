import { isFault, type FaultCode, type Fault } from "@billferry/contracts";
import type { HttpClient } from "@billferry/http";

import { shareRun } from "./shared-run.ts";

/** One session with its own cookies: what a late answer of an old session sets cannot spoil the next one's. */
export interface Session {
  readonly http: HttpClient;
  /** `kdservice-sessionid`, where the server gave it in the body and not as a cookie. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether a call has gone well in it, so that a refusal means "lost" and not "never had". */
  isProven: boolean;
}

export interface SessionKeeper {
  /** The session in use, or a new one. All who ask meanwhile share one sign-in. */
  current(signal?: AbortSignal): Promise<Session>;
  /** Gives up this session, unless another has taken its place already. Without an argument: whichever there is. */
  drop(session?: Session): void;
  /** Throws this fault to everyone who asks until the cool-down is over. */
  refuse(fault: Fault): void;
}

/** Codes after which a further sign-in would only bring the account nearer to being locked. */
const REFUSALS: ReadonlySet<FaultCode> = new Set<FaultCode>(["KD_CREDENTIALS_REFUSED", "KD_PASSWORD_EXPIRED"]);

export function createSessionKeeper(options: {
  readonly establish: (signal: AbortSignal) => Promise<Session>;
  readonly cooldownMs: number;
}): SessionKeeper {
  let session: Session | undefined;
  let refusal: { fault: Fault; untilMs: number } | undefined;

  const refuse = (fault: Fault) => {
    session = undefined;
    refusal = { fault, untilMs: performance.now() + options.cooldownMs };
  };
  const establish = shareRun(async (signal) => {
    try {
      session = await options.establish(signal);
      refusal = undefined;
      return session;
    } catch (error) {
      if (isFault(error) && REFUSALS.has(error.code)) refuse(error);
      throw error;
    }
  });
  return {
    current: async (signal) => {
      if (refusal && performance.now() < refusal.untilMs) throw refusal.fault;
      return session ?? establish(signal);
    },
    drop: (given) => {
      if (given === undefined || given === session) session = undefined;
    },
    refuse,
  };
}
