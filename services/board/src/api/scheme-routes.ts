import { basename } from "node:path";

import { isFault } from "@billferry/contracts";
import { readSchemeViews, type SchemeView } from "@billferry/desk";
import { redisNowMs } from "@billferry/redis";
import { listSchemes } from "@billferry/scheme";

import { readLanguage, type ReaderLanguage } from "../core/problems.ts";
import { tellParts, tellText } from "../core/told-text.ts";
import type { ApiContext, ApiServer } from "./api-context.ts";
import { answers } from "./schemas/common.ts";
import { schemesAnswer } from "./schemas/schemes.ts";

/** What the schemes say, in people's words, and what is wrong with their files. */
export function addSchemeRoutes(server: ApiServer, context: ApiContext): void {
  const { redis } = context;
  server.get(
    "/schemes",
    {
      config: { access: "viewer" },
      schema: {
        tags: ["schemes"],
        summary: "The schemes that run, as their files say",
        response: answers(schemesAnswer),
      },
    },
    async ({ headers }) => {
      const reader = readLanguage(headers["accept-language"], context.language);
      const views = await readSchemeViews(redis, context.tables, context.schemes);
      const items = views.map((view) => toListed(view, reader));
      return { asOf: await redisNowMs(redis), items, others: listOthers(context) };
    },
  );
}

/** Schemes that lie in the folder and do not run; none where it cannot be read, which the findings tell. */
function listOthers({ tables, schemes }: ApiContext): readonly string[] {
  try {
    return listSchemes(tables, "all").filter((name) => !schemes.includes(name));
  } catch (error) {
    if (isFault(error)) return [];
    throw error;
  }
}

/** What a condition says, where the scheme gives it no name of its own. */
const CONDITIONS = new Set(["only", "excluded", "excludedLines"]);

/** Where a file lies on the server is nobody's business but its own. */
function toListed({ findings, ...view }: SchemeView, reader: ReaderLanguage) {
  const { content } = view;
  return {
    ...view,
    content: content && {
      ...tellParts(content, CONDITIONS, reader),
      target: tellParts(content.target, new Set(["title"]), reader),
      parameters: tellParts(content.parameters, new Set(["label"]), reader).map((each) => ({
        ...each,
        type: each.type as never,
      })),
    },
    findings: findings.map(({ severity, path, line, text, remedy }) => ({
      severity,
      file: basename(path),
      line,
      text: tellText(text, reader),
      remedy: tellText(remedy, reader),
    })),
  };
}
