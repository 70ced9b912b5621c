import { readStatus, type Status } from "@billferry/desk";
import { redisNowMs } from "@billferry/redis";

import { answers } from "./schemas/common.ts";
import { overview, statusAnswer } from "./schemas/status.ts";
import type { ApiContext, ApiServer } from "./api-context.ts";

export function addStatusRoutes(server: ApiServer, context: ApiContext): void {
  server.get(
    "/status",
    {
      config: { access: "viewer" },
      schema: { tags: ["status"], summary: "How far each scheme has come", response: answers(statusAnswer) },
    },
    async () => {
      const { redis, log, schemes } = context;
      const [asOf, statuses] = await Promise.all([
        redisNowMs(redis),
        Promise.all(schemes.map(async (scheme) => describe(context, scheme, await readStatus(redis, scheme, log)))),
      ]);
      return { asOf, schemes: statuses };
    },
  );
  server.get(
    "/overview",
    {
      config: { access: "viewer" },
      schema: { tags: ["status"], summary: "What moves, what does not, and why", response: answers(overview) },
    },
    async () => context.overview.read(),
  );
}

function describe({ titles }: ApiContext, scheme: string, status: Status) {
  const { extract, transform, load } = status.queues;
  const replicas = { extract: extract.workers, transform: transform.workers, load: load.workers };
  return { scheme, name: titles?.get(scheme) ?? scheme, ...status, replicas };
}
