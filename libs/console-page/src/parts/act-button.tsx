import { useQueryClient, useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { meQuery } from "../data/queries.ts";
import { Problem } from "./problem.tsx";

interface ActButtonProps {
  readonly label: string;
  /** Ends with what came of it. The id is the same for each press of what was shown once. */
  readonly act: (requestId: string) => Promise<string>;
}

/** Whether the person may act; a viewer is told so in the button's place. */
export function useMayAct(): boolean {
  const { data } = useQuery(meQuery);
  return data !== undefined && data.role !== "viewer";
}

/** A press is one act, however often it is pressed; what came of it stands beside it. */
export function ActButton({ label, act }: ActButtonProps): ReactElement {
  const queries = useQueryClient();
  const [requestId, setRequestId] = useState(mintRequestId);
  const mayAct = useMayAct();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () => act(requestId),
    onSuccess: async () => {
      setRequestId(mintRequestId());
      await queries.invalidateQueries();
    },
  });
  if (!mayAct) return <MayNot />;
  return (
    <span className="act">
      <Button type="primary" loading={isPending} onClick={() => mutate()}>
        {label}
      </Button>
      <span aria-live="polite">{error ? <Problem error={error} /> : data}</span>
    </span>
  );
}

export function MayNot(): ReactElement | null {
  const { t } = useTranslation();
  const { data } = useQuery(meQuery);
  return data?.role === "viewer" ? <span className="as-of">{t("act.may-not", { role: t("role.viewer") })}</span> : null;
}

/** Also where a browser has no crypto.randomUUID: over plain HTTP in a LAN. */
export function mintRequestId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
