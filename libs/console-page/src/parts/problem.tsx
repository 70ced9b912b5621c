import { Alert, Button } from "antd";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Refusal } from "../data/ask.ts";

interface ProblemProps {
  readonly error: unknown;
  readonly again?: () => void;
  readonly more?: ReactNode;
}

/** What failed, under which code, and what can be done about it. */
export function ProblemNotice({ error, again, more }: ProblemProps): ReactElement {
  const { t } = useTranslation();
  const refusal = error instanceof Refusal ? error : undefined;
  const isUnreachable = refusal?.status === 0;
  const message = isUnreachable ? t("problem.unreachable") : refusal?.message || t("problem.broken");
  const remedy = isUnreachable ? t("problem.unreachable-remedy") : refusal?.remedy;
  return (
    <Alert
      type="error"
      showIcon
      className="problem"
      title={message}
      description={
        <>
          {remedy === undefined ? null : <p>{remedy}</p>}
          {refusal === undefined ? null : <code>{refusal.code}</code>}
          {more === undefined ? null : <div>{more}</div>}
        </>
      }
      action={again === undefined ? null : <Button onClick={again}>{t("problem.again")}</Button>}
    />
  );
}
