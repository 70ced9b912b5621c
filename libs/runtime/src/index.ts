export { dropUnlessActive } from "./drop-job.ts";
export { startHealthServer, type Readiness } from "./health.ts";
export { createLogger, type Logger } from "./logger.ts";
export { enqueue, openQueue, type TypedQueue } from "./queue.ts";
export {
  EXIT_CONFIG,
  EXIT_FAILURE,
  runService,
  SERVICE_SETTINGS,
  type RunningService,
  type ServiceContext,
  type ServiceDefinition,
  type ServiceSettings,
} from "./service.ts";
export { retryJob } from "./retry-job.ts";
export { startForEach } from "./start-for-each.ts";
export type { Attempt, Stage } from "./stage.ts";
export { startWorker, type RunningWorker, type WorkerOptions } from "./worker.ts";
