import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import {
  getGaps,
  getPostTablesUploadUrl,
  getTables,
  getTablesDifference,
  getTablesRows,
  getTablesVersions,
  type TableUploadAnswer,
} from "../api/operations.ts";
import { ask } from "./ask.ts";

const REFRESH_MS = 10_000;

export const tablesData = queryOptions({
  queryKey: ["tables"],
  queryFn: async ({ signal }) => getTables({ signal }),
  refetchInterval: REFRESH_MS,
});

export function gapsData(scheme?: string) {
  return queryOptions({
    queryKey: ["gaps", scheme ?? null],
    queryFn: async ({ signal }) => getGaps(scheme === undefined ? {} : { scheme }, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function tableRowsData(file: string, q: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ["table-rows", file, q ?? ""],
    queryFn: async ({ pageParam, signal }) =>
      getTablesRows(
        { file, ...(q === undefined ? {} : { q }), ...(pageParam === null ? {} : { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}

export function versionsData(file: string) {
  return queryOptions({
    queryKey: ["table-versions", file],
    queryFn: async ({ signal }) => getTablesVersions({ file }, { signal }),
  });
}

export function differenceData(file: string, from: number, to: number) {
  return queryOptions({
    queryKey: ["table-difference", file, from, to],
    queryFn: async ({ signal }) => getTablesDifference({ file, from, to }, { signal }),
    staleTime: Infinity,
  });
}

/** The file goes as it is; what it would change comes back. */
export async function uploadTable(file: string, content: Blob): Promise<TableUploadAnswer> {
  return ask<TableUploadAnswer>(getPostTablesUploadUrl({ file }), {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: content,
  });
}
