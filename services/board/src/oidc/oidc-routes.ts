import type { Logger } from "@billferry/runtime";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

import type { SignIn } from "../access.ts";
import { ownPath } from "../core/oidc-person.ts";
import { Problem, readLanguage, type ReaderLanguage } from "../core/problems.ts";
import { CALLBACK_PATH } from "./provider.ts";

const BEGIN_PATH = "/sign-in/oidc";
const OPEN = { config: { access: "anyone" } } as const;
/** Of one address in a minute; behind a proxy all colleagues are one. */
const MOST_BEGUN = 120;

interface OidcRoutes {
  readonly signIn: SignIn | undefined;
  readonly log: Logger;
  readonly language: ReaderLanguage;
}

/**
 * The way to the provider and back: addresses that a browser visits. Whatever goes wrong is told on the sign-in page,
 * in the reader's language, and not in an address, which anybody could make up.
 */
export function addOidcRoutes(server: FastifyInstance, { signIn, log, language }: OidcRoutes): void {
  const begun = new RateLimiterMemory({ points: MOST_BEGUN, duration: 60 });
  const oidc = signIn?.oidc;
  const tell = async (problem: unknown, reply: FastifyReply, next: string): Promise<FastifyReply> => {
    if (oidc === undefined || !(problem instanceof Problem)) throw problem;
    const { code, facts } = problem;
    log.warn({ event: "board.sign-in-refused", via: "oidc", code, user: facts["name"] ?? null }, "看板登录被拒绝");
    await oidc.attempts.keep(reply, { next, refused: { code, facts } });
    return reply.redirect(`/sign-in?next=${encodeURIComponent(next)}`);
  };
  server.get<{ Querystring: Record<string, unknown> }>(BEGIN_PATH, OPEN, async (request, reply) => {
    if (oidc === undefined) throw new Problem("NOT_FOUND");
    await count(begun, request.ip);
    const next = ownPath(request.query["next"]);
    try {
      const { url, ...departure } = await oidc.provider.begin();
      await oidc.attempts.keep(reply, { next, departure });
      return await reply.header("cache-control", "no-store").redirect(url);
    } catch (error) {
      return tell(error, reply, next);
    }
  });
  server.get(CALLBACK_PATH, OPEN, async (request, reply) => {
    if (signIn === undefined || oidc === undefined) throw new Problem("NOT_FOUND");
    const kept = await oidc.attempts.take(request, reply);
    const next = kept?.next ?? "/";
    try {
      if (kept?.departure === undefined) throw new Problem("OIDC_EXPIRED");
      const person = await oidc.provider.finish(queryOf(request), kept.departure);
      if (signIn.users.find(person.name) !== undefined) throw new Problem("OIDC_NAME_TAKEN", { name: person.name });
      await signIn.sessions.begin(reply, { name: person.name, mark: oidc.provider.mark, oidc: person });
      log.info({ event: "board.signed-in", via: "oidc", user: person.name, role: person.role }, "看板登录");
      return await sendOn(reply, next, readLanguage(request.headers["accept-language"], language));
    } catch (error) {
      return tell(error, reply, next);
    }
  });
}

async function count(limiter: RateLimiterMemory, address: string): Promise<void> {
  try {
    await limiter.consume(address);
  } catch (limit) {
    if (!(limit instanceof RateLimiterRes)) throw limit;
    throw new Problem("SIGN_IN_LIMITED", { seconds: Math.ceil(Math.max(1, limit.msBeforeNext) / 1_000) });
  }
}

function queryOf({ url }: FastifyRequest): string {
  return new URL(url, "http://board").search;
}

/**
 * By a page of ours and not by a redirect: to the browser a redirect is still the provider's doing, and the session's
 * cookie, which is strict, would stay behind.
 */
async function sendOn(reply: FastifyReply, path: string, language: ReaderLanguage): Promise<FastifyReply> {
  const address = path.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const words = language === "en" ? "Signed in" : "已登录";
  const page = `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>Billferry</title><meta http-equiv="refresh" content="0;url=${address}"></head>
<body><p><a href="${address}">${words}</a></p></body>
</html>
`;
  // As bytes: whoever dresses other pages leaves this one alone.
  return reply.type("text/html; charset=utf-8").header("cache-control", "no-store").send(Buffer.from(page));
}
