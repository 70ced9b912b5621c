import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { getAudit } from "../api/operations.ts";
import type { AuditView } from "../core/audit-view.ts";

const OF_A_BILL = 20;
/** Soon enough for whoever has just acted. */
const REFRESH_MS = 10_000;

export function auditData(view: AuditView) {
  return infiniteQueryOptions({
    queryKey: ["audit", view],
    queryFn: async ({ pageParam, signal }) =>
      getAudit({ ...view, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}

export function billActsData(billNo: string) {
  return queryOptions({
    queryKey: ["audit-of", billNo],
    queryFn: async ({ signal }) => getAudit({ bill: billNo, limit: OF_A_BILL }, { signal }),
    refetchInterval: REFRESH_MS,
  });
}
