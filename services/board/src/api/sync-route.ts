import type { Facts } from "@billferry/audit";
import { askForBills, askForReading } from "@billferry/desk";
import { redisNowMs } from "@billferry/redis";
import type { z } from "zod";

import { askedSchemes, type ApiContext, type ApiServer } from "./api-context.ts";
import { perform } from "./perform.ts";
import { answers } from "./schemas/common.ts";
import { syncAnswer, syncBody } from "./schemas/stages.ts";

/** One that is under way is not waited for. */
const NO_WAIT_MS = 0;

/** For other systems: answers at once, and the work goes on by itself. */
export function addSyncRoute(server: ApiServer, context: ApiContext): void {
  const { redis, log } = context;
  server.post(
    "/sync",
    {
      config: { access: "operator", act: "sync" },
      schema: {
        tags: ["stages"],
        summary: "Has Kingdee read now, or just the bills of these numbers, before all others; answers at once",
        body: syncBody,
        response: answers(syncAnswer),
      },
    },
    async (asked) => {
      const { scheme: named, numbers = [] } = asked.body;
      const schemes = askedSchemes(context, named);
      const bills = numbers.map((id) => ({ kind: "bill", id }) as const);
      const subjects = bills.length > 0 ? bills : [{ kind: "stage", id: "extract" } as const];
      return perform(context, { request: asked, scheme: named, subjects, after: tellSync }, async () => {
        const each: { scheme: string; workers: number }[] = [];
        for (const scheme of schemes) {
          const { workers } = await (numbers.length > 0
            ? askForBills(redis, log, { scheme, billNos: numbers })
            : askToRead(context, scheme, asked.signal));
          each.push({ scheme, workers });
        }
        return { asOf: await redisNowMs(redis), schemes: each };
      });
    },
  );
}

async function askToRead({ redis, log }: ApiContext, scheme: string, signal: AbortSignal) {
  const asked = await askForReading(redis, log, { scheme, timeoutMs: NO_WAIT_MS, signal });
  return { workers: asked.kind === "late" ? asked.workers : 1 };
}

function tellSync({ schemes }: z.infer<typeof syncAnswer>): Facts {
  return Object.fromEntries(schemes.map(({ scheme, workers }) => [scheme, { workers }]));
}
