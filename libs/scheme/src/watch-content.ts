export interface ContentWatch {
  poll(): void;
  stop(): void;
}

/** Tells of a new state of files once it was seen twice running: files that belong together are saved one after the
 *  other. Contents are compared, not times, which network drives, mounts and Excel get wrong. */
export function watchContent<Content>(
  everyMs: number,
  first: string,
  watched: { read(): { readonly version: string; readonly content: Content }; onSettled(content: Content): void },
): ContentWatch {
  let seen = first;
  let judged = first;
  const poll = (): void => {
    const { version, content } = watched.read();
    const isSettled = version === seen;
    seen = version;
    if (!isSettled || version === judged) return;
    judged = version;
    watched.onSettled(content);
  };
  const timer = setInterval(poll, everyMs);
  timer.unref();
  return { poll, stop: () => clearInterval(timer) };
}
