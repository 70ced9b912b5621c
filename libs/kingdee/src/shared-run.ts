import { Fault } from "@billferry/contracts";

interface Run<Result> {
  readonly result: Promise<Result>;
  readonly stop: AbortController;
  waiting: number;
}

/** Who asks during a run gets the same one; cancelling lets that caller go (SHUTDOWN), and the last stops the run. */
export function shareRun<Result>(
  start: (signal: AbortSignal) => Promise<Result>,
): (signal?: AbortSignal) => Promise<Result> {
  let current: Run<Result> | undefined;
  const begin = (): Run<Result> => {
    const stop = new AbortController();
    const result = start(stop.signal).finally(() => {
      if (current?.result === result) current = undefined;
    });
    // All who wait see the failure; where nobody waits any more, it must not count as unhandled.
    result.catch(() => undefined);
    return { result, stop, waiting: 0 };
  };
  return async (signal) => {
    if (signal?.aborted) throw stopped();
    const run = (current ??= begin());
    run.waiting += 1;
    try {
      return await untilAborted(run.result, signal);
    } finally {
      run.waiting -= 1;
      if (run.waiting === 0) {
        if (current === run) current = undefined;
        run.stop.abort();
      }
    }
  };
}

function untilAborted<Result>(result: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (!signal) return result;
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const onAbort = () => reject(stopped());
  signal.addEventListener("abort", onAbort, { once: true });
  result.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  return promise;
}

function stopped(): Fault {
  return new Fault("SHUTDOWN", "等待金蝶登录时服务停止");
}
