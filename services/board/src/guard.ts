import type { BoardHooks } from "@bull-board/api/typings/app";

import type { StageAdapter } from "./stage-adapter.ts";

/**
 * What the board must not do, because a bill would be lost or come out false: put in or alter jobs (the shown content
 * is covered and would be written back), drop work that has not been done, change the limits that services keep.
 */
const FORBIDDEN = new Set([
  "/api/queues/:queueName/add",
  "/api/queues/:queueName/empty",
  "/api/queues/:queueName/obliterate",
  "/api/queues/:queueName/concurrency",
  "/api/queues/:queueName/:jobId/update-data",
  "/api/queues/:queueName/job-schedulers/:schedulerId/remove",
]);

const FINISHED = ["completed", "failed"];

/** The board's hook that refuses those with 403; looking, retrying, pausing, promoting and cleaning up what is finished
 *  stay open. */
export function guardActions(adapters: readonly StageAdapter[]): BoardHooks {
  return {
    before: async ({ method, route, request }) => {
      if (method === "get") return { allow: true };
      const { queueName, jobId, queueStatus } = request.params as Record<string, string | undefined>;
      if (FORBIDDEN.has(route) || (route.endsWith("/rate-limit") && method === "put")) return REFUSED;
      if (route.endsWith("/clean/:queueStatus"))
        return FINISHED.includes(queueStatus ?? "") ? { allow: true } : REFUSED;
      if (route.endsWith("/:jobId/clean")) {
        const adapter = adapters.find((each) => each.getName() === queueName);
        const state = await (await adapter?.getJob(jobId ?? ""))?.getState();
        return state === undefined || FINISHED.includes(state) ? { allow: true } : REFUSED;
      }
      return { allow: true };
    },
  };
}

const REFUSED = {
  allow: false as const,
  status: 403 as const,
  message: "为保证单据不丢失、不改变,看板不提供此操作",
};
