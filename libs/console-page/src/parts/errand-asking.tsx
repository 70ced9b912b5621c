import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { postErrands, type Errand, type ErrandAnswer, type ErrandResult } from "../api/operations.ts";
import { errandData, isOpen } from "../data/errands.ts";
import { ErrandStanding } from "./errand.tsx";
import { MayNot, useMayAct } from "./may-act.tsx";
import { ProblemNotice } from "./problem.tsx";
import { mintRequestId } from "./request-id.ts";
import { WaitingNotice } from "./waiting.tsx";

interface ErrandButtonProps<Kind extends Errand["kind"]> {
  readonly label: string;
  readonly errand: Extract<Errand, { readonly kind: Kind }>;
  readonly show: (result: Extract<ErrandResult, { readonly kind: Kind }>) => ReactNode;
}

/** Asks a clerk at a press; how it stands and what came of it are shown below. */
export function ErrandButton<Kind extends Errand["kind"]>({
  label,
  errand,
  show,
}: ErrandButtonProps<Kind>): ReactElement | null {
  const asking = useAsking();
  if (!useMayAct()) return <MayNot />;
  return (
    <>
      <Button loading={asking.isUnderWay} onClick={() => asking.ask(errand)}>
        {label}
      </Button>
      <Asked asking={asking} show={show as (result: ErrandResult) => ReactNode} />
    </>
  );
}

interface Asking {
  readonly ask: (errand: Errand) => void;
  readonly isUnderWay: boolean;
  readonly error: unknown;
  readonly isShared: boolean;
  readonly standing: ErrandAnswer | undefined;
  readonly isAsked: boolean;
}

/** One errand after the other; the last one is looked at until it has ended. */
export function useAsking(): Asking {
  const [asked, setAsked] = useState<{ readonly id: string; readonly isShared: boolean }>();
  const { mutate, error, isPending } = useMutation({
    mutationFn: async (errand: Errand) => postErrands({ errand, requestId: mintRequestId() }),
    onSuccess: setAsked,
  });
  const looking = useQuery({ ...errandData(asked?.id ?? ""), enabled: asked !== undefined });
  return {
    ask: mutate,
    isUnderWay: isPending || (looking.data !== undefined && isOpen(looking.data.state)),
    error: error ?? looking.error,
    isShared: asked?.isShared ?? false,
    standing: asked === undefined ? undefined : looking.data,
    isAsked: asked !== undefined,
  };
}

/** How what was asked for stands, and what came of it. */
export function Asked({
  asking: { error, isShared, standing, isAsked },
  show,
}: {
  readonly asking: Asking;
  readonly show: (result: ErrandResult) => ReactNode;
}): ReactElement | null {
  const { t } = useTranslation();
  if (error) return <ProblemNotice error={error} />;
  if (!isAsked) return null;
  if (standing === undefined) return <WaitingNotice />;
  return (
    <>
      {isShared && isOpen(standing.state) ? <p className="as-of">{t("errand.shared")}</p> : null}
      <ErrandStanding errand={standing} />
      {standing.result === null ? null : show(standing.result)}
    </>
  );
}
