import type { BoardHooks } from "@bull-board/api/typings/app";

import { findRefusal, permissionFor, type Permission } from "./core/permissions.ts";
import type { StageAdapter } from "./stage-adapter.ts";

/** The board's hook that lets through what is permitted and refuses the rest with 403 and the reason. */
export function guardActions(adapters: readonly StageAdapter[]): BoardHooks {
  return {
    before: async ({ method, route, request }) => {
      const permission = permissionFor(method, route);
      const { queueName, jobId, queueStatus } = request.params as Record<string, string | undefined>;
      const state = queueStatus ?? (await findState(permission, adapters, { queueName, jobId }));
      const reason = findRefusal(permission, state);
      return reason === undefined ? { allow: true } : { allow: false, status: 403, message: reason };
    },
  };
}

async function findState(
  permission: Permission,
  adapters: readonly StageAdapter[],
  { queueName, jobId = "" }: { readonly queueName: string | undefined; readonly jobId: string | undefined },
) {
  if (typeof permission !== "object" || !("isOnlyIfFinished" in permission)) return undefined;
  const adapter = adapters.find((each) => each.getName() === queueName);
  return (await adapter?.getJob(jobId))?.getState();
}
