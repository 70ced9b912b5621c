import { isBulkOpen } from "@billferry/desk/bulk-act";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import {
  getBulkActs,
  getBulkActsById,
  getBulkActsByIdItems,
  type BulkAct,
  type BulkOutcome,
} from "../api/operations.ts";

/** While one goes on somebody watches it. */
const LIVE_MS = 1_000;
const QUIET_MS = 10_000;

export const bulkActsData = queryOptions({
  queryKey: ["bulk-acts"],
  queryFn: async ({ signal }) => getBulkActs({}, { signal }),
  refetchInterval: ({ state }) => (state.data?.items.some(isBulkOpen) === true ? LIVE_MS : QUIET_MS),
});

export function bulkActData(id: string) {
  return queryOptions({
    queryKey: ["bulk-act", id],
    queryFn: async ({ signal }) => getBulkActsById(id, { signal }),
    refetchInterval: ({ state }) => (state.data === undefined || isBulkOpen(state.data.act) ? LIVE_MS : QUIET_MS),
  });
}

/** Asked for anew whenever something of the act has moved. */
export function bulkItemsData({ id, counts }: Pick<BulkAct, "id" | "counts">, outcome: BulkOutcome | undefined) {
  return infiniteQueryOptions({
    queryKey: ["bulk-items", id, outcome ?? null, counts],
    queryFn: async ({ pageParam, signal }) =>
      getBulkActsByIdItems(
        id,
        { ...(outcome === undefined ? {} : { outcome }), ...(pageParam === null ? {} : { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}
