import type { FastifyInstance } from "fastify";

import { turnAway } from "./core/door.ts";
import type { ReaderLanguage } from "./core/problems.ts";
import { refuse } from "./refusals.ts";

/** Where everybody may ask whether the board lives. */
export const HEALTH_PATH = "/health";

/** Nothing but our own is ever loaded, and no other page may show this one within itself or learn where it was. */
const HEADERS = {
  "content-security-policy": policyWith("'unsafe-inline'"),
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** What a page may load; besides files of ours, styles that `styles` names: Bull Board's puts them anywhere. */
export function policyWith(styles: string): string {
  return (
    `default-src 'self'; style-src 'self' ${styles}; img-src 'self' data:; font-src 'self' data:; ` +
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
  );
}

/** Sets the headers of every answer and turns away requests that other sites make in a visitor's browser. */
export function keepDoor(
  server: FastifyInstance,
  {
    names = new Set(),
    language,
  }: { readonly names?: ReadonlySet<string> | undefined; readonly language: ReaderLanguage },
): void {
  server.addHook("onRequest", async (request, reply) => {
    // Set before anything else, so that refusals and password prompts carry them too.
    void reply.headers(HEADERS);
    if (request.routeOptions.url === HEALTH_PATH) return;
    const { host, origin, "sec-fetch-site": site } = request.headers;
    const refusal = turnAway({ method: request.method, host, origin, site: site?.toString() }, names);
    if (refusal) await refuse({ request, reply, language }, refusal);
  });
}
