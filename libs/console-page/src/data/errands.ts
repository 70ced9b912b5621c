import { queryOptions } from "@tanstack/react-query";

import {
  getErrands,
  getErrandsById,
  getReconciliations,
  getReconciliationsBySchemeByDay,
  getSchemes,
  type ErrandKind,
  type ErrandState,
} from "../api/operations.ts";

const POLL_MS = 1_000;
const REFRESH_MS = 10_000;

export function isOpen(state: ErrandState): boolean {
  return state === "waiting" || state === "active";
}

/** One errand; asked for again as long as it is under way. */
export function errandData(id: string) {
  return queryOptions({
    queryKey: ["errand", id],
    queryFn: async ({ signal }) => getErrandsById(id, { signal }),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isOpen(data.state) ? POLL_MS : false),
  });
}

/** Those of a kind, of one day. */
export function errandsData(kind: ErrandKind) {
  return queryOptions({
    queryKey: ["errands", kind],
    queryFn: async ({ signal }) => getErrands({ kind }, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** The daily reconciliations that are kept. */
export const keptReportsData = queryOptions({
  queryKey: ["reconciliations"],
  queryFn: async ({ signal }) => getReconciliations({}, { signal }),
  refetchInterval: REFRESH_MS,
});

export function keptReportData(scheme: string, day: string) {
  return queryOptions({
    queryKey: ["reconciliation", scheme, day],
    queryFn: async ({ signal }) => getReconciliationsBySchemeByDay(scheme, day, { signal }),
  });
}

export const schemesData = queryOptions({
  queryKey: ["schemes"],
  queryFn: async ({ signal }) => getSchemes({ signal }),
  refetchInterval: REFRESH_MS,
});
