import type { Logger } from "@billferry/runtime";
import type * as client from "openid-client";

import { findClaim, groupsIn, nameIn, roleOf, type Claims } from "../core/oidc-person.ts";
import { Problem } from "../core/problems.ts";
import type { OidcPerson } from "../sessions.ts";
import { markOf, type OidcOptions } from "./oidc-settings.ts";

/** What is kept of a sign-in between leaving for the provider and coming back from it. */
export interface Departure {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export type OidcProvider = ReturnType<typeof createProvider>;

export const CALLBACK_PATH = "/sign-in/oidc/callback";

const TIMEOUT_S = 10;
const CLOCKS_APART_S = 30;
/** Whoever has left the company is out after so long at the latest, however busy. */
const LONGEST_MS = 12 * 3_600_000;
const MOST_TOLD = 200;

/**
 * The company's provider of accounts. It is looked for when it is first needed, and again until it is found: a board
 * whose provider is away starts all the same, and those with a password come in.
 */
export function createProvider(options: OidcOptions, log: Logger) {
  const redirectUri = new URL(CALLBACK_PATH, options.consoleUrl).href;
  const mark = markOf(options);
  let found: Promise<Found> | undefined;
  const find = async (): Promise<Found> => {
    found ??= discover(options);
    try {
      return await found;
    } catch (error) {
      found = undefined;
      const reason = reasonOf(error);
      log.warn({ event: "board.oidc-unreachable", issuer: options.issuer, reason }, "公司登录服务不可用");
      throw new Problem("OIDC_UNREACHABLE", { what: reason });
    }
  };
  return {
    mark,
    /** Says in the log how things stand. */
    look: async (): Promise<void> => {
      await find().then(
        () => log.info({ event: "board.oidc-ready", issuer: options.issuer }, "公司登录服务就绪"),
        () => undefined,
      );
    },
    /** Where a browser is sent, and what has to be kept until it is back. */
    begin: async (): Promise<Departure & { readonly url: string }> => {
      const { oidc, config } = await find();
      const departure = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: options.scope,
        state: departure.state,
        nonce: departure.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(departure.verifier),
        code_challenge_method: "S256",
      });
      return { ...departure, url: url.href };
    },
    /** Who has come back with this query; a Problem where that proves nothing, or where it is nobody of ours. */
    finish: async (query: string, departure: Departure): Promise<OidcPerson> => {
      const { oidc, config } = await find();
      try {
        const claims = await readClaims(
          { oidc, config, rolesClaim: options.rolesClaim },
          { query, departure, redirectUri },
        );
        return toPerson(claims, options);
      } catch (error) {
        throw toProblem(error, oidc, log);
      }
    },
    /** Where a browser ends its session with the provider; null where there is no such place. */
    leaveUrl: async (): Promise<string | null> => {
      const { oidc, config } = await find();
      if (config.serverMetadata().end_session_endpoint === undefined) return null;
      const back = new URL("/sign-in", options.consoleUrl).href;
      return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: back }).href;
    },
  };
}

interface Found {
  /** Loaded where it is used: most boards never need it. */
  readonly oidc: typeof client;
  readonly config: client.Configuration;
}

async function discover({ issuer, clientId, clientSecret }: OidcOptions): Promise<Found> {
  const oidc = await import("openid-client");
  const isPlain = new URL(issuer).protocol === "http:";
  const metadata = { [oidc.clockTolerance]: CLOCKS_APART_S };
  const config = await oidc.discovery(new URL(issuer), clientId, metadata, authBy(oidc, clientSecret), {
    timeout: TIMEOUT_S,
    // The token's signature is looked at as well, not only who has sent it.
    execute: [oidc.enableNonRepudiationChecks, ...(isPlain ? [oidc.allowInsecureRequests] : [])],
  });
  return { oidc, config };
}

/** In the body where the provider takes it there, for in a header some read it in a way of their own. */
function authBy(oidc: typeof client, secret: string | undefined): client.ClientAuth {
  if (secret === undefined) return oidc.None();
  const [inBody, inHeader] = [oidc.ClientSecretPost(secret), oidc.ClientSecretBasic(secret)];
  return (server, ...rest) => {
    const isInBody = server.token_endpoint_auth_methods_supported?.includes("client_secret_post");
    return (isInBody ? inBody : inHeader)(server, ...rest);
  };
}

interface Returned {
  readonly query: string;
  readonly departure: Departure;
  readonly redirectUri: string;
}

async function readClaims(
  { oidc, config, rolesClaim }: Found & Pick<OidcOptions, "rolesClaim">,
  { query, departure, redirectUri }: Returned,
): Promise<Claims> {
  const url = new URL(redirectUri);
  url.search = query;
  const tokens = await oidc.authorizationCodeGrant(config, url, {
    expectedState: departure.state,
    expectedNonce: departure.nonce,
    pkceCodeVerifier: departure.verifier,
  });
  const claims = (tokens.claims() ?? {}) as Claims & { readonly sub: string };
  const isTold = findClaim(claims, rolesClaim) !== undefined;
  if (isTold || config.serverMetadata().userinfo_endpoint === undefined) return claims;
  return { ...(await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)), ...claims };
}

function toPerson(claims: Claims, { nameClaim, rolesClaim, roles }: OidcOptions): OidcPerson {
  const name = nameIn(claims, nameClaim);
  const groups = groupsIn(findClaim(claims, rolesClaim));
  const role = roleOf(groups, roles);
  if (role !== undefined) return { name, role, untilMs: Date.now() + LONGEST_MS };
  throw new Problem("OIDC_NO_ROLE", { name, claim: rolesClaim, groups: groups.join(", ").slice(0, MOST_TOLD) || "–" });
}

function toProblem(error: unknown, oidc: typeof client, log: Logger): Problem {
  if (error instanceof Problem) return error;
  // Only what kind it is: what stands in a token, or beside it, is nobody's but its owner's.
  const reason = reasonOf(error);
  log.warn({ event: "board.oidc-refused", reason }, "公司账号登录未通过");
  if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError)
    return new Problem("OIDC_REFUSED", { what: error.error.slice(0, MOST_TOLD) });
  return isAway(error) ? new Problem("OIDC_UNREACHABLE", { what: reason }) : new Problem("OIDC_INVALID");
}

function isAway(error: unknown): boolean {
  const { name, message, code } = error as { name?: string; message?: string; code?: string };
  return message === "fetch failed" || name === "TimeoutError" || code === "OAUTH_TIMEOUT";
}

function reasonOf(error: unknown): string {
  const chain: string[] = [];
  for (let each: unknown = error; each instanceof Error && chain.length < 3; each = each.cause) {
    const { code } = each as { code?: unknown };
    chain.push(typeof code === "string" ? `${each.message} (${code})` : each.message);
  }
  return (chain.join(": ") || String(error)).slice(0, MOST_TOLD);
}
