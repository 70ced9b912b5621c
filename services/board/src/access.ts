import { timingSafeEqual } from "node:crypto";

import type { ActName } from "@billferry/audit";
import type { Role } from "@billferry/people";
import basicAuth from "@fastify/basic-auth";
import cookie from "@fastify/cookie";
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from "fastify";

import { actOf } from "./core/permissions.ts";
import { Problem, type ReaderLanguage } from "./core/problems.ts";
import { mayPass, type Access } from "./core/roles.ts";
import type { Attempts } from "./oidc/attempts.ts";
import type { OidcProvider } from "./oidc/provider.ts";
import { refuse } from "./refusals.ts";
import type { BoardSession, Sessions } from "./sessions.ts";
import type { CheckGuess } from "./sign-in.ts";
import type { Users } from "./users.ts";

/** Who makes a request. */
interface Person {
  /** Null where no users are set up. */
  readonly name: string | null;
  readonly role: Role;
  /** What each act of a browser that has signed in must bring along; null where no cookie vouches for the sender. */
  readonly csrf: string | null;
}

export interface GuardedRoute {
  readonly method: string;
  readonly url: string;
  readonly access: Access;
  readonly act: ActName | null;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may ask. */
    access?: Access;
    /** What a person does by it, for the record; null: nothing. Whatever is no mere question says it. */
    act?: ActName | null;
  }
  interface FastifyInstance {
    /** Every route that there is, as fastify itself has listed them. */
    guardedRoutes: readonly GuardedRoute[];
  }
  interface FastifyRequest {
    person: Person | undefined;
  }
}

/** How people sign in; left out, whoever reaches the board is its administrator. */
export interface SignIn {
  readonly users: Users;
  /** Whether there is anybody who has a password. */
  readonly isByPassword: boolean;
  readonly sessions: Sessions;
  readonly check: CheckGuess;
  /** The company's own accounts, where they are set up. */
  readonly oidc: { readonly provider: OidcProvider; readonly attempts: Attempts } | undefined;
}

/** Whether a session that began a request has ended since; one that came by name and password has none. */
export async function isSessionEnded(signIn: SignIn, request: FastifyRequest): Promise<boolean> {
  return request.person?.csrf !== null && (await findSession(signIn, request)) === undefined;
}

interface AccessOptions {
  readonly signIn: SignIn | undefined;
  readonly language: ReaderLanguage;
  /** Where Bull Board is: it cannot say who may ask. */
  readonly queuesPath: string;
}

const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD"]);
/** Where a person signs in, and comes to the overview; the page itself leads back to an address of its own. */
const SIGN_IN_ROUTE = { method: "GET", url: "/sign-in" } as const;
const NOBODY_NAMED: Person = { name: null, role: "admin", csrf: null };

/**
 * Lets through who may ask, by what each route says of itself; one that says nothing stops the start. A session is
 * asked first, then name and password of the request itself, which is how programs come.
 */
export async function keepAccess(server: FastifyInstance, options: AccessOptions): Promise<void> {
  const { signIn, language, queuesPath } = options;
  server.decorateRequest("person", undefined);
  const routes: GuardedRoute[] = [];
  server.decorate("guardedRoutes", routes);
  server.addHook("onRoute", (route) => {
    const access = accessOf(route, queuesPath);
    const act = recordedAct(route, queuesPath);
    route.config = { ...route.config, access, act };
    for (const method of [route.method].flat()) routes.push({ method, url: route.url, access, act });
  });
  await server.register(cookie);
  const identify = signIn ? await identifyBy(server, signIn) : async () => NOBODY_NAMED;
  server.addHook("onRequest", async (request, reply) => {
    const access = request.is404 ? "viewer" : (request.routeOptions.config.access ?? "admin");
    if (access === "anyone") return;
    const person = await identify(request, reply);
    const problem = person instanceof Problem ? person : findObstacle(request, person, access);
    if (problem === undefined) request.person = person as Person;
    else if (problem.statusCode === 401 && isVisit(request) && server.hasRoute(SIGN_IN_ROUTE))
      await reply.redirect(`${SIGN_IN_ROUTE.url}?next=${encodeURIComponent(request.url)}`);
    else await refuse({ request, reply, language }, problem);
  });
}

function accessOf({ method, url, config }: RouteOptions, queuesPath: string): Access {
  if (config?.access !== undefined) return config.access;
  if (!isUnder(queuesPath, url)) throw new Error(`nobody says who may ask ${url}`);
  return isQuestion(method) ? "viewer" : "operator";
}

function recordedAct({ method, url, config }: RouteOptions, queuesPath: string): ActName | null {
  if (isQuestion(method)) return null;
  if (isUnder(queuesPath, url)) return actOf([method].flat()[0] ?? "", url.slice(queuesPath.length));
  if (config?.act === undefined)
    throw new Error(`nobody says what stands on record of ${url}: config.act, done by api/perform.ts`);
  return config.act;
}

function isUnder(folder: string, url: string): boolean {
  return url === folder || url.startsWith(`${folder}/`);
}

function isQuestion(method: RouteOptions["method"]): boolean {
  return [method].flat().every((each) => SAFE.has(each));
}

function findObstacle(request: FastifyRequest, person: Person, needed: Access): Problem | undefined {
  if (!mayPass(person.role, needed)) return new Problem("ROLE_TOO_LOW", { role: person.role, needed });
  if (SAFE.has(request.method) || person.csrf === null) return undefined;
  const { "x-csrf-token": ours, "x-xsrf-token": bullBoards } = request.headers;
  return isSame(String(ours ?? bullBoards ?? ""), person.csrf) ? undefined : new Problem("CSRF_INVALID");
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}

async function identifyBy(server: FastifyInstance, signIn: SignIn) {
  const { users, check } = signIn;
  await server.register(basicAuth, {
    validate: async (name, password, request) => {
      const problem = await check({ name, password, address: request.ip });
      if (problem !== undefined) return problem;
      request.person = { name, role: users.find(name)?.role ?? "viewer", csrf: null };
      return undefined;
    },
  });
  /** One that shows no token of ours has guessed, and waits like others who do. */
  const findProgram = async (token: string, address: string): Promise<Person | Problem> => {
    const known = users.findToken(token);
    if (known !== undefined) return { ...known, csrf: null };
    return (await check({ name: "", password: token, address })) ?? new Problem("SIGN_IN_WRONG");
  };
  return async (request: FastifyRequest, reply: FastifyReply): Promise<Person | Problem> => {
    const known = await findSession(signIn, request);
    if (known !== undefined) return known;
    const [, token] = /^Bearer (billferry_[\w-]{43})$/.exec(request.headers.authorization ?? "") ?? [];
    if (token !== undefined) return findProgram(token, request.ip);
    const { promise, resolve } = Promise.withResolvers<Error | undefined>();
    server.basicAuth(request, reply, resolve);
    const error = await promise;
    if (request.person !== undefined) return request.person;
    const problem = error instanceof Problem ? error : new Problem("SIGN_IN_NEEDED");
    // A browser would show its own form over the page's.
    if (problem.statusCode === 401 && !isOfPage(request))
      void reply.header("www-authenticate", 'Basic realm="Billferry", charset="UTF-8"');
    return problem;
  };
}

async function findSession(signIn: SignIn, request: FastifyRequest): Promise<Person | undefined> {
  const session = await signIn.sessions.find(request);
  const known = session && findKnown(signIn, session);
  return session && known?.mark === session.mark
    ? { name: session.name, role: known.role, csrf: session.csrf }
    : undefined;
}

function findKnown({ users, oidc }: SignIn, { name, oidc: person }: BoardSession): ReturnType<Users["find"]> {
  const user = users.find(name);
  if (person === undefined) return user;
  // A name is one person's, on record too.
  if (oidc === undefined || user !== undefined || person.untilMs <= Date.now()) return undefined;
  return { role: person.role, mark: oidc.provider.mark };
}

/** Asked for by a browser's page or its address bar, and not by a program. */
function isOfPage({ headers }: FastifyRequest): boolean {
  return headers.authorization === undefined && /json|html|event-stream/.test(headers.accept ?? "");
}

/** Somebody has opened an address in a browser. */
function isVisit(request: FastifyRequest): boolean {
  return request.method === "GET" && isOfPage(request) && (request.headers.accept ?? "").includes("text/html");
}
