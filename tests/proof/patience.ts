/** Waiting for real processes, which have no event of ours: always with an end. */
export async function pause(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, ms);
  return promise;
}

/** Asks again until it is so; false after `limitMs`. */
export async function becomes(
  isSo: () => Promise<boolean> | boolean,
  limitMs: number,
  everyMs = 100,
): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    if (await isSo()) return true;
    if (performance.now() > deadline) return false;
    await pause(everyMs);
  }
}

/** The same, as an error that names what was waited for. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean, limitMs = 60_000): Promise<void> {
  if (!(await becomes(isSo, limitMs))) throw new Error(`gave up after ${limitMs / 1_000} s waiting until ${what}`);
}

/** The value, or undefined where it does not come in time. */
export async function within<T>(limitMs: number, promise: Promise<T>): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), limitMs);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
