import { createHash, randomBytes } from "node:crypto";

import { INSTALLATION_PREFIX } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import type { Role } from "@billferry/people";
import type { FastifyReply, FastifyRequest } from "fastify";

/** Since its last use; a browser that is closed ends it sooner. */
const LIFE_MS = 12 * 3_600_000;
const COOKIE = "billferry-session";
/** Bull Board's page reads this one, and sends it back with each act (axios does so by itself). */
const CSRF_COOKIE = "XSRF-TOKEN";
const OPTIONS = { path: "/", sameSite: "strict" } as const;

export interface BoardSession {
  readonly name: string;
  /** Of the user's line in the users file, or of the provider's settings: whoever changes them ends the sessions. */
  readonly mark: string;
  readonly csrf: string;
  /** Of one who came by the company's provider, whose groups are asked for again at the next sign-in. */
  readonly oidc?: OidcPerson;
}

export interface OidcPerson {
  readonly name: string;
  readonly role: Role;
  /** When the session ends, however often it is used. */
  readonly untilMs: number;
}

export type Sessions = ReturnType<typeof createSessions>;

/**
 * Who has signed in, in Redis, so that it outlives a restart and can be ended from here. A cookie is 256 random bits,
 * of which only the hash is kept: what stands in Redis opens nothing.
 */
export function createSessions(redis: RedisConnection) {
  return {
    begin: async (reply: FastifyReply, begun: Omit<BoardSession, "csrf">): Promise<BoardSession> => {
      const [id, csrf] = [randomBytes(32).toString("base64url"), randomBytes(32).toString("base64url")];
      const session = { ...begun, csrf };
      await redis.set(keyOf(id), JSON.stringify(session), "PX", LIFE_MS);
      reply.setCookie(COOKIE, id, { ...OPTIONS, httpOnly: true }).setCookie(CSRF_COOKIE, csrf, OPTIONS);
      return session;
    },
    find: async ({ cookies }: Pick<FastifyRequest, "cookies">): Promise<BoardSession | undefined> => {
      const id = cookies[COOKIE];
      const text = id && (await redis.getex(keyOf(id), "PX", LIFE_MS));
      return text ? (JSON.parse(text) as BoardSession) : undefined;
    },
    end: async ({ cookies }: Pick<FastifyRequest, "cookies">, reply: FastifyReply): Promise<void> => {
      const id = cookies[COOKIE];
      if (id) await redis.del(keyOf(id));
      reply.clearCookie(COOKIE, OPTIONS).clearCookie(CSRF_COOKIE, OPTIONS);
    },
  };
}

function keyOf(id: string): string {
  return `${INSTALLATION_PREFIX}:console:session:${createHash("sha256").update(id).digest("base64url")}`;
}
