import { readStory } from "@billferry/desk";
import { redisNowMs } from "@billferry/redis";

import { coverText } from "../core/cover-text.ts";
import { Problem, readLanguage } from "../core/problems.ts";
import { mayPass } from "../core/roles.ts";
import { tellParts } from "../core/told-text.ts";
import type { ApiContext, ApiServer } from "./api-context.ts";
import { billParams } from "./schemas/bills.ts";
import { answers } from "./schemas/common.ts";
import { storyAnswer, storyQuery } from "./schemas/story.ts";

/** What in an order is words of ours; fields have the names that Kingdee gives them. */
const SAID = new Set(["notes", "label"]);

export function addStoryRoutes(server: ApiServer, { redis, schemeOf, language }: ApiContext): void {
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
    async ({ query: { scheme: name, billId }, person, headers }) => {
      const scheme = schemeOf(name);
      if (scheme === undefined) throw new Problem("SCHEME_UNKNOWN", { what: name });
      const seesPersonal = mayPass(person?.role, "admin");
      const { story, attempts } = await readStory(redis, scheme, { billId, seesPersonal });
      const reader = readLanguage(headers["accept-language"], language);
      const told = story && { ...story, orders: tellParts(story.orders, SAID, reader) };
      const cover = (text: string): string => (seesPersonal ? text : coverText(text));
      const pushes = attempts.map((each) => ({ ...each, answer: cover(each.answer) }));
      return { asOf: await redisNowMs(redis), story: told ?? null, attempts: pushes };
    },
  );
}
