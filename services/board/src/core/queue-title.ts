import { QUEUES, type QueueName } from "@billferry/contracts";

/** What people call a queue. The shipped scheme's queues bear the names of their stages alone. */
export function queueTitle(name: string, stage: QueueName): string {
  const { label } = QUEUES[stage];
  return name === stage ? label : `${label} · ${name.slice(stage.length + 1)}`;
}
