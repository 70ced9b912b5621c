import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import type { Overview } from "../api/operations.ts";
import { overviewQuery } from "./queries.ts";

/** Whether the stream runs; before its first word nobody knows. */
export type Stream = "starting" | "live" | "lost";

/**
 * Keeps the overview as the board sends it, while somebody looks: a hidden page gives its connection back, of which a
 * browser has six a host.
 */
export function useLiveOverview(): Stream {
  const queries = useQueryClient();
  const [stream, setStream] = useState<Stream>("starting");
  useEffect(() => {
    let source: EventSource | undefined;
    const close = (): void => source?.close();
    const open = (): void => {
      close();
      if (document.hidden) return;
      source = new EventSource("/api/v1/events");
      source.addEventListener("overview", ({ data }: MessageEvent<string>) => {
        queries.setQueryData(overviewQuery.queryKey, JSON.parse(data) as Overview);
        setStream("live");
      });
      // The browser tries again by itself.
      source.addEventListener("error", () => setStream("lost"));
    };
    open();
    document.addEventListener("visibilitychange", open);
    return () => {
      document.removeEventListener("visibilitychange", open);
      close();
    };
  }, [queries]);
  return stream;
}
