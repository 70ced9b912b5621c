import { audited, type Facts, type Subject } from "@billferry/audit";
import type { RedisConnection } from "@billferry/redis";
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from "fastify";

import { findRefusal, permissionFor } from "./core/permissions.ts";
import { personName } from "./core/person-name.ts";
import type { StageAdapter } from "./stage-adapter.ts";

interface Room {
  readonly redis: RedisConnection;
  readonly adapters: readonly StageAdapter[];
  readonly path: string;
}

/** What Bull Board does for a person stands on the same record as the console's own acts; what it refuses is none. */
export function recordQueueActs(room: FastifyInstance, { redis, adapters, path }: Room): void {
  room.addHook("onRoute", (route) => {
    const { act } = route.config ?? {};
    if (!act) return;
    const inner = route.handler;
    route.handler = async function record(request, reply) {
      const about = await look(adapters, request);
      const permission = permissionFor(request.method, (request.routeOptions.url ?? "").slice(path.length));
      // The guard within refuses it, with its reason.
      if (findRefusal(permission, about.state) !== undefined) return inner.call(room, request, reply);
      const { subjects, before } = about;
      const by = personName(request.person);
      const deed = { act, by, via: "queues", role: request.person?.role, subjects, before } as const;
      const after = () => ({ answer: reply.statusCode });
      return audited(redis, { ...deed, after }, async () => answer(room, inner, { request, reply }));
    };
  });
}

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

async function answer(room: FastifyInstance, inner: RouteHandlerMethod, { request, reply }: Asked): Promise<unknown> {
  return inner.call(room, request, reply);
}

interface Sight {
  readonly subjects: readonly Subject[];
  readonly before: Facts;
  readonly state: string | undefined;
}

async function look(adapters: readonly StageAdapter[], { params }: FastifyRequest): Promise<Sight> {
  const { queueName, jobId, queueStatus, schedulerId } = params as Record<string, string | undefined>;
  const adapter = adapters.find((each) => each.getName() === queueName);
  const queue: Subject = { kind: "queue", id: queueName ?? "全部" };
  if (jobId !== undefined) {
    const job = await adapter?.getJob(jobId);
    const state = await job?.getState();
    const subject = adapter?.subjectOf(job);
    const bill: readonly Subject[] = subject === undefined ? [] : [{ kind: "bill", id: subject.billNo }];
    return { subjects: [...bill, { kind: "job", id: jobId }, queue], before: { state: state ?? null }, state };
  }
  const schedule: readonly Subject[] = schedulerId === undefined ? [] : [{ kind: "job", id: schedulerId }];
  const isPaused = (await adapter?.isPaused()) ?? null;
  const state = queueStatus === undefined ? {} : { state: queueStatus };
  return { subjects: [...schedule, queue], before: { isPaused, ...state }, state: queueStatus };
}
