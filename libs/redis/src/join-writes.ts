import type { Redis } from "ioredis";

/**
 * What a connection writes in one turn of the loop leaves by one system call. A client that has one command after the
 * other to write makes a call for each, and each wakes Redis.
 */
export function joinWrites(connection: Redis): void {
  connection.on("connect", () => {
    const { stream } = connection;
    const write = stream.write.bind(stream) as (...args: readonly unknown[]) => boolean;
    let isCorked = false;
    stream.write = (...args: readonly unknown[]): boolean => {
      if (!isCorked) {
        isCorked = true;
        stream.cork();
        setImmediate(() => {
          isCorked = false;
          stream.uncork();
        });
      }
      return write(...args);
    };
  });
}
