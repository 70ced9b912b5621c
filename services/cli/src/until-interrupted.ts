/** Does something that ends early on Ctrl+C. */
export async function untilInterrupted<Result>(act: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController();
  const onStop = (): void => stop.abort();
  process.once("SIGINT", onStop);
  try {
    return await act(stop.signal);
  } finally {
    process.off("SIGINT", onStop);
  }
}
