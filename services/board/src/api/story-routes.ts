import { readStory } from "@billferry/desk";
import { redisNowMs } from "@billferry/redis";

import { Problem } from "../core/problems.ts";
import { mayPass } from "../core/roles.ts";
import type { ApiContext, ApiServer } from "./api-context.ts";
import { billParams } from "./schemas/bills.ts";
import { answers } from "./schemas/common.ts";
import { storyAnswer, storyQuery } from "./schemas/story.ts";

export function addStoryRoutes(server: ApiServer, { redis, schemeOf }: ApiContext): void {
  server.get(
    "/bills/:number/story",
    {
      config: { access: "viewer" },
      schema: {
        tags: ["bills"],
        summary: "What a bill was made of: its rows, its orders, the rule behind each value",
        params: billParams,
        querystring: storyQuery,
        response: answers(storyAnswer),
      },
    },
    async ({ query: { scheme: name, billId }, person }) => {
      const scheme = schemeOf(name);
      if (scheme === undefined) throw new Problem("SCHEME_UNKNOWN", { what: name });
      const story = await readStory(redis, scheme, { billId, seesPersonal: mayPass(person?.role, "admin") });
      return { asOf: await redisNowMs(redis), story: story ?? null };
    },
  );
}
