import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:http";

import { Provider } from "oidc-provider";
import { onTestFinished } from "vitest";

export const CLIENT = { id: "billferry", secret: "made-up-for-this-test" };

/** Who is in which group; whoever else signs in is in none. */
const GROUPS: Readonly<Record<string, readonly string[]>> = { "wang.min": ["staff", "wms-ops"] };

/**
 * A provider of accounts as a company has one, with its own sign-in page, on another site than the board: to a browser
 * `localhost` and `127.0.0.1` are two.
 */
export async function startCompanyAccounts(consoleUrl: string): Promise<string> {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${consoleUrl}/sign-in/oidc/callback`],
        post_logout_redirect_uris: [`${consoleUrl}/sign-in`],
      },
    ],
    claims: { openid: ["sub"], profile: ["preferred_username", "groups"] },
    cookies: { keys: ["made-up-for-this-test"] },
    pkce: { required: () => true },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id, groups: GROUPS[id] ?? [] }),
    }),
  });
  server.on("request", provider.callback());
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return issuer;
}
