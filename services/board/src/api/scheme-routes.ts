import { basename } from "node:path";

import { isFault } from "@billferry/contracts";
import { readSchemeViews, type SchemeView } from "@billferry/desk";
import { redisNowMs } from "@billferry/redis";
import { listSchemes } from "@billferry/scheme";

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
    async () => {
      const views = await readSchemeViews(redis, context.tables, context.schemes);
      return { asOf: await redisNowMs(redis), items: views.map(toListed), others: listOthers(context) };
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

/** Where a file lies on the server is nobody's business but its own. */
function toListed({ findings, ...view }: SchemeView) {
  const { content } = view;
  return {
    ...view,
    content: content && {
      ...content,
      parameters: content.parameters.map((each) => ({ ...each, type: each.type as never })),
    },
    findings: findings.map(({ severity, path, line, text, remedy }) => ({
      severity,
      file: basename(path),
      line,
      text,
      remedy,
    })),
  };
}
