import { createHash, randomBytes } from "node:crypto";

import { INSTALLATION_PREFIX } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import type { FastifyReply, FastifyRequest } from "fastify";

import type { ProblemCode, ProblemFacts } from "../core/problems.ts";
import type { Departure } from "./provider.ts";

/** As long as a person takes at the provider, a second factor included. */
const LIFE_S = 600;
const COOKIE = "billferry-oidc";

/** A sign-in under way, or why the last one ended without a session. */
export interface KeptAttempt {
  readonly next: string;
  readonly departure?: Departure;
  readonly refused?: { readonly code: ProblemCode; readonly facts: ProblemFacts };
}

export type Attempts = ReturnType<typeof createAttempts>;

/**
 * What belongs to one browser's sign-in, in Redis under the hash of a cookie, like a session: whoever brings an answer
 * of the provider along that was meant for another browser has no cookie to it.
 */
export function createAttempts(redis: RedisConnection, consoleUrl: string) {
  // Lax: the browser comes back from another site, and brings a strict one along on no such way.
  const options = {
    path: "/",
    sameSite: "lax",
    httpOnly: true,
    maxAge: LIFE_S,
    secure: consoleUrl.startsWith("https:"),
  } as const;
  return {
    keep: async (reply: FastifyReply, kept: KeptAttempt): Promise<void> => {
      const id = randomBytes(32).toString("base64url");
      await redis.set(keyOf(id), JSON.stringify(kept), "EX", LIFE_S);
      reply.setCookie(COOKIE, id, options);
    },
    find: async ({ cookies }: Pick<FastifyRequest, "cookies">): Promise<KeptAttempt | undefined> => {
      const id = cookies[COOKIE];
      return read(id && (await redis.get(keyOf(id))));
    },
    /** Once: an answer that comes again finds nothing. */
    take: async (
      { cookies }: Pick<FastifyRequest, "cookies">,
      reply: FastifyReply,
    ): Promise<KeptAttempt | undefined> => {
      const id = cookies[COOKIE];
      reply.clearCookie(COOKIE, options);
      return read(id && (await redis.getdel(keyOf(id))));
    },
  };
}

function read(text: string | null | undefined): KeptAttempt | undefined {
  return text ? (JSON.parse(text) as KeptAttempt) : undefined;
}

function keyOf(id: string): string {
  return `${INSTALLATION_PREFIX}:console:oidc:${createHash("sha256").update(id).digest("base64url")}`;
}
