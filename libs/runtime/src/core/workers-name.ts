/** The name of a connection at which the workers of these queues wait. */
export function toWorkersName(queues: readonly string[]): string {
  return `${PREFIX}${queues.join(",")}`;
}

/** A list of clients as Redis gives it, in which a connection of several queues' workers bears this one's `shown`. */
export function showWorkersOf(queue: string, shown: string, clients: string): string {
  return clients.replace(/ name=billferry:(\S*)/g, (whole, queues: string) =>
    queues.split(",").includes(queue) ? ` name=${shown}` : whole,
  );
}

const PREFIX = "billferry:";
