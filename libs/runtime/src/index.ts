export { dropUnlessActive } from "./drop-job.ts";
export { createLogger, type Logger } from "./logger.ts";
export { enqueue, openQueue, type TypedQueue } from "./queue.ts";
export { runService, SERVICE_SETTINGS, type RunningService, type ServiceContext } from "./service.ts";
export { retryJob } from "./retry-job.ts";
export { startForEach } from "./start-for-each.ts";
export type { Attempt, Stage } from "./stage.ts";
export { hurry } from "./urgency.ts";
export { startWorker, type RunningWorker } from "./worker.ts";
