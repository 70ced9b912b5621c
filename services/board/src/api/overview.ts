import { QUEUE_NAMES } from "@billferry/contracts";
import { readStatus, type Status } from "@billferry/desk";
import { redisNowMs } from "@billferry/redis";
import type { z } from "zod";

import type { ApiContext } from "./api-context.ts";
import type { overview } from "./schemas/status.ts";

export type Overview = z.output<typeof overview>;

/** All that the first page shows, in one reading. */
export async function readOverview({ redis, log, schemes }: ApiContext): Promise<Overview> {
  const [asOf, statuses] = await Promise.all([
    redisNowMs(redis),
    Promise.all(schemes.map(async (scheme) => ({ scheme, status: await readStatus(redis, scheme, log) }))),
  ]);
  return {
    asOf,
    oldest: null,
    today: null,
    quota: quotaOf(statuses.map(({ status }) => status)),
    reasons: statuses.flatMap(({ scheme, status }) =>
      status.reasons.map((text) => ({ scheme, text, kind: "other", action: null })),
    ),
    stages: statuses.flatMap(({ scheme, status }) =>
      QUEUE_NAMES.map((stage) => {
        const { workers, ...facts } = status.queues[stage];
        return { scheme, stage, ...facts, replicas: workers };
      }),
    ),
    flow: [],
  };
}

function quotaOf(statuses: readonly Status[]): Overview["quota"] {
  const calls = statuses.find((status) => status.calls !== null)?.calls;
  return calls ? { used: calls.lastMinute, limit: null, refused: null, emptyAtMs: null } : null;
}
