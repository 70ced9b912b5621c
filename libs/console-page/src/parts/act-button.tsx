import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState, type ReactElement } from "react";

import { mintRequestId } from "./request-id.ts";
import { MayNot, useMayAct } from "./may-act.tsx";
import { ProblemNotice } from "./problem.tsx";

interface ActButtonProps {
  readonly label: string;
  /** Ends with what came of it. The id is the same for each press of what was shown once. */
  readonly act: (requestId: string) => Promise<string>;
}

/** A press is one act, however often it is pressed; what came of it stands beside it. */
export function ActButton({ label, act }: ActButtonProps): ReactElement {
  const queries = useQueryClient();
  const [requestId, setRequestId] = useState(mintRequestId);
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () => act(requestId),
    onSuccess: async () => {
      setRequestId(mintRequestId());
      await queries.invalidateQueries();
    },
  });
  if (!useMayAct()) return <MayNot />;
  return (
    <span className="act">
      <Button type="primary" loading={isPending} onClick={() => mutate()}>
        {label}
      </Button>
      <span aria-live="polite">{error ? <ProblemNotice error={error} /> : data}</span>
    </span>
  );
}
