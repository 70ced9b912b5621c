import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { onTestFinished } from "vitest";

/** How a provider's token is none that may be believed. */
export type Forgery = "nonce" | "key" | "algorithm" | "audience" | "issuer" | "expired" | "no token";

interface Granted {
  readonly nonce: string;
  readonly challenge: string;
}

const KID = "k1";

/**
 * A provider of accounts over real HTTP that lets everybody in at once, says of them what the test tells, signs with
 * RS256, and lies where it is told to.
 */
export async function startProvider({ port = 0 }: { readonly port?: number } = {}) {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const strangers = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const said = {
    claims: { sub: "u-1", preferred_username: "王敏", groups: ["wms-ops"] } as Record<string, unknown>,
    /** Only when asked for by the access token. */
    userinfo: {} as Record<string, unknown>,
    forgery: undefined as Forgery | undefined,
    refusal: undefined as string | undefined,
  };
  const granted = new Map<string, Granted>();
  const asked: { path: string; body: string; authorization: string }[] = [];
  let issuer = "";

  const authorize = (query: URLSearchParams, answer: ServerResponse): void => {
    const back = new URL(query.get("redirect_uri") ?? "");
    back.searchParams.set("state", query.get("state") ?? "");
    if (said.refusal === undefined) {
      const code = randomBytes(16).toString("base64url");
      granted.set(code, { nonce: query.get("nonce") ?? "", challenge: query.get("code_challenge") ?? "" });
      back.searchParams.set("code", code);
    } else back.searchParams.set("error", said.refusal);
    answer.writeHead(302, { location: back.href }).end();
  };

  const exchange = (body: URLSearchParams, answer: ServerResponse): void => {
    const grant = granted.get(body.get("code") ?? "");
    granted.delete(body.get("code") ?? "");
    const verifier = createHash("sha256")
      .update(body.get("code_verifier") ?? "")
      .digest("base64url");
    if (grant?.challenge !== verifier) return sendJson(answer, 400, { error: "invalid_grant" });
    const token = said.forgery === "no token" ? {} : { id_token: idToken(grant) };
    return sendJson(answer, 200, { access_token: "opaque-access", token_type: "Bearer", ...token });
  };

  const idToken = ({ nonce }: Granted): string => {
    const { forgery, claims } = said;
    const now = Math.floor(Date.now() / 1_000) - (forgery === "expired" ? 7_200 : 0);
    const payload = {
      iss: forgery === "issuer" ? "https://other.example.com" : issuer,
      aud: forgery === "audience" ? "another-client" : "console",
      iat: now,
      exp: now + 300,
      nonce: forgery === "nonce" ? "another" : nonce,
      ...claims,
    };
    if (forgery === "algorithm") return `${part({ alg: "none" })}.${part(payload)}.`;
    return signed(payload, forgery === "key" ? strangers.privateKey : keys.privateKey);
  };

  const jwk = { ...createPublicKey(keys.publicKey.export({ format: "pem", type: "spki" })).export({ format: "jwk" }) };
  const server = createServer(async (request: IncomingMessage, answer: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", issuer);
    let body = "";
    for await (const piece of request) body += String(piece);
    asked.push({ path: pathname, body, authorization: request.headers.authorization ?? "" });
    if (pathname === "/authorize") return authorize(searchParams, answer);
    if (pathname === "/token") return exchange(new URLSearchParams(body), answer);
    if (pathname === "/jwks") return sendJson(answer, 200, { keys: [{ ...jwk, kid: KID, alg: "RS256", use: "sig" }] });
    if (pathname === "/userinfo") return sendJson(answer, 200, { sub: said.claims["sub"], ...said.userinfo });
    if (pathname !== "/.well-known/openid-configuration") return sendJson(answer, 404, {});
    return sendJson(answer, 200, {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      userinfo_endpoint: `${issuer}/userinfo`,
      end_session_endpoint: `${issuer}/leave`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
    });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  });
  return { issuer, said, asked };
}

function signed(payload: object, key: KeyObject): string {
  const text = `${part({ alg: "RS256", kid: KID })}.${part(payload)}`;
  return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
}

function part(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString("base64url");
}

function sendJson(answer: ServerResponse, status: number, body: object): void {
  answer.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
