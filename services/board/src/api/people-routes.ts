import { Problem, readLanguage, tell } from "../core/problems.ts";
import type { ApiContext, ApiServer } from "./api-context.ts";
import { answers } from "./schemas/common.ts";
import { me, signedOut, signInBody, waysIn } from "./schemas/people.ts";

const TAGS = ["people"];

export function addPeopleRoutes(server: ApiServer, { signIn, language }: ApiContext): void {
  server.get(
    "/me",
    { config: { access: "viewer" }, schema: { tags: TAGS, summary: "Who asks", response: answers(me) } },
    ({ person }) => ({ name: null, role: "viewer" as const, csrf: null, ...person, language }),
  );
  server.get(
    "/sign-in",
    {
      config: { access: "anyone" },
      schema: { tags: TAGS, summary: "How one signs in here", response: answers(waysIn) },
    },
    async (request, _reply) => {
      const refused = (await signIn?.oidc?.attempts.find(request))?.refused;
      const reader = readLanguage(request.headers["accept-language"], language);
      return {
        password: signIn?.isByPassword ?? true,
        oidc: signIn?.oidc !== undefined,
        refused: refused === undefined ? null : tell(new Problem(refused.code, refused.facts), reader),
      };
    },
  );
  server.post(
    "/sign-in",
    {
      config: { access: "anyone", act: null },
      schema: {
        tags: TAGS,
        summary: "Begins a session, which a cookie carries",
        body: signInBody,
        response: answers(me),
      },
    },
    async ({ body: { name, password }, ip }, reply) => {
      if (signIn === undefined) return { name: null, role: "admin" as const, csrf: null, language };
      const problem = await signIn.check({ name, password, address: ip });
      const user = signIn.users.find(name);
      if (problem !== undefined || user === undefined) throw problem ?? new Problem("SIGN_IN_WRONG");
      const { csrf } = await signIn.sessions.begin(reply, { name, mark: user.mark });
      return { name, role: user.role, csrf, language };
    },
  );
  server.post(
    "/sign-out",
    {
      config: { access: "viewer", act: null },
      schema: { tags: TAGS, summary: "Ends the session", response: answers(signedOut) },
    },
    async (request, reply) => {
      const session = await signIn?.sessions.find(request);
      await signIn?.sessions.end(request, reply);
      // With a provider that is away just now the session here ends all the same.
      const leave = session?.oidc && signIn?.oidc?.provider.leaveUrl().catch(() => null);
      return { ok: true as const, leave: (await leave) ?? null };
    },
  );
}
