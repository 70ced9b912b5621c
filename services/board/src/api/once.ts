import { createHash } from "node:crypto";

import { INSTALLATION_PREFIX } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";

import { Problem } from "../core/problems.ts";
import { inTurn } from "./in-turn.ts";

/** How long an outcome is kept for a repeat. */
const KEPT_S = 86_400;
/** Longer than an act takes. */
const LOCK_MS = 120_000;
const PATIENCE_MS = 20_000;

interface FormAct {
  readonly redis: RedisConnection;
  /** What is done, by whom, and with what: a repeat has the same. */
  readonly kind: string;
  readonly by: string;
  readonly body: { readonly requestId: string };
}

interface Kept {
  readonly digest: string;
  readonly outcome: unknown;
}

/**
 * Does what a form asks for once, however often it is sent; routes come here by `perform`. A repeat is answered with
 * the first outcome, and one that comes while the first is under way waits for it. What has failed is forgotten, so
 * that it can be tried again.
 */
export async function once<Outcome>({ redis, kind, by, body }: FormAct, act: () => Promise<Outcome>): Promise<Outcome> {
  const key = `${INSTALLATION_PREFIX}:console:once:${digestOf([by, body.requestId])}`;
  const digest = digestOf([kind, body]);
  const known = await redis.get(key);
  if (known !== null) return recall(JSON.parse(known) as Kept, digest) as Outcome;
  const turn = { redis, key: `${key}:acting`, lifeMs: LOCK_MS, patienceMs: PATIENCE_MS };
  const done = await inTurn(turn, async () => {
    // Another one may have ended in between.
    const ended = await redis.get(key);
    if (ended !== null) return recall(JSON.parse(ended) as Kept, digest) as Outcome;
    const outcome = await act();
    await redis.set(key, JSON.stringify({ digest, outcome } satisfies Kept), "EX", KEPT_S);
    return outcome;
  });
  if (done === undefined) throw new Problem("STILL_UNDERWAY");
  return done.result;
}

function recall(kept: Kept, digest: string): unknown {
  if (kept.digest !== digest) throw new Problem("REQUEST_ID_REUSED");
  return kept.outcome;
}

function digestOf(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("base64url");
}
