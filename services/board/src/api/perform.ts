import { audited, type Facts, type Subject } from "@billferry/audit";
import type { FastifyInstance, FastifyRequest } from "fastify";

import { personName } from "../core/person-name.ts";
import type { ApiContext } from "./api-context.ts";
import { once } from "./once.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Whether what it has done stands on record. */
    isRecorded: boolean;
  }
}

/** What an act is about, as the record tells it: never a secret, and nothing that names or reaches a receiver. */
export interface Deed<Result> {
  readonly request: FastifyRequest;
  readonly scheme?: string | undefined;
  readonly reason?: string | undefined;
  readonly subjects: readonly Subject[];
  /** Asked for right before it is begun. */
  readonly before?: (() => Promise<Facts>) | undefined;
  readonly after?: ((result: Result) => Facts) | undefined;
  readonly reached?: ((result: Result) => readonly Subject[]) | undefined;
  /** Where the form is not the body: what a repeat of it has the same, its number first of all. */
  readonly form?: { readonly requestId: string };
}

/**
 * How a route does what it is for: once for a form, however often it is sent, and on the record under the act that the
 * route states (`config.act`). A route with an effect that comes by no such way does not answer (`keepActsRecorded`).
 */
export async function perform<Result>(
  { redis }: Pick<ApiContext, "redis">,
  { request, before, form = request.body as Deed<Result>["form"], ...told }: Deed<Result>,
  work: () => Promise<Result>,
): Promise<Result> {
  const { act } = request.routeOptions.config;
  if (!act) throw new Error(`${request.url} states no act`);
  request.isRecorded = true;
  const by = personName(request.person);
  const record = async (): Promise<Result> =>
    audited(
      redis,
      { ...told, act, by, via: viaOf(request.person), role: request.person?.role, before: await before?.() },
      work,
    );
  return form?.requestId === undefined ? record() : once({ redis, kind: act, by, body: form }, record);
}

/** A route that has done something and told nobody is a mistake of ours, which its first test finds. */
export function keepActsRecorded(server: FastifyInstance): void {
  server.decorateRequest("isRecorded", false);
  server.addHook("onSend", async ({ routeOptions, isRecorded, url }, { statusCode }) => {
    if (routeOptions.config.act && !isRecorded && statusCode < 400) throw new Error(`${url} has recorded nothing`);
  });
}

/** One who brings name and password, or a token, along is a program. */
function viaOf(person: FastifyRequest["person"]): "console" | "api" {
  return person !== undefined && person.name !== null && person.csrf === null ? "api" : "console";
}
