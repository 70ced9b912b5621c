import { createHash } from "node:crypto";

import type { Logger } from "@billferry/runtime";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

import { Problem } from "./core/problems.ts";
import type { Users } from "./users.ts";

/** Wrong passwords in a minute: of one name from one address, and of one address whatever the name. */
const GUESSES = { ofName: 5, ofAddress: 20 };
const MINUTE_S = 60;

type Guess = Readonly<Record<"name" | "password" | "address", string>>;

/** Looks at a name and password, from a form or a header alike; why they are refused, where they are. */
export type CheckGuess = (guess: Guess) => Promise<Problem | undefined>;

export function createSignIn({ users, log }: { readonly users: Users; readonly log: Logger }): CheckGuess {
  const limits = createLimits();
  return async (guess) => {
    const { name, password, address } = guess;
    // A user whose password was right before is not locked out by others who guess under that name.
    const waitMs = users.isKnown(name, password) ? 0 : await limits.take(guess);
    const refused = { user: name.slice(0, 64), address };
    if (waitMs > 0) {
      log.warn({ event: "board.sign-in-limited", ...refused }, "看板登录尝试过多,暂不受理");
      return new Problem("SIGN_IN_LIMITED", { seconds: Math.ceil(waitMs / 1_000) });
    }
    if (await users.check(name, password)) {
      await limits.giveBack(guess);
      return undefined;
    }
    log.warn({ event: "board.sign-in-refused", ...refused }, "看板登录被拒绝");
    return new Problem("SIGN_IN_WRONG");
  };
}

function createLimits() {
  const ofName = new RateLimiterMemory({ points: GUESSES.ofName, duration: MINUTE_S });
  const ofAddress = new RateLimiterMemory({ points: GUESSES.ofAddress, duration: MINUTE_S });
  return {
    /** Counts a guess before it is looked at, so that many at once are many. How long to wait, or 0. */
    take: async (guess: Guess): Promise<number> => {
      try {
        await ofAddress.consume(guess.address);
        await ofName.consume(keyOf(guess));
        return 0;
      } catch (limit) {
        if (limit instanceof RateLimiterRes) return Math.max(1, limit.msBeforeNext);
        throw limit;
      }
    },
    giveBack: async (guess: Guess): Promise<void> => {
      await ofName.delete(keyOf(guess));
      await ofAddress.reward(guess.address);
    },
  };
}

/** A name can be as long as a header, so it is kept as a hash. */
function keyOf({ name, address }: Guess): string {
  return createHash("sha256").update(`${address}\n${name}`).digest("hex");
}
