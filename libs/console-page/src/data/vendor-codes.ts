import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { postErrands, type CodesResult, type Errand, type OpenGap } from "../api/operations.ts";
import { mintRequestId } from "../parts/request-id.ts";
import { errandData, errandsData, isOpen } from "./errands.ts";

export interface CodesAsked {
  readonly scheme: string;
  readonly what: NonNullable<OpenGap["codes"]>;
  /** SKUs are asked for by name: Wangdiantong lists none by a part of it. */
  readonly codes: readonly string[];
}

/** Codes that Wangdiantong really has, as far as they were asked for within a day. */
export interface VendorCodes {
  readonly codes: CodesResult["codes"];
  /** As of when; null where they were not asked for. */
  readonly asOfMs: number | null;
  readonly isUnderWay: boolean;
  /** Somebody is there to ask for them. */
  readonly hasClerk: boolean;
  /** Why the last asking came to nothing. */
  readonly problem: string | null;
  readonly error: unknown;
  readonly ask: (codes?: readonly string[]) => void;
}

const NONE: CodesResult["codes"] = [];

/** What was asked of a clerk is kept for a day with its errand, for everybody who fills a gap. */
export function useVendorCodes({ scheme, what, codes }: CodesAsked): VendorCodes {
  const queries = useQueryClient();
  const { data: list } = useQuery(errandsData("list-codes"));
  const mine = (list?.items ?? []).filter(({ errand }) => isSame(errand, { scheme, what, codes }));
  const newest = mine[0];
  const done = mine.find(({ state }) => state === "done");
  const looking = useQuery({ ...errandData(newest?.id ?? ""), enabled: newest !== undefined });
  const kept = useQuery({ ...errandData(done?.id ?? ""), enabled: done !== undefined });
  const { mutate, error, isPending } = useMutation({
    mutationFn: async (asked: readonly string[]) =>
      postErrands({ errand: { kind: "list-codes", scheme, what, codes: [...asked] }, requestId: mintRequestId() }),
    onSuccess: async () => queries.invalidateQueries({ queryKey: ["errands", "list-codes"] }),
  });
  const answer = looking.data?.state === "done" ? looking.data : kept.data;
  const result = answer?.result;
  const clerks = list?.clerks.find((each) => each.scheme === scheme)?.clerks;
  return {
    codes: result?.kind === "list-codes" ? result.codes : NONE,
    asOfMs: result?.kind === "list-codes" ? (answer?.endedAtMs ?? null) : null,
    isUnderWay: isPending || (looking.data !== undefined && isOpen(looking.data.state)),
    hasClerk: clerks !== 0,
    problem: looking.data?.problem?.text ?? null,
    error,
    ask: (asked = codes) => mutate(asked),
  };
}

function isSame(errand: Errand, { scheme, what, codes }: CodesAsked): boolean {
  return (
    errand.kind === "list-codes" &&
    errand.scheme === scheme &&
    errand.what === what &&
    // Whoever lists all of a kind names none.
    (errand.codes ?? []).join("\n") === codes.join("\n")
  );
}
