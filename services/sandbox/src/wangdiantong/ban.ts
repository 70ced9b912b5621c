/** A ban that each call prolongs: it is over once nobody has called for its length. */
export interface Ban {
  begin(lengthMs: number, nowMs: number): void;
  /** Whether the call of this moment is refused; if so, the ban begins anew. */
  strikes(nowMs: number): boolean;
}

export function createBan(): Ban {
  let lengthMs = 0;
  let untilMs = Number.NEGATIVE_INFINITY;
  return {
    begin: (length, nowMs) => {
      lengthMs = length;
      untilMs = nowMs + length;
    },
    strikes: (nowMs) => {
      if (nowMs >= untilMs) return false;
      untilMs = nowMs + lengthMs;
      return true;
    },
  };
}
