import { useQueryClient } from "@tanstack/react-query";
import { createContext, useEffect, useState } from "react";

import type { Overview } from "../api/operations.ts";
import { overviewData } from "./queries.ts";

/** Whether the stream runs; before its first word nobody knows. */
export type Stream = "starting" | "live" | "lost";

/** What the frame, which keeps the stream, tells its pages. */
export const StreamContext = createContext<Stream>("starting");

const AGAIN_MS = 5_000;

/**
 * Keeps the overview as the board sends it, while somebody looks: a hidden page gives its connection back, of which a
 * browser has six a host.
 */
export function useLiveOverview(isWanted: boolean): Stream {
  const queries = useQueryClient();
  const [stream, setStream] = useState<Stream>("starting");
  useEffect(() => {
    if (!isWanted) return undefined;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const close = (): void => {
      clearTimeout(timer);
      source?.close();
    };
    const open = (): void => {
      close();
      if (document.hidden) return;
      source = new EventSource("/api/v1/events");
      source.addEventListener("overview", ({ data }: MessageEvent<string>) => {
        queries.setQueryData(overviewData.queryKey, JSON.parse(data) as Overview);
        setStream("live");
      });
      source.addEventListener("error", () => {
        setStream("lost");
        // A connection that broke is tried again by the browser; one that was refused is not.
        if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_MS);
      });
    };
    open();
    document.addEventListener("visibilitychange", open);
    return () => {
      document.removeEventListener("visibilitychange", open);
      close();
    };
  }, [queries, isWanted]);
  return stream;
}
