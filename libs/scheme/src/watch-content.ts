export interface ContentWatch {
  /** Looks once. */
  poll(): void;
  stop(): void;
}

/**
 * Looks again and again at what stands in files, and tells of a new state once it was seen twice running: files that
 * belong together are saved one after the other. Contents are compared and not times, which network drives, mounts, and
 * Excel (it replaces a file by renaming) get wrong.
 */
export function watchContent<Content>(
  everyMs: number,
  first: string,
  watched: {
    read(): { readonly version: string; readonly content: Content };
    onSettled(content: Content): void;
  },
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
