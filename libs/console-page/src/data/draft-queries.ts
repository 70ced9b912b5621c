import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { postSchemesDraft, type DraftRequest } from "../api/operations.ts";

/** What the scheme would be for these choices: the same of the same. */
export function draftData(wanted: DraftRequest) {
  return queryOptions({
    queryKey: ["draft", wanted],
    queryFn: async ({ signal }) => postSchemesDraft(wanted, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
}
