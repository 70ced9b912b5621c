import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import {
  getBills,
  getBillsByNumber,
  getBillsByNumberStory,
  getOrdersByNumberEditable,
  getCases,
  getCasesItems,
  getMe,
  getOverview,
  getSignIn,
  getStatus,
} from "../api/operations.ts";
import type { BillsView, CasesView } from "../core/views.ts";
import { keepToken } from "./ask.ts";

/** Old enough to be asked for again while somebody looks. */
const REFRESH_MS = 10_000;

export const meData = queryOptions({
  queryKey: ["me"],
  queryFn: async ({ signal }) => {
    const me = await getMe({ signal });
    keepToken(me.csrf);
    return me;
  },
  staleTime: Infinity,
});

/** How one signs in here, and why the last try by a company account came to nothing. */
export const waysInData = queryOptions({
  queryKey: ["ways-in"],
  queryFn: async ({ signal }) => getSignIn({ signal }),
});

export const overviewData = queryOptions({
  queryKey: ["overview"],
  queryFn: async ({ signal }) => getOverview({ signal }),
});

export const statusData = queryOptions({
  queryKey: ["status"],
  queryFn: async ({ signal }) => getStatus({ signal }),
  staleTime: 60_000,
});

export function billsData(view: BillsView) {
  return infiniteQueryOptions({
    queryKey: ["bills", view],
    queryFn: async ({ pageParam, signal }) =>
      getBills({ ...view, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}

export function billData(number: string) {
  return queryOptions({
    queryKey: ["bill", number],
    queryFn: async ({ signal }) => getBillsByNumber(number, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function storyData({ scheme, billId, billNo }: Readonly<Record<"scheme" | "billId" | "billNo", string>>) {
  return queryOptions({
    queryKey: ["story", scheme, billId],
    queryFn: async ({ signal }) => getBillsByNumberStory(billNo, { scheme, billId }, { signal }),
  });
}

/** What of an order may be changed by hand; asked anew whenever somebody is about to. */
export function editableData({ scheme, outerNo }: Readonly<Record<"scheme" | "outerNo", string>>) {
  return queryOptions({
    queryKey: ["editable", scheme, outerNo],
    queryFn: async ({ signal }) => getOrdersByNumberEditable(outerNo, { scheme }, { signal }),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

export function casesData({ scheme }: CasesView) {
  return queryOptions({
    queryKey: ["cases", scheme ?? null],
    queryFn: async ({ signal }) => getCases(scheme === undefined ? {} : { scheme }, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

/** What waits of one bill: seldom more than an order or two. */
export function billCasesData({ scheme, billId }: Readonly<Record<"scheme" | "billId", string>>) {
  return queryOptions({
    queryKey: ["case-items", scheme, billId],
    queryFn: async ({ signal }) => getCasesItems({ scheme, billId }, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function caseItemsData(view: CasesView) {
  return infiniteQueryOptions({
    queryKey: ["case-items", view],
    queryFn: async ({ pageParam, signal }) =>
      getCasesItems({ ...view, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}
