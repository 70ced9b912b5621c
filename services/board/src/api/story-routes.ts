import { readStory } from "@billferry/desk";
import { redisNowMs } from "@billferry/redis";

import { coverText } from "../core/cover-text.ts";
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
        summary: "What a bill was made of, the rule behind each value, and what each push was answered",
        params: billParams,
        querystring: storyQuery,
        response: answers(storyAnswer),
      },
    },
    async ({ query: { scheme: name, billId }, person }) => {
      const scheme = schemeOf(name);
      if (scheme === undefined) throw new Problem("SCHEME_UNKNOWN", { what: name });
      const seesPersonal = mayPass(person?.role, "admin");
      const { story = null, attempts } = await readStory(redis, scheme, { billId, seesPersonal });
      const told = seesPersonal ? attempts : attempts.map((each) => ({ ...each, answer: coverText(each.answer) }));
      return { asOf: await redisNowMs(redis), story, attempts: told };
    },
  );
}
